package io.formgate.hwcost;

import io.formgate.datapath.FunctionTable;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The look-up tables that a function table takes where it is logic, estimated without synthesis.
 *
 * <p>The bits of the entries become one {@link TableDiagram}, so that logic which several bits or
 * several parts of a bit need counts once. From its leaves up, every node is a multiplexer of the
 * device if it may be one, or else a look-up table that swallows the nodes below it as far as its
 * inputs last, which is the packing of FlowPack (Cong and Ding, "FlowMap", IEEE TCAD 13(1), 1994)
 * in one greedy pass. The smaller of two orders of the index bits counts.
 *
 * <p>Against yosys 0.23 on tables of the quantizer with indices of 4 to 11 bits, after the factor
 * of {@link LutFabric#sharing}, half of the estimates are within about a tenth and nine of ten
 * within about a quarter; {@code TableMappingTest} holds the figures.
 *
 * <p>Where a device's tables may be emitted cell by cell, a table is a {@link LutTree}, whose
 * look-up tables are counted and not estimated, unless synthesis makes fewer of it even if the
 * estimate is too low.
 *
 * @param luts look-up tables, each as one, however many inputs it uses
 * @param lutLevels look-up tables on the longest path, before technology mapping balances it
 * @param muxLevels multiplexers above look-up tables on that path
 */
public record TableMapping(int luts, int lutLevels, int muxLevels) {

  /** How far estimates are too low: nine of ten by less. */
  static final double ESTIMATE_ERROR = 0.25;

  /** Schedules that are compared ask for the same table again and again; a count takes a ms. */
  private static final Map<FunctionTable, Map<LutFabric, TableMapping>> KNOWN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * {@return the estimate for a table}
   *
   * @param table the table
   * @param fabric what the device makes it of
   */
  public static TableMapping of(FunctionTable table, LutFabric fabric) {
    return KNOWN
        .computeIfAbsent(table, _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(fabric, f -> mapped(table, f));
  }

  /**
   * {@return the cells that a table in logic is emitted as, empty if synthesis finds them}
   *
   * @param table the table
   * @param fabric what the device makes it of
   */
  public static Optional<LutTree> tree(FunctionTable table, LutFabric fabric) {
    int indexBits = table.indexFormat().widthBits();
    if (indexBits <= fabric.lutInputs() || indexBits > fabric.treeBits()) {
      return Optional.empty();
    }
    LutTree tree = LutTree.of(table);
    boolean isSmaller = tree.luts() * (1 - ESTIMATE_ERROR) <= synthesized(table, fabric).luts;
    return isSmaller ? Optional.of(tree) : Optional.empty();
  }

  private static TableMapping mapped(FunctionTable table, LutFabric fabric) {
    Optional<LutTree> tree = tree(table, fabric);
    return tree.isPresent()
        ? new TableMapping(
            tree.get().luts(), 1, table.indexFormat().widthBits() - fabric.lutInputs())
        : synthesized(table, fabric);
  }

  private static TableMapping synthesized(FunctionTable table, LutFabric fabric) {
    int indexBits = table.indexFormat().widthBits();
    int lutInputs = fabric.lutInputs();
    boolean whole = fabric.isWhole(indexBits);
    TableMapping best = null;
    for (int[] order : orders(indexBits)) {
      TableDiagram diagram = TableDiagram.of(table, order, lutInputs);
      TableMapping mapping = cover(diagram, lutInputs, whole ? fabric.wideLevels() : 0);
      if (best == null || mapping.luts < best.luts) {
        best = mapping;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no order of the index bits");
    }
    int luts = whole ? best.luts : (int) Math.round(best.luts * fabric.sharing());
    return new TableMapping(luts, best.lutLevels, best.muxLevels);
  }

  /** Leaves on the low bits and on the high bits: smooth functions are small in one of them. */
  private static int[][] orders(int indexBits) {
    int[] low = new int[indexBits];
    int[] high = new int[indexBits];
    for (int i = 0; i < indexBits; i++) {
      low[i] = i;
      high[i] = indexBits - 1 - i;
    }
    return new int[][] {low, high};
  }

  private static TableMapping cover(TableDiagram diagram, int lutInputs, int freeLevels) {
    int size = diagram.size();
    int[] uses = new int[size];
    for (int node = 0; node < size; node++) {
      for (int operand : diagram.operands(node)) {
        uses[operand]++;
      }
    }
    for (int output : diagram.outputs()) {
      uses[output]++;
    }
    int[][] inputs = new int[size][];
    int[] muxDepth = new int[size];
    for (int node = 0; node < size; node++) {
      int[] operands = diagram.operands(node);
      inputs[node] = operands;
      if (diagram.isWire(node)) {
        continue;
      }
      int[] swallowing = operands;
      int saved = 0;
      // Nodes with a single use first: they need no table of their own any more.
      for (int pass = 0; pass < 2; pass++) {
        for (int operand : operands) {
          boolean single = uses[operand] == 1;
          if (diagram.isWire(operand) || muxDepth[operand] > 0 || single != (pass == 0)) {
            continue;
          }
          int[] more = without(swallowing, operand, inputs[operand]);
          if (more.length <= lutInputs) {
            swallowing = more;
            saved += single ? 1 : 0;
          }
        }
      }
      int depth = muxDepth(diagram, operands, muxDepth);
      if (depth <= freeLevels && saved < 2) {
        muxDepth[node] = depth;
      } else {
        inputs[node] = swallowing;
      }
    }
    return count(diagram, inputs, muxDepth);
  }

  /** Multiplexers above look-up tables if a node is one of them. */
  private static int muxDepth(TableDiagram diagram, int[] operands, int[] muxDepth) {
    if (operands.length != 3) {
      return Integer.MAX_VALUE;
    }
    int depth = 0;
    for (int i = 1; i < operands.length; i++) {
      if (diagram.isWire(operands[i])) {
        return Integer.MAX_VALUE;
      }
      depth = Math.max(depth, muxDepth[operands[i]]);
    }
    return depth + 1;
  }

  /** A set of nodes, one of them replaced by others. */
  private static int[] without(int[] nodes, int node, int[] replacement) {
    int[] result = new int[nodes.length + replacement.length];
    int count = 0;
    for (int n : nodes) {
      if (n != node) {
        result[count++] = n;
      }
    }
    int kept = count;
    for (int n : replacement) {
      boolean has = false;
      for (int i = 0; i < kept; i++) {
        has |= result[i] == n;
      }
      if (!has) {
        result[count++] = n;
      }
    }
    return Arrays.copyOf(result, count);
  }

  private static TableMapping count(TableDiagram diagram, int[][] inputs, int[] muxDepth) {
    boolean[] needed = new boolean[inputs.length];
    for (int output : diagram.outputs()) {
      needed[output] = true;
    }
    int luts = 0;
    int[] lutLevels = new int[inputs.length];
    int[] muxLevels = new int[inputs.length];
    for (int node = inputs.length - 1; node >= 0; node--) {
      if (needed[node] && !diagram.isWire(node)) {
        luts += muxDepth[node] == 0 ? 1 : 0;
        for (int input : inputs[node]) {
          needed[input] = true;
        }
      }
    }
    int deepest = 0;
    for (int node = 0; node < inputs.length; node++) {
      if (!needed[node] || diagram.isWire(node)) {
        continue;
      }
      int last = 0;
      for (int input : inputs[node]) {
        if (compare(lutLevels, muxLevels, input, last) > 0) {
          last = input;
        }
      }
      lutLevels[node] = lutLevels[last] + (muxDepth[node] == 0 ? 1 : 0);
      muxLevels[node] = muxLevels[last] + (muxDepth[node] == 0 ? 0 : 1);
      if (compare(lutLevels, muxLevels, node, deepest) > 0) {
        deepest = node;
      }
    }
    return new TableMapping(luts, lutLevels[deepest], muxLevels[deepest]);
  }

  private static int compare(int[] lutLevels, int[] muxLevels, int a, int b) {
    int luts = Integer.compare(lutLevels[a], lutLevels[b]);
    return luts != 0 ? luts : Integer.compare(muxLevels[a], muxLevels[b]);
  }
}
