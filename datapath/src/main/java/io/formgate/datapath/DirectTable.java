package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.Arrays;

/** An entry for every address. */
final class DirectTable implements Approximation {
  private final FixedFormat index;
  private final int fractionBits;
  private final long[] entries;

  private DirectTable(FixedFormat index, int fractionBits, long[] entries) {
    this.index = index;
    this.fractionBits = fractionBits;
    this.entries = entries;
  }

  /**
   * {@return the table of a function: the middle of its values at every address, rounded}
   *
   * @param shape the function
   * @param index format of the index
   * @param fractionBits of the entries
   */
  static DirectTable of(TableShape shape, FixedFormat index, int fractionBits) {
    long[] entries = new long[1 << index.widthBits()];
    for (int address = 0; address < entries.length; address++) {
      double scaled = Math.scalb(shape.centre(index.fromBits(address)), fractionBits);
      if (Math.abs(scaled) > 1L << 60) {
        throw new WidthException("a table entry needs more than 60 bits");
      }
      entries[address] = (long) Math.rint(scaled);
    }
    return new DirectTable(index, fractionBits, entries);
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
    return entries[address];
  }

  @Override
  public int build(DatapathBuilder b, int indexNode, String name) {
    return b.lookup(
        new FunctionTable(name, index, Approximation.holding(entries, fractionBits), entries),
        indexNode);
  }

  @Override
  public String toString() {
    return "direct table of " + entries.length + " entries " + Arrays.hashCode(entries);
  }
}
