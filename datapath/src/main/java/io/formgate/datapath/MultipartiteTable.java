package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * A table of the upper index bits, to which tables of the function's slope are added: one for each
 * group of lower bits, addressed by that group and by few of the uppermost bits.
 *
 * <p>Source: F. de Dinechin, A. Tisserand, "Multipartite table methods", IEEE Transactions on
 * Computers 54(3), 2005; the entries are fitted to the function by {@link MultipartiteFit}.
 */
final class MultipartiteTable implements Approximation {

  /** A table of what a group of lower bits adds. */
  static final class Offset {
    private final int upperBits;
    private final int lowBit;
    private final int groupBits;
    private final long[] entries;

    /**
     * Keeps the table.
     *
     * @param upperBits uppermost index bits of its address
     * @param lowBit lowest index bit of the group
     * @param groupBits bits of the group
     * @param entries with the guard bits; the address is the upper bits, then the group
     */
    Offset(int upperBits, int lowBit, int groupBits, long[] entries) {
      this.upperBits = upperBits;
      this.lowBit = lowBit;
      this.groupBits = groupBits;
      this.entries = entries;
    }

    /**
     * {@return what it adds, with the guard bits}
     *
     * @param address of the whole index
     * @param indexBits of the whole index
     */
    long added(int address, int indexBits) {
      int upper = upperBits == 0 ? 0 : address >>> (indexBits - upperBits);
      int group = (address >>> lowBit) & ((1 << groupBits) - 1);
      return entries[(upper << groupBits) | group];
    }
  }

  private final FixedFormat index;
  private final int fractionBits;
  private final int guardBits;
  private final int lowerBits;
  private final long[] initial;
  private final List<Offset> offsets;

  /**
   * Keeps the tables.
   *
   * @param index format of the index
   * @param fractionBits of the result
   * @param guardBits that entries have more than the result
   * @param lowerBits that the first table does not look at
   * @param initial the first table
   * @param offsets the others
   */
  MultipartiteTable(
      FixedFormat index,
      int fractionBits,
      int guardBits,
      int lowerBits,
      long[] initial,
      List<Offset> offsets) {
    this.index = index;
    this.fractionBits = fractionBits;
    this.guardBits = guardBits;
    this.lowerBits = lowerBits;
    this.initial = initial;
    this.offsets = List.copyOf(offsets);
  }

  @Override
  public FixedFormat index() {
    return index;
  }

  @Override
  public int fractionBits() {
    return fractionBits;
  }

  @Override
  public long value(int address) {
    long sum = initial[address >>> lowerBits];
    for (Offset offset : offsets) {
      sum += offset.added(address, index.widthBits());
    }
    return sum >> guardBits;
  }

  @Override
  public int build(DatapathBuilder b, int indexNode, String name) {
    int width = index.widthBits();
    int fraction = fractionBits + guardBits;
    int upper = b.bits(indexNode, lowerBits, width - lowerBits);
    int sum =
        b.lookup(
            Approximation.table(
                b.sharedTableName(name + "_initial"), width - lowerBits, initial, fraction),
            upper);
    int small = -1;
    for (int i = 0; i < offsets.size(); i++) {
      Offset o = offsets.get(i);
      int group = b.bits(indexNode, o.lowBit, o.groupBits);
      int address =
          o.upperBits == 0
              ? group
              : b.concat(b.bits(indexNode, width - o.upperBits, o.upperBits), group);
      int added =
          b.lookup(
              Approximation.table(
                  b.sharedTableName(name + "_offset" + i),
                  o.upperBits + o.groupBits,
                  o.entries,
                  fraction),
              address);
      small = small < 0 ? added : b.add(small, added);
    }
    return b.round(b.add(sum, small), fractionBits, Operation.Rounding.FLOOR);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("table of ").append(initial.length).append(" entries");
    for (Offset o : offsets) {
      out.append(" + ").append(o.entries.length);
    }
    return out.append(", ").append(guardBits).append(" guard bits").toString();
  }
}
