package io.formgate.hwcost;

import io.formgate.datapath.FunctionTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bits of a table's entries as one decision diagram with complemented edges, whose leaves are
 * functions of several index bits.
 *
 * <p>Bryant, "Graph-based algorithms for Boolean function manipulation", 1986; complemented edges:
 * Brace, Rudell and Bryant, "Efficient implementation of a BDD package", 1990. Equal functions, and
 * a function and its complement, are one node, whichever bits of the entry they belong to.
 *
 * <p>Node 0 is the constant, node 1 + i is index bit i; the others follow their operands. An edge
 * is twice a node, plus 1 if it is complemented.
 */
final class TableDiagram {
  /** Most index bits of a leaf: its values fill a {@code long}. */
  static final int MAX_LEAF_INPUTS = 6;

  private static final int CONSTANT = 0;

  /** Patterns of the six inputs of a leaf, the lowest input first. */
  private static final long[] INPUT = {
    0xAAAAAAAAAAAAAAAAL,
    0xCCCCCCCCCCCCCCCCL,
    0xF0F0F0F0F0F0F0F0L,
    0xFF00FF00FF00FF00L,
    0xFFFF0000FFFF0000L,
    0xFFFFFFFF00000000L
  };

  private final int indexBits;

  /** Operands of every node: of a leaf its index bits, of a multiplexer selector and data. */
  private final List<int[]> operands = new ArrayList<>();

  private final int[] outputs;

  private TableDiagram(int indexBits, int valueBits) {
    this.indexBits = indexBits;
    this.outputs = new int[valueBits];
    for (int node = 0; node <= indexBits; node++) {
      operands.add(new int[0]);
    }
  }

  /**
   * {@return the diagram of a table}
   *
   * @param table the table
   * @param order index bits, those of the leaves first and the one that is decided first last
   * @param leafInputs most index bits of a leaf
   */
  static TableDiagram of(FunctionTable table, int[] order, int leafInputs) {
    TableDiagram diagram = new TableDiagram(order.length, table.valueFormat().widthBits());
    int[] leafOrder = Arrays.copyOf(order, Math.min(leafInputs, order.length));
    int[] muxOrder = Arrays.copyOfRange(order, leafOrder.length, order.length);
    long[] words = permuted(table, order);
    Map<Long, Integer> leaves = new HashMap<>();
    List<Map<Long, Integer>> muxes = new ArrayList<>();
    for (int _ : muxOrder) {
      muxes.add(new HashMap<>());
    }
    int[] edges = new int[1 << muxOrder.length];
    for (int bit = 0; bit < diagram.outputs.length; bit++) {
      for (int block = 0; block < edges.length; block++) {
        edges[block] = diagram.leaf(values(words, block, leafOrder.length, bit), leafOrder, leaves);
      }
      for (int level = 0; level < muxOrder.length; level++) {
        int pairs = edges.length >> (level + 1);
        for (int i = 0; i < pairs; i++) {
          edges[i] = diagram.mux(muxOrder[level], edges[2 * i], edges[2 * i + 1], muxes.get(level));
        }
      }
      diagram.outputs[bit] = edges[0] >> 1;
    }
    return diagram;
  }

  /** The entries' bits, by addresses whose bit i is index bit {@code order[i]}. */
  private static long[] permuted(FunctionTable table, int[] order) {
    int[] address = new int[table.size()];
    long[] words = new long[table.size()];
    words[0] = table.valueFormat().toBits(table.entry(0));
    for (int i = 1; i < words.length; i++) {
      int low = i & -i;
      address[i] = address[i ^ low] | 1 << order[Integer.numberOfTrailingZeros(low)];
      words[i] = table.valueFormat().toBits(table.entry(address[i]));
    }
    return words;
  }

  /** One bit of the entries of a block, repeated until it fills a {@code long}. */
  private static long values(long[] words, int block, int inputs, int bit) {
    int size = 1 << inputs;
    long values = 0;
    for (int i = 0; i < size; i++) {
      values |= (words[(block << inputs) + i] >>> bit & 1) << i;
    }
    for (int filled = size; filled < Long.SIZE; filled *= 2) {
      values |= values << filled;
    }
    return values;
  }

  private int leaf(long values, int[] order, Map<Long, Integer> leaves) {
    int complement = (int) (values & 1);
    long function = complement == 0 ? values : ~values;
    Integer known = leaves.get(function);
    if (known != null) {
      return known ^ complement;
    }
    int[] support = new int[order.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      if (((function & INPUT[i]) >>> (1 << i)) != (function & ~INPUT[i])) {
        support[count++] = 1 + order[i];
      }
    }
    // Index bits are zero at address 0, as is the function: a function of one bit is that bit.
    int node =
        switch (count) {
          case 0 -> CONSTANT;
          case 1 -> support[0];
          default -> add(Arrays.copyOf(support, count));
        };
    leaves.put(function, 2 * node);
    return 2 * node ^ complement;
  }

  private int mux(int selector, int low, int high, Map<Long, Integer> known) {
    if (low == high) {
      return low;
    }
    int complement = low & 1;
    int a = low ^ complement;
    int b = high ^ complement;
    if (a == 2 * CONSTANT && b == (2 * CONSTANT ^ 1)) {
      return 2 * (1 + selector) ^ complement;
    }
    int node =
        known.computeIfAbsent(
            (long) a << Integer.SIZE | b,
            _ -> {
              int first = a >> 1;
              int second = b >> 1;
              if (first == CONSTANT) {
                return add(1 + selector, second);
              }
              return first == second || second == CONSTANT
                  ? add(1 + selector, first)
                  : add(1 + selector, first, second);
            });
    return 2 * node ^ complement;
  }

  private int add(int... nodeOperands) {
    operands.add(nodeOperands);
    return operands.size() - 1;
  }

  /**
   * {@return the values of an index bit over the 64 lowest addresses}
   *
   * @param bit one of the lowest {@value #MAX_LEAF_INPUTS}
   */
  static long input(int bit) {
    return INPUT[bit];
  }

  /** {@return the number of nodes} */
  int size() {
    return operands.size();
  }

  /**
   * {@return whether a node is no logic: the constant or an index bit}
   *
   * @param node its number
   */
  boolean isWire(int node) {
    return node <= indexBits;
  }

  /**
   * {@return the nodes that a node is a function of}
   *
   * @param node its number
   */
  int[] operands(int node) {
    return operands.get(node);
  }

  /** {@return the node of every bit of an entry, the lowest first} */
  int[] outputs() {
    return outputs;
  }
}
