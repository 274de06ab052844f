package io.formgate.hwcost;

import io.formgate.datapath.FunctionTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as look-up tables that the multiplexers of their slice join: for each bit of an entry
 * that has to be {@linkplain TableBits stored} a tree, whose leaves are functions of few index
 * bits.
 *
 * <p>Shannon's expansion: a function of too many bits is a choice, by one of them, between two of
 * fewer. The bit is taken that leaves both the fewest bits to depend on. A multiplexer of a slice
 * has wires from the two cells below it and from no others, so that trees share nothing, and no
 * data input of one is a constant or a wire but the one that is never chosen.
 *
 * @param cells those of all trees, each after those that it reads
 * @param roots for each stored bit, the lowest first, its last cell
 */
public record LutTree(List<Cell> cells, List<Integer> roots) {

  /** A cell with one output. */
  public sealed interface Cell {
    /**
     * A look-up table.
     *
     * @param indexBits the bits of the index that it reads, the lowest input first
     * @param init bit i is the value at index i, repeated where there are fewer inputs than six
     */
    record Lut(List<Integer> indexBits, long init) implements Cell {}

    /**
     * A multiplexer of the slice.
     *
     * @param level 1 right above look-up tables
     * @param indexBit the bit of the index that chooses
     * @param low cell that is chosen by 0, one level below
     * @param high cell that is chosen by 1, one level below; the same where nothing is chosen and
     *     the multiplexer only leads to the next one
     */
    record Mux(int level, int indexBit, int low, int high) implements Cell {}
  }

  /** Inputs of a look-up table. */
  static final int LUT_INPUTS = 6;

  /** Copies the lists. */
  public LutTree {
    cells = List.copyOf(cells);
    roots = List.copyOf(roots);
  }

  /**
   * {@return the trees of a table}
   *
   * @param table of more index bits than a look-up table has inputs
   */
  static LutTree of(FunctionTable table) {
    int indexBits = table.indexFormat().widthBits();
    if (indexBits <= LUT_INPUTS) {
      throw new IllegalArgumentException("a table of " + indexBits + " index bits is no tree");
    }
    List<Integer> columns = TableBits.of(table).columns();
    int words = table.size() / Long.SIZE;
    long[] entries = new long[table.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = table.valueFormat().toBits(table.entry(i));
    }
    List<Cell> cells = new ArrayList<>();
    List<Integer> roots = new ArrayList<>();
    for (int column : columns) {
      long[] function = new long[words];
      for (int i = 0; i < entries.length; i++) {
        function[i / Long.SIZE] |= (entries[i] >>> column & 1) << i % Long.SIZE;
      }
      roots.add(added(function, indexBits, cells));
    }
    return new LutTree(cells, roots);
  }

  /** {@return how many look-up tables there are} */
  public int luts() {
    return (int) cells.stream().filter(c -> c instanceof Cell.Lut).count();
  }

  private static int added(long[] function, int indexBits, List<Cell> cells) {
    List<Integer> support = support(function, indexBits);
    if (support.size() <= LUT_INPUTS) {
      cells.add(new Cell.Lut(support, init(function, support)));
      return cells.size() - 1;
    }
    int chosen = -1;
    int fewest = Integer.MAX_VALUE;
    for (int bit : support) {
      int left =
          leaves(support(cofactor(function, bit, 0), indexBits).size())
              + leaves(support(cofactor(function, bit, 1), indexBits).size());
      if (left < fewest) {
        fewest = left;
        chosen = bit;
      }
    }
    int low = added(cofactor(function, chosen, 0), indexBits, cells);
    int high = added(cofactor(function, chosen, 1), indexBits, cells);
    int level = Math.max(level(cells.get(low)), level(cells.get(high)));
    cells.add(
        new Cell.Mux(
            level + 1,
            chosen,
            raised(low, level, chosen, cells),
            raised(high, level, chosen, cells)));
    return cells.size() - 1;
  }

  /** A cell behind multiplexers that choose nothing, up to a level. */
  private static int raised(int cell, int level, int indexBit, List<Cell> cells) {
    int raised = cell;
    while (level(cells.get(raised)) < level) {
      cells.add(new Cell.Mux(level(cells.get(raised)) + 1, indexBit, raised, raised));
      raised = cells.size() - 1;
    }
    return raised;
  }

  private static int level(Cell cell) {
    return switch (cell) {
      case Cell.Lut _ -> 0;
      case Cell.Mux mux -> mux.level();
    };
  }

  /** Look-up tables of a tree of which no branch ends early. */
  private static int leaves(int bits) {
    return 1 << Math.max(0, bits - LUT_INPUTS);
  }

  private static boolean value(long[] function, int index) {
    return (function[index / Long.SIZE] >>> index % Long.SIZE & 1) != 0;
  }

  /** The index bits that a function depends on. */
  private static List<Integer> support(long[] function, int indexBits) {
    List<Integer> support = new ArrayList<>();
    for (int bit = 0; bit < indexBits; bit++) {
      if (dependsOn(function, bit)) {
        support.add(bit);
      }
    }
    return support;
  }

  private static boolean dependsOn(long[] function, int bit) {
    for (int word = 0; word < function.length; word++) {
      boolean differs =
          bit < LUT_INPUTS
              ? ((function[word] >>> (1 << bit) ^ function[word]) & ~TableDiagram.input(bit)) != 0
              : function[word] != function[word | 1 << (bit - LUT_INPUTS)];
      if (differs) {
        return true;
      }
    }
    return false;
  }

  /** The function with an index bit fixed, still a function of all bits. */
  private static long[] cofactor(long[] function, int bit, int value) {
    long[] result = new long[function.length];
    for (int word = 0; word < function.length; word++) {
      if (bit < LUT_INPUTS) {
        long mask = TableDiagram.input(bit);
        int shift = 1 << bit;
        long kept = value == 0 ? function[word] & ~mask : function[word] & mask;
        result[word] = kept | (value == 0 ? kept << shift : kept >>> shift);
      } else {
        int of = 1 << (bit - LUT_INPUTS);
        result[word] = function[value == 0 ? word & ~of : word | of];
      }
    }
    return result;
  }

  private static long init(long[] function, List<Integer> support) {
    long init = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      int index = 0;
      for (int input = 0; input < support.size(); input++) {
        index |= (i >>> input & 1) << support.get(input);
      }
      init |= value(function, index) ? 1L << i : 0;
    }
    return init;
  }
}
