package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.HashSet;
import java.util.Set;

/** Checks the rules that every datapath keeps; a broken one is a bug, so it throws. */
final class DatapathVerifier {
  private final Datapath datapath;

  private DatapathVerifier(Datapath datapath) {
    this.datapath = datapath;
  }

  static void verify(Datapath datapath) {
    new DatapathVerifier(datapath).run();
  }

  private void run() {
    Set<String> tables = new HashSet<>();
    for (FunctionTable table : datapath.tables()) {
      if (!tables.add(table.name())) {
        throw new IllegalStateException(
            datapath.name() + ", table " + table.name() + ": broken rule: table names are unique");
      }
    }
    Set<String> names = new HashSet<>();
    Set<String> ports = new HashSet<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      Node node = datapath.node(i);
      check(names.add(node.name()), node, "names are unique");
      if (node.operation() instanceof Operation.Input) {
        ports.add(node.name());
      }
      for (int operand : node.operation().operands()) {
        check(operand >= 0 && operand < i, node, "operands come before their users");
      }
      check(node.rawLo() <= node.rawHi(), node, "the range is not empty");
      check(
          node.format().holds(node.rawLo()) && node.format().holds(node.rawHi()),
          node,
          "the format holds the range");
      checkTypes(node);
      RawRange possible = RawRange.of(datapath, node);
      check(
          node.rawLo() <= possible.lo() && possible.hi() <= node.rawHi(),
          node,
          "the range holds every possible result, " + possible);
    }
    if (datapath.outputs().isEmpty()) {
      throw new IllegalStateException(datapath.name() + ": broken rule: a datapath has an output");
    }
    boolean[] used = new boolean[datapath.nodes().size()];
    for (Datapath.Output output : datapath.outputs()) {
      if (output.node() < 0 || output.node() >= datapath.nodes().size()) {
        throw new IllegalStateException(
            datapath.name() + ", output " + output.name() + ": broken rule: it carries a node");
      }
      if (!ports.add(output.name())) {
        throw new IllegalStateException(
            datapath.name() + ", output " + output.name() + ": broken rule: ports are unique");
      }
      used[output.node()] = true;
    }
    checkUses(used);
  }

  /** A node without use would be scheduled and counted, but is in no circuit. */
  private void checkUses(boolean[] used) {
    for (int i = used.length - 1; i >= 0; i--) {
      Node node = datapath.node(i);
      check(
          used[i] || node.operation() instanceof Operation.Input,
          node,
          "an output needs every node but the inputs");
      node.operation().operands().forEach(operand -> used[operand] = true);
    }
  }

  private void checkTypes(Node node) {
    FixedFormat format = node.format();
    switch (node.operation()) {
      case Operation.Input(), Operation.Literal(_) -> {}
      case Operation.Add(int a, int b) -> sameFraction(node, a, b);
      case Operation.Subtract(int a, int b) -> sameFraction(node, a, b);
      case Operation.Minimum(int a, int b) -> sameFraction(node, a, b);
      case Operation.Maximum(int a, int b) -> sameFraction(node, a, b);
      case Operation.Negate(int a) -> sameFraction(node, a);
      case Operation.Absolute(int a) -> sameFraction(node, a);
      case Operation.Saturate(int a) -> sameFraction(node, a);
      case Operation.Select(int c, int a, int b) -> {
        sameFraction(node, a, b);
        check(format(c).widthBits() == 1 && !format(c).signed(), node, "a condition is one bit");
      }
      case Operation.Multiply(int a, int b) ->
          check(
              format.fractionBits() == format(a).fractionBits() + format(b).fractionBits(),
              node,
              "a product has the fraction bits of both operands");
      case Operation.Align(int a) -> {
        int added = format.fractionBits() - format(a).fractionBits();
        check(added > 0, node, "align adds fraction bits");
        check(
            added <= FixedFormat.MAX_WIDTH_BITS, node, "align adds no more bits than a value has");
      }
      case Operation.Round(int a, _) -> {
        int dropped = format(a).fractionBits() - format.fractionBits();
        check(dropped > 0, node, "round drops fraction bits");
        check(
            dropped <= FixedFormat.MAX_WIDTH_BITS,
            node,
            "round drops no more bits than a value has");
      }
      case Operation.Lookup(int table, int a) -> {
        check(table >= 0 && table < datapath.tables().size(), node, "the table exists");
        FunctionTable t = datapath.tables().get(table);
        check(t.indexFormat().equals(format(a)), node, "the index has the table's format");
        check(t.valueFormat().equals(format), node, "the value has the table's format");
      }
      case Operation.Bits(int a, int lowBit) ->
          check(
              !format.signed()
                  && lowBit >= 0
                  && lowBit + format.widthBits() <= format(a).widthBits(),
              node,
              "bits are taken from within the operand and are unsigned");
      case Operation.Concat(int high, int low) ->
          check(
              !format.signed()
                  && !format(high).signed()
                  && !format(low).signed()
                  && format.widthBits() == format(high).widthBits() + format(low).widthBits(),
              node,
              "concatenation joins unsigned operands");
      case Operation.Any _ ->
          check(
              !format.signed() && format.widthBits() == 1 && format.fractionBits() == 0,
              node,
              "any is one unsigned bit");
      case Operation.Reinterpret(int a) ->
          check(format.widthBits() == format(a).widthBits(), node, "reinterpret keeps the width");
    }
  }

  private void sameFraction(Node node, int... operands) {
    for (int operand : operands) {
      check(
          format(operand).fractionBits() == node.format().fractionBits(),
          node,
          "operands and result have the same fraction bits");
    }
  }

  private FixedFormat format(int node) {
    return datapath.node(node).format();
  }

  private void check(boolean holds, Node node, String rule) {
    if (!holds) {
      throw new IllegalStateException(
          datapath.name() + ", node " + node.name() + " " + node + ": broken rule: " + rule);
    }
  }
}
