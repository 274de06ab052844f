package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts values of which only the lowest bits are used, such as phases without whole turns, to these
 * bits. The lowest bits of a sum depend on those of its operands alone, so that all outputs keep
 * their bits for all inputs.
 */
public final class DemandedBits {
  private static final int ALL = Integer.MAX_VALUE;

  /** Ports that every module has. */
  private static final Set<String> RESERVED = Set.of("clock", "reset", "valid_in", "valid_out");

  private final Datapath old;
  private final int[] demanded;
  private final List<FunctionTable> tables;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> used = new HashSet<>();
  private final int[] renamed;

  private DemandedBits(Datapath old) {
    this.old = old;
    demanded = demands(old);
    tables = new ArrayList<>(old.tables());
    renamed = new int[old.nodes().size()];
    old.tables().forEach(t -> used.add(t.name()));
    old.outputs().forEach(o -> used.add(o.name()));
    used.addAll(RESERVED);
  }

  /**
   * {@return a datapath with the same outputs and no values wider than what is used of them}
   *
   * @param datapath a verified datapath
   */
  public static Datapath apply(Datapath datapath) {
    return new DemandedBits(datapath).rebuilt();
  }

  /** How many of its lowest bits each node's users look at. */
  private static int[] demands(Datapath d) {
    int[] demands = new int[d.nodes().size()];
    d.outputs().forEach(o -> demands[o.node()] = ALL);
    for (int i = demands.length - 1; i >= 0; i--) {
      Node node = d.node(i);
      int wanted = demands[i] >= node.format().widthBits() ? ALL : demands[i];
      switch (node.operation()) {
        case Operation.Input(), Operation.Literal(_) -> {}
        case Operation.Add(int a, int b) -> {
          want(demands, a, wanted);
          want(demands, b, wanted);
        }
        case Operation.Subtract(int a, int b) -> {
          want(demands, a, wanted);
          want(demands, b, wanted);
        }
        case Operation.Negate(int a) -> want(demands, a, wanted);
        case Operation.Reinterpret(int a) -> want(demands, a, wanted);
        case Operation.Align(int a) ->
            want(demands, a, plus(wanted, -(fractionBits(d, i) - fractionBits(d, a))));
        case Operation.Round(int a, _) ->
            want(demands, a, plus(wanted, fractionBits(d, a) - fractionBits(d, i)));
        case Operation.Bits(int a, int lowBit) ->
            want(demands, a, lowBit + Math.min(wanted, node.format().widthBits()));
        case Operation.Concat(int high, int low) -> {
          want(demands, low, wanted);
          want(demands, high, plus(wanted, -d.node(low).format().widthBits()));
        }
        case Operation.Select(int c, int a, int b) -> {
          want(demands, c, ALL);
          want(demands, a, wanted);
          want(demands, b, wanted);
        }
        case Operation.Multiply _,
            Operation.Absolute _,
            Operation.Minimum _,
            Operation.Maximum _,
            Operation.Saturate _,
            Operation.Any _,
            Operation.Lookup _ ->
            node.operation().operands().forEach(o -> want(demands, o, ALL));
      }
    }
    return demands;
  }

  private static int fractionBits(Datapath d, int node) {
    return d.node(node).format().fractionBits();
  }

  private static int plus(int wanted, int bits) {
    return wanted == ALL ? ALL : Math.max(0, wanted + bits);
  }

  private static void want(int[] demands, int node, int bits) {
    demands[node] = Math.max(demands[node], bits);
  }

  private Datapath rebuilt() {
    for (int i = 0; i < renamed.length; i++) {
      Node node = old.node(i);
      renamed[i] =
          demanded[i] < node.format().widthBits() && demanded[i] > 0
              ? cut(i, demanded[i])
              : add(copied(node));
    }
    List<Datapath.Output> outputs =
        old.outputs().stream().map(o -> new Datapath.Output(o.name(), renamed[o.node()])).toList();
    return Reachable.of(new Datapath(old.name(), tables, nodes, outputs)).verify();
  }

  /** What is used whole has operands that are used whole, but for bits that are taken of one. */
  private Node copied(Node node) {
    return new Node(
        node.name(),
        node.operation().mapped(o -> renamed[o]),
        node.format(),
        node.rawLo(),
        node.rawHi());
  }

  /** A node with the lowest bits of another, as a number that is not negative. */
  private int cut(int index, int bits) {
    Node node = old.node(index);
    int fraction = node.format().fractionBits();
    return switch (node.operation()) {
      case Operation.Literal(long raw) -> {
        long low = raw & ((1L << bits) - 1);
        yield add(
            new Node(node.name(), new Operation.Literal(low), unsigned(bits, fraction), low, low));
      }
      case Operation.Add(int a, int b) -> {
        int x = low(a, bits);
        int y = low(b, bits);
        yield low(exact(node.name(), new Operation.Add(x, y), fraction, bits), bits, node.name());
      }
      case Operation.Subtract(int a, int b) -> {
        int x = low(a, bits);
        int y = low(b, bits);
        yield low(
            exact(node.name(), new Operation.Subtract(x, y), fraction, bits), bits, node.name());
      }
      case Operation.Negate(int a) -> {
        int x = low(a, bits);
        yield low(exact(node.name(), new Operation.Negate(x), fraction, bits), bits, node.name());
      }
      case Operation.Select(int c, int a, int b) -> {
        int x = low(a, bits);
        int y = low(b, bits);
        yield low(
            exact(node.name(), new Operation.Select(renamed[c], x, y), fraction, bits),
            bits,
            node.name());
      }
      case Operation.Align(int a) -> {
        int shift = fraction - fractionBits(old, a);
        if (bits <= shift) {
          yield add(
              new Node(node.name(), new Operation.Literal(0), unsigned(bits, fraction), 0, 0));
        }
        int x = low(a, bits - shift);
        yield low(exact(node.name(), new Operation.Align(x), fraction, bits), bits, node.name());
      }
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int x = low(a, bits + fractionBits(old, a) - fraction);
        yield low(
            exact(node.name(), new Operation.Round(x, mode), fraction, bits), bits, node.name());
      }
      case Operation.Lookup(int table, int a) -> {
        int narrow = narrowed(table, bits);
        FunctionTable t = tables.get(narrow);
        yield add(
            new Node(
                node.name(),
                new Operation.Lookup(narrow, renamed[a]),
                t.valueFormat(),
                t.rawLo(),
                t.rawHi()));
      }
      case Operation.Bits(int a, int lowBit) ->
          add(node.name(), new Operation.Bits(renamed[a], lowBit), unsigned(bits, 0));
      case Operation.Reinterpret(int a) ->
          reinterpreted(node.name(), low(a, bits), unsigned(bits, fraction));
      case Operation.Concat(int high, int low) -> {
        int below = old.node(low).format().widthBits();
        yield bits <= below
            ? reinterpreted(node.name(), low(low, bits), unsigned(bits, 0))
            : add(
                node.name(),
                new Operation.Concat(
                    reinterpreted(node.name(), low(high, bits - below), unsigned(bits - below, 0)),
                    renamed[low]),
                unsigned(bits, 0));
      }
      case Operation.Input _,
          Operation.Multiply _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Saturate _,
          Operation.Any _ ->
          low(add(copied(node)), bits, node.name());
    };
  }

  /** The lowest bits of a node of the old datapath, or all that it has. */
  private int low(int oldNode, int bits) {
    return low(renamed[oldNode], bits, old.node(oldNode).name());
  }

  private int low(int node, int bits, String name) {
    FixedFormat format = nodes.get(node).format();
    if (format.widthBits() <= bits) {
      return node;
    }
    int taken = add(name, new Operation.Bits(node, 0), unsigned(bits, 0));
    return reinterpreted(name, taken, unsigned(bits, format.fractionBits()));
  }

  private int reinterpreted(String name, int node, FixedFormat format) {
    FixedFormat from = nodes.get(node).format();
    if (from.equals(format)) {
      return node;
    }
    if (from.widthBits() == format.widthBits()) {
      return add(name, new Operation.Reinterpret(node), format);
    }
    // A narrow operand: its value is what counts.
    FixedFormat narrow =
        new FixedFormat(from.signed(), from.widthBits(), from.widthBits() - format.fractionBits());
    return from.equals(narrow) ? node : add(name, new Operation.Reinterpret(node), narrow);
  }

  private static FixedFormat unsigned(int bits, int fractionBits) {
    return new FixedFormat(false, bits, bits - fractionBits);
  }

  /** A table of the lowest bits of another one's entries. */
  private int narrowed(int table, int bits) {
    FunctionTable wide = old.tables().get(table);
    long[] entries = new long[wide.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = wide.entry(i) & ((1L << bits) - 1);
    }
    String name = wide.name() + "_low" + bits;
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).name().equals(name)) {
        return i;
      }
    }
    used.add(name);
    tables.add(
        new FunctionTable(
            name, wide.indexFormat(), unsigned(bits, wide.valueFormat().fractionBits()), entries));
    return tables.size() - 1;
  }

  /** A node in the format that its range needs, or of so many bits if these are more. */
  private int exact(String name, Operation operation, int fractionBits, int bits) {
    FixedFormat wide =
        new FixedFormat(
            true, FixedFormat.MAX_WIDTH_BITS, FixedFormat.MAX_WIDTH_BITS - fractionBits);
    RawRange range = RawRange.of(operation, wide, nodes, tables);
    FixedFormat least = FixedFormat.holding(range.lo(), range.hi(), fractionBits);
    int width = Math.max(bits, least.widthBits());
    return add(name, operation, new FixedFormat(least.signed(), width, width - fractionBits));
  }

  private int add(String name, Operation operation, FixedFormat format) {
    RawRange range = RawRange.of(operation, format, nodes, tables);
    return add(new Node(name, operation, format, range.lo(), range.hi()));
  }

  /** Adds a node; the first one that is made for an old one keeps its name. */
  private int add(Node node) {
    String unique = node.name();
    for (int i = 1; !used.add(unique); i++) {
      unique = node.name() + "_low" + i;
    }
    nodes.add(new Node(unique, node.operation(), node.format(), node.rawLo(), node.rawHi()));
    return nodes.size() - 1;
  }
}
