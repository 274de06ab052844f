package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/** Leaves out the nodes and tables that no output needs; inputs stay, since they are ports. */
final class Reachable {
  private static final int DROPPED = -1;

  private Reachable() {}

  static Datapath of(Datapath d) {
    boolean[] needed = new boolean[d.nodes().size()];
    boolean[] neededTable = new boolean[d.tables().size()];
    for (Datapath.Output output : d.outputs()) {
      needed[output.node()] = true;
    }
    for (int i = needed.length - 1; i >= 0; i--) {
      Operation operation = d.node(i).operation();
      needed[i] |= operation instanceof Operation.Input;
      if (needed[i]) {
        operation.operands().forEach(operand -> needed[operand] = true);
        if (operation instanceof Operation.Lookup(int table, _)) {
          neededTable[table] = true;
        }
      }
    }
    int[] tableIndex = new int[neededTable.length];
    List<FunctionTable> tables = new ArrayList<>();
    for (int t = 0; t < tableIndex.length; t++) {
      tableIndex[t] = neededTable[t] ? tables.size() : DROPPED;
      if (neededTable[t]) {
        tables.add(d.tables().get(t));
      }
    }
    int[] index = new int[needed.length];
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < index.length; i++) {
      index[i] = needed[i] ? nodes.size() : DROPPED;
      if (needed[i]) {
        Node n = d.node(i);
        nodes.add(
            new Node(
                n.name(),
                renumbered(n.operation(), index, tableIndex),
                n.format(),
                n.rawLo(),
                n.rawHi()));
      }
    }
    List<Datapath.Output> outputs =
        d.outputs().stream().map(o -> new Datapath.Output(o.name(), index[o.node()])).toList();
    return new Datapath(d.name(), tables, nodes, outputs);
  }

  private static Operation renumbered(Operation operation, int[] node, int[] table) {
    return switch (operation) {
      case Operation.Input(), Operation.Literal(_) -> operation;
      case Operation.Add(int a, int b) -> new Operation.Add(node[a], node[b]);
      case Operation.Subtract(int a, int b) -> new Operation.Subtract(node[a], node[b]);
      case Operation.Multiply(int a, int b) -> new Operation.Multiply(node[a], node[b]);
      case Operation.Minimum(int a, int b) -> new Operation.Minimum(node[a], node[b]);
      case Operation.Maximum(int a, int b) -> new Operation.Maximum(node[a], node[b]);
      case Operation.Concat(int a, int b) -> new Operation.Concat(node[a], node[b]);
      case Operation.Negate(int a) -> new Operation.Negate(node[a]);
      case Operation.Absolute(int a) -> new Operation.Absolute(node[a]);
      case Operation.Align(int a) -> new Operation.Align(node[a]);
      case Operation.Saturate(int a) -> new Operation.Saturate(node[a]);
      case Operation.Reinterpret(int a) -> new Operation.Reinterpret(node[a]);
      case Operation.Round(int a, Operation.Rounding mode) -> new Operation.Round(node[a], mode);
      case Operation.Lookup(int t, int a) -> new Operation.Lookup(table[t], node[a]);
      case Operation.Bits(int a, int lowBit) -> new Operation.Bits(node[a], lowBit);
      case Operation.Select(int c, int a, int b) -> new Operation.Select(node[c], node[a], node[b]);
    };
  }
}
