package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.Arrays;
import java.util.OptionalLong;

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
   * {@return the table of a function: the middle of its values at every address, rounded; an
   * address that no value of the declared range has holds the nearest one's entry}
   *
   * @param samples the function
   * @param fractionBits of the entries
   */
  static DirectTable of(Samples samples, int fractionBits) {
    FixedFormat index = samples.index();
    long[] entries = new long[samples.size()];
    OptionalLong nearest = OptionalLong.empty();
    int waiting = 0;
    for (long raw = index.rawMin(); raw <= index.rawMax(); raw++) {
      int address = (int) index.toBits(raw);
      if (samples.isUsed(address)) {
        nearest = OptionalLong.of(rounded(samples.middle(address), fractionBits));
      }
      if (nearest.isEmpty()) {
        waiting++;
      } else {
        for (long r = raw - waiting; r <= raw; r++) {
          entries[(int) index.toBits(r)] = nearest.getAsLong();
        }
        waiting = 0;
      }
    }
    return new DirectTable(index, fractionBits, entries);
  }

  private static long rounded(double value, int fractionBits) {
    double scaled = Math.scalb(value, fractionBits);
    if (Math.abs(scaled) > 1L << 60) {
      throw new WidthException("a table entry needs more than 60 bits");
    }
    return (long) Math.rint(scaled);
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
