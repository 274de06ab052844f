package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/** Leaves out the nodes and tables that no output needs; inputs stay, since they are ports. */
public final class Reachable {
  private static final int DROPPED = -1;

  private Reachable() {}

  /**
   * {@return the inputs and what the outputs need}
   *
   * @param d a datapath
   */
  public static Datapath of(Datapath d) {
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
    Operation mapped = operation.mapped(i -> node[i]);
    return mapped instanceof Operation.Lookup(int t, int a)
        ? new Operation.Lookup(table[t], a)
        : mapped;
  }
}
