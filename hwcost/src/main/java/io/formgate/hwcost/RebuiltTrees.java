package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A datapath with other nodes for the trees that end in some of its nodes. */
final class RebuiltTrees {
  private static final int NOWHERE = -1;

  private final Datapath datapath;
  private final int size;
  private final Map<Integer, List<Node>> trees;

  /** For the roots of the trees, the number of the first new node: the old ones come before. */
  private final int[] firstNew;

  private final int all;

  /**
   * Keeps the trees.
   *
   * @param datapath a verified datapath
   * @param trees for each root the new nodes, the root's replacement last: operands below the size
   *     of the datapath are its nodes, those from there on are new nodes of the same tree
   */
  RebuiltTrees(Datapath datapath, Map<Integer, List<Node>> trees) {
    this.datapath = datapath;
    this.trees = Map.copyOf(trees);
    size = datapath.nodes().size();
    firstNew = new int[size];
    Arrays.fill(firstNew, NOWHERE);
    int next = size;
    for (int root : roots()) {
      firstNew[root] = next;
      next += nodes(root).size();
    }
    all = next;
  }

  /** {@return the roots of the trees, in their order} */
  List<Integer> roots() {
    return trees.keySet().stream().sorted().toList();
  }

  /** A circuit without the nodes that nothing needs, but with all tables. */
  static final class Circuit {
    private final Datapath datapath;
    private final int[] origins;

    private Circuit(Datapath datapath, int[] origins) {
      this.datapath = datapath;
      this.origins = origins;
    }

    /** {@return the circuit} */
    Datapath datapath() {
      return datapath;
    }

    /** {@return for each node its number among the old and new nodes} */
    int[] origins() {
      return origins;
    }
  }

  /**
   * {@return the datapath with some of the trees rebuilt}
   *
   * @param used their roots
   */
  Circuit with(BitSet used) {
    boolean[] needed = needed(used);
    int[] index = new int[all];
    int[] origins = new int[all];
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int root = i;
      List<Node> standing = used.get(i) ? nodes(i) : List.of(datapath.node(i));
      int first = used.get(i) ? firstNew[i] : i;
      for (int j = 0; j < standing.size(); j++) {
        if (needed[first + j]) {
          Node n = standing.get(j);
          Operation operation = n.operation().mapped(o -> index[standsFor(o, root, used)]);
          index[first + j] = nodes.size();
          origins[nodes.size()] = first + j;
          nodes.add(new Node(n.name(), operation, n.format(), n.rawLo(), n.rawHi()));
        }
      }
    }
    List<Datapath.Output> outputs =
        datapath.outputs().stream()
            .map(o -> new Datapath.Output(o.name(), index[standIn(o.node(), used)]))
            .toList();
    return new Circuit(
        new Datapath(datapath.name(), datapath.tables(), nodes, outputs),
        Arrays.copyOf(origins, nodes.size()));
  }

  /** The old and new nodes that outputs need, and the inputs. */
  private boolean[] needed(BitSet used) {
    boolean[] needed = new boolean[all];
    datapath.outputs().forEach(o -> needed[standIn(o.node(), used)] = true);
    for (int i = size - 1; i >= 0; i--) {
      int root = i;
      List<Node> standing = used.get(i) ? nodes(i) : List.of(datapath.node(i));
      int first = used.get(i) ? firstNew[i] : i;
      for (int j = standing.size() - 1; j >= 0; j--) {
        Operation operation = standing.get(j).operation();
        needed[first + j] |= operation instanceof Operation.Input;
        if (needed[first + j]) {
          operation.operands().forEach(o -> needed[standsFor(o, root, used)] = true);
        }
      }
    }
    return needed;
  }

  private List<Node> nodes(int root) {
    List<Node> nodes = trees.get(root);
    if (nodes == null) {
      throw new IllegalStateException("node " + root + " was not rebuilt");
    }
    return nodes;
  }

  /** The number of the node that stands for an operand of a node, or of a root's new nodes. */
  private int standsFor(int operand, int root, BitSet used) {
    return operand < size ? standIn(operand, used) : firstNew[root] + operand - size;
  }

  private int standIn(int old, BitSet used) {
    return used.get(old) ? firstNew[old] + nodes(old).size() - 1 : old;
  }
}
