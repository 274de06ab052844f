package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A node as a function of few narrow ones before it: the nodes between them, its cone, and the
 * table of what they compute.
 */
final class ConeTable {
  private final Datapath datapath;
  private final int root;
  private final NarrowCuts.Cut cut;

  /** Constants and what is computed between the cut and the root, the root last. */
  private final List<Integer> between = new ArrayList<>();

  /**
   * Finds what lies between.
   *
   * @param datapath the circuit
   * @param root a node
   * @param cut one of its cuts
   */
  ConeTable(Datapath datapath, int root, NarrowCuts.Cut cut) {
    this.datapath = datapath;
    this.root = root;
    this.cut = cut;
    BitSet needed = new BitSet();
    needed.set(root);
    for (int i = root; i >= 0; i--) {
      if (needed.get(i) && !cut.leaves().contains(i)) {
        between.addFirst(i);
        datapath.node(i).operation().operands().forEach(needed::set);
      }
    }
  }

  int root() {
    return root;
  }

  NarrowCuts.Cut cut() {
    return cut;
  }

  /** {@return the format of the index: that of the only node, or of all bits side by side} */
  FixedFormat indexFormat() {
    return cut.leaves().size() == 1
        ? datapath.node(cut.leaves().getFirst()).format()
        : new FixedFormat(false, cut.bits(), cut.bits());
  }

  /** {@return how many values are computed to fill the table} */
  long work() {
    return (long) between.size() << cut.bits();
  }

  /**
   * {@return the nodes that nothing needs any more when the root is a look-up}
   *
   * @param uses for each node, how many operands and outputs it is
   */
  List<Integer> freed(int[] uses) {
    int[] within = new int[root + 1];
    List<Integer> freed = new ArrayList<>();
    for (int i : between.reversed()) {
      if (i == root || within[i] == uses[i]) {
        freed.add(i);
        datapath.node(i).operation().operands().forEach(o -> within[o]++);
      }
    }
    return freed;
  }

  /**
   * {@return the table; empty if no index can occur} An index that the ranges of the nodes rule out
   * has the entry of one before it.
   *
   * @param name of the table
   */
  Optional<FunctionTable> contents(String name) {
    DatapathInterpreter interpreter = new DatapathInterpreter(datapath);
    long[] values = new long[root + 1];
    long[] entries = new long[1 << cut.bits()];
    int waiting = 0;
    boolean isFilled = false;
    for (int address = 0; address < entries.length; address++) {
      if (isReached(address, interpreter, values)) {
        for (int i = isFilled ? address : address - waiting; i <= address; i++) {
          entries[i] = values[root];
        }
        isFilled = true;
      } else if (isFilled) {
        entries[address] = entries[address - 1];
      } else {
        waiting++;
      }
    }
    return isFilled
        ? Optional.of(new FunctionTable(name, indexFormat(), datapath.node(root).format(), entries))
        : Optional.empty();
  }

  /** Computes the values at an address, if all are within the ranges of their nodes. */
  private boolean isReached(int address, DatapathInterpreter interpreter, long[] values) {
    int shift = 0;
    for (int leaf : cut.leaves().reversed()) {
      FixedFormat format = datapath.node(leaf).format();
      long bits = (address >>> shift) & ((1L << format.widthBits()) - 1);
      values[leaf] = format.fromBits(bits);
      shift += format.widthBits();
      if (isOutside(leaf, values)) {
        return false;
      }
    }
    for (int i : between) {
      values[i] = interpreter.evaluate(datapath.node(i), values);
      if (isOutside(i, values)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOutside(int node, long[] values) {
    Node n = datapath.node(node);
    return values[node] < n.rawLo() || values[node] > n.rawHi();
  }

  /**
   * {@return the nodes that take the root's place, a look-up with its name and format last, or the
   * number that it always is; operands from the datapath's size on are these nodes themselves}
   *
   * @param table the table
   * @param tableIndex its place among all tables
   * @param names gives nodes their names
   */
  List<Node> replacement(FunctionTable table, int tableIndex, Names names) {
    Node replaced = datapath.node(root);
    if (table.rawLo() == table.rawHi()) {
      long only = table.rawLo();
      Operation literal = new Operation.Literal(only);
      return List.of(new Node(replaced.name(), literal, replaced.format(), only, only));
    }
    List<Node> nodes = new ArrayList<>();
    int index = cut.leaves().getFirst();
    if (cut.leaves().size() > 1) {
      index = unsigned(index, nodes, names);
      for (int leaf : cut.leaves().subList(1, cut.leaves().size())) {
        int low = unsigned(leaf, nodes, names);
        index = joined(index, low, nodes, names);
      }
    }
    nodes.add(
        new Node(
            replaced.name(),
            new Operation.Lookup(tableIndex, index),
            table.valueFormat(),
            table.rawLo(),
            table.rawHi()));
    return nodes;
  }

  /** Gives nodes names that no other has. */
  interface Names {
    /**
     * {@return a name}
     *
     * @param hint what it begins with
     */
    String fresh(String hint);
  }

  private int unsigned(int leaf, List<Node> nodes, Names names) {
    Node node = datapath.node(leaf);
    int width = node.format().widthBits();
    FixedFormat whole = new FixedFormat(false, width, width);
    if (node.format().equals(whole)) {
      return leaf;
    }
    boolean keepsRange = node.rawLo() >= 0;
    return added(
        new Node(
            names.fresh(node.name() + "_bits"),
            new Operation.Reinterpret(leaf),
            whole,
            keepsRange ? node.rawLo() : whole.rawMin(),
            keepsRange ? node.rawHi() : whole.rawMax()),
        nodes);
  }

  private int joined(int high, int low, List<Node> nodes, Names names) {
    int width = node(high, nodes).format().widthBits() + node(low, nodes).format().widthBits();
    int lowBits = node(low, nodes).format().widthBits();
    return added(
        new Node(
            names.fresh(datapath.node(root).name() + "_index"),
            new Operation.Concat(high, low),
            new FixedFormat(false, width, width),
            node(high, nodes).rawLo() << lowBits | node(low, nodes).rawLo(),
            node(high, nodes).rawHi() << lowBits | node(low, nodes).rawHi()),
        nodes);
  }

  private Node node(int index, List<Node> nodes) {
    int own = index - datapath.nodes().size();
    return own < 0 ? datapath.node(index) : nodes.get(own);
  }

  private int added(Node node, List<Node> nodes) {
    nodes.add(node);
    return datapath.nodes().size() + nodes.size() - 1;
  }
}
