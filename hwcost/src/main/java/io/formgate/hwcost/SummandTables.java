package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.RawRange;
import io.formgate.datapath.Reachable;
import io.formgate.expression.FixedFormat;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tables whose results are summands of one sum, and are read by nothing else, take in what the sum
 * would do to them: its number is added to the entries of one of them, and a table that the look-up
 * tables of the sum {@linkplain TakenInTables make themselves} holds the opposite numbers and is
 * subtracted. Every output keeps its bits for all inputs.
 */
final class SummandTables {
  private static final Set<String> RESERVED = Set.of("clock", "reset", "valid_in", "valid_out");

  /** Longest sums that are rebuilt, so that no value on the way gets too wide. */
  private static final int MAX_SUM_BITS = 48;

  private final Datapath old;
  private final int sumInputs;
  private final int[] uses;
  private final int[] user;
  private final List<FunctionTable> tables;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>(RESERVED);
  private final int[] index;

  private SummandTables(Datapath old, DeviceModel device) {
    this.old = old;
    sumInputs = device.fabric().sumInputs();
    int size = old.nodes().size();
    uses = new int[size];
    user = new int[size];
    index = new int[size];
    for (int i = 0; i < size; i++) {
      int reader = i;
      old.node(i)
          .operation()
          .operands()
          .forEach(o -> {
            uses[o]++;
            user[o] = reader;
          });
    }
    old.outputs().forEach(o -> uses[o.node()]++);
    tables = new ArrayList<>(old.tables());
    old.nodes().forEach(n -> names.add(n.name()));
    old.tables().forEach(t -> names.add(t.name()));
    old.outputs().forEach(o -> names.add(o.name()));
  }

  /**
   * {@return a datapath with the same outputs, or the same datapath}
   *
   * @param datapath a verified datapath
   * @param device costs
   */
  static Datapath apply(Datapath datapath, DeviceModel device) {
    return new SummandTables(datapath, device).rebuilt();
  }

  /** A summand: its node in the new datapath, times 2^exponent in last bits of the sum. */
  private record Part(int node, int exponent, boolean isNegative, boolean isTakenIn) {}

  /** How a sum is built: its tree, and which of its terms takes in the number. */
  private record Plan(SumTree tree, Optional<SumTree.Term> carrier) {}

  private Datapath rebuilt() {
    Map<Integer, Plan> plans = new HashMap<>();
    Set<Integer> dropped = new HashSet<>();
    for (int i = index.length - 1; i >= 0; i--) {
      if (!dropped.contains(i) && SumTree.isSum(old.node(i))) {
        SumTree tree = SumTree.of(old, i, uses);
        dropped.addAll(tree.nodes());
        plan(tree).ifPresent(p -> plans.put(tree.root(), p));
      }
    }
    if (plans.isEmpty()) {
      return old;
    }
    for (int i = 0; i < index.length; i++) {
      Node node = old.node(i);
      Plan plan = plans.get(i);
      int before = nodes.size();
      index[i] = plan == null ? copy(node) : sum(plan);
      Node made = nodes.get(index[i]);
      if (made.rawLo() < node.rawLo() || made.rawHi() > node.rawHi()) {
        // Summands that are equal seem to be independent in this order.
        nodes.subList(before, nodes.size()).clear();
        index[i] = copy(node);
      }
    }
    List<Datapath.Output> outputs =
        old.outputs().stream().map(o -> new Datapath.Output(o.name(), index[o.node()])).toList();
    return Reachable.of(new Datapath(old.name(), tables, nodes, outputs)).verify();
  }

  private int copy(Node n) {
    nodes.add(
        new Node(n.name(), n.operation().mapped(o -> index[o]), n.format(), n.rawLo(), n.rawHi()));
    return nodes.size() - 1;
  }

  private Optional<Plan> plan(SumTree tree) {
    Optional<SumTree.Term> carrier = Optional.empty();
    boolean isAnyChanged = false;
    boolean isNegated = tree.literal().signum() == 0;
    for (SumTree.Term term : tree.terms()) {
      isNegated &= term.negative();
    }
    for (SumTree.Term term : tree.terms()) {
      if (isOwn(tree, term)) {
        boolean isBetter =
            carrier.isEmpty() || (fitsSum(term.node()) && !fitsSum(carrier.get().node()));
        carrier = isBetter && isShort(tree, term) ? Optional.of(term) : carrier;
        isAnyChanged |= fitsSum(term.node()) && !term.negative() && tree.terms().size() > 1;
        isAnyChanged |= isNegated;
      }
    }
    if (tree.literal().signum() == 0) {
      carrier = Optional.empty();
    }
    boolean isNarrow = old.node(tree.root()).format().widthBits() <= MAX_SUM_BITS;
    return isNarrow && (carrier.isPresent() || isAnyChanged)
        ? Optional.of(new Plan(tree, carrier))
        : Optional.empty();
  }

  /** {@return whether a term is a look-up that nothing but the sum reads} */
  private boolean isOwn(SumTree tree, SumTree.Term term) {
    int node = term.node();
    return old.node(node).operation() instanceof Operation.Lookup
        && uses[node] == 1
        && tree.nodes().contains(user[node]);
  }

  private boolean isShort(SumTree tree, SumTree.Term term) {
    int places = Math.max(0, term.shift() - tree.literal().getLowestSetBit());
    return tree.literal().bitLength() < MAX_SUM_BITS
        && old.node(term.node()).format().widthBits() + places < MAX_SUM_BITS;
  }

  private boolean fitsSum(int lookup) {
    return old.node(lookup).operation() instanceof Operation.Lookup(int table, _)
        && old.tables().get(table).indexFormat().widthBits() <= sumInputs;
  }

  private int sum(Plan plan) {
    SumTree tree = plan.tree();
    Node root = old.node(tree.root());
    int fractionBits = root.format().fractionBits();
    boolean isNumberLeft = tree.literal().signum() != 0 && plan.carrier().isEmpty();
    // Something has to be there that tables are subtracted from.
    boolean hasMinuend = isNumberLeft;
    for (SumTree.Term t : tree.terms()) {
      hasMinuend |= !t.negative() && !(isOwn(tree, t) && fitsSum(t.node()));
    }
    List<Part> parts = new ArrayList<>();
    for (SumTree.Term t : tree.terms()) {
      if (isOwn(tree, t)) {
        boolean isTakenIn = fitsSum(t.node()) && hasMinuend && tree.terms().size() > 1;
        hasMinuend = true;
        BigInteger number =
            plan.carrier().filter(t::equals).isPresent() ? tree.literal() : BigInteger.ZERO;
        parts.add(table(root, t, number, isTakenIn, fractionBits));
      } else {
        int node = scaled(index[t.node()], fractionBits - t.shift(), root.name());
        parts.add(new Part(node, t.shift(), t.negative(), false));
      }
    }
    if (isNumberLeft) {
      int exponent = tree.literal().getLowestSetBit();
      long raw = tree.literal().shiftRight(exponent).longValueExact();
      parts.add(
          new Part(
              exact(root.name(), new Operation.Literal(raw), fractionBits - exponent),
              exponent,
              false,
              false));
    }
    return added(root, parts);
  }

  /**
   * The opposite entries if the table is to be subtracted, those with the sign of the term else.
   */
  private Part table(
      Node root, SumTree.Term term, BigInteger number, boolean isTakenIn, int fractionBits) {
    if (!(old.node(term.node()).operation() instanceof Operation.Lookup(int table, int operand))) {
      throw new IllegalStateException("a term is no look-up");
    }
    if (number.signum() == 0 && term.negative() == isTakenIn) {
      int node = scaled(index[term.node()], fractionBits - term.shift(), root.name());
      return new Part(node, term.shift(), isTakenIn, isTakenIn);
    }
    int exponent =
        number.signum() == 0 ? term.shift() : Math.min(term.shift(), number.getLowestSetBit());
    long added = number.shiftRight(exponent).longValueExact();
    FunctionTable from = old.tables().get(table);
    long[] entries = new long[from.size()];
    for (int i = 0; i < entries.length; i++) {
      long entry = from.entry(i) << (term.shift() - exponent);
      long value = (term.negative() ? -entry : entry) + added;
      entries[i] = isTakenIn ? -value : value;
    }
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    for (long entry : entries) {
      lo = Math.min(lo, entry);
      hi = Math.max(hi, entry);
    }
    FixedFormat format = FixedFormat.holding(lo, hi, fractionBits - exponent);
    tables.add(new FunctionTable(fresh(from.name()), from.indexFormat(), format, entries));
    nodes.add(
        new Node(
            fresh(old.node(term.node()).name()),
            new Operation.Lookup(tables.size() - 1, index[operand]),
            format,
            lo,
            hi));
    return new Part(nodes.size() - 1, exponent, isTakenIn, isTakenIn);
  }

  /** One after the other, tables that the sum makes itself last. */
  private int added(Node root, List<Part> parts) {
    List<Part> ordered = new ArrayList<>();
    parts.stream().filter(p -> !p.isNegative()).forEach(ordered::add);
    parts.stream().filter(p -> p.isNegative() && !p.isTakenIn()).forEach(ordered::add);
    parts.stream().filter(Part::isTakenIn).forEach(ordered::add);
    Part sum = ordered.removeFirst();
    int fractionBits = root.format().fractionBits();
    if (sum.isNegative()) {
      int negated =
          exact(root.name(), new Operation.Negate(sum.node()), fractionBits - sum.exponent());
      sum = new Part(negated, sum.exponent(), false, false);
    }
    for (Part next : ordered) {
      int exponent = Math.min(sum.exponent(), next.exponent());
      int a = aligned(sum.node(), sum.exponent() - exponent, root.name());
      int b = aligned(next.node(), next.exponent() - exponent, root.name());
      Operation operation =
          next.isNegative() ? new Operation.Subtract(a, b) : new Operation.Add(a, b);
      sum =
          new Part(exact(root.name(), operation, fractionBits - exponent), exponent, false, false);
    }
    int whole = aligned(sum.node(), sum.exponent(), root.name());
    if (!nodes.get(whole).format().equals(root.format())) {
      whole = add(root.name(), new Operation.Saturate(whole), root.format());
    }
    return named(whole, root.name());
  }

  /** The last new node takes the name of the one in whose place it stands. */
  private int named(int node, String name) {
    Node made = nodes.get(node);
    if (made.name().startsWith(name + "_")) {
      nodes.set(node, new Node(name, made.operation(), made.format(), made.rawLo(), made.rawHi()));
    }
    return node;
  }

  private int scaled(int node, int fractionBits, String name) {
    FixedFormat f = nodes.get(node).format();
    return f.fractionBits() == fractionBits
        ? node
        : add(
            name,
            new Operation.Reinterpret(node),
            new FixedFormat(f.signed(), f.widthBits(), f.widthBits() - fractionBits));
  }

  private int aligned(int node, int bits, String name) {
    int fractionBits = nodes.get(node).format().fractionBits() + bits;
    return bits == 0 ? node : exact(name, new Operation.Align(node), fractionBits);
  }

  private int exact(String name, Operation operation, int fractionBits) {
    int most = FixedFormat.MAX_WIDTH_BITS;
    RawRange range =
        operation instanceof Operation.Literal(long raw)
            ? new RawRange(raw, raw)
            : RawRange.of(
                operation, new FixedFormat(true, most, most - fractionBits), nodes, tables);
    FixedFormat format = FixedFormat.holding(range.lo(), range.hi(), fractionBits);
    return add(name, operation, format, range);
  }

  private int add(String name, Operation operation, FixedFormat format) {
    return add(name, operation, format, RawRange.of(operation, format, nodes, tables));
  }

  private int add(String name, Operation operation, FixedFormat format, RawRange range) {
    nodes.add(new Node(fresh(name), operation, format, range.lo(), range.hi()));
    return nodes.size() - 1;
  }

  private String fresh(String hint) {
    String name = hint;
    for (int i = 1; !names.add(name); i++) {
      name = hint + "_" + i;
    }
    return name;
  }
}
