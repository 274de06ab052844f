package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import java.util.List;

/** Writes vectors into input records. */
final class InputPacker {
  /** Cycles with reset at the start of every run. */
  static final int RESET_CYCLES = 4;

  private final List<FixedFormat> formats;

  InputPacker(Datapath datapath) {
    this.formats = datapath.inputFormats();
  }

  /** {@return the values of a record} */
  int words() {
    return formats.size() + 1;
  }

  /** {@return the formats of the inputs} */
  List<FixedFormat> formats() {
    return formats;
  }

  /**
   * Fills records with flags and vectors.
   *
   * @param flags the same in all records
   * @param columns raw values of each input, one for each vector, from the first place on
   * @param count number of vectors
   * @param records gets the records, one behind the other
   * @param first number of the first record to fill
   */
  void pack(long flags, long[][] columns, int count, long[] records, int first) {
    int words = words();
    int start = first * words;
    for (int vector = 0; vector < count; vector++) {
      records[start + vector * words] = flags;
    }
    for (int i = 0; i < columns.length; i++) {
      FixedFormat format = formats.get(i);
      long[] column = columns[i];
      for (int vector = 0; vector < count; vector++) {
        if (!format.holds(column[vector])) {
          throw unfit(column[vector], i);
        }
        records[start + vector * words + i + 1] = format.toBits(column[vector]);
      }
    }
  }

  /** Fills a record with flags and a vector. */
  void pack(long flags, long[] rawInputs, long[] record) {
    record[0] = flags;
    for (int i = 0; i < rawInputs.length; i++) {
      FixedFormat format = formats.get(i);
      if (!format.holds(rawInputs[i])) {
        throw unfit(rawInputs[i], i);
      }
      record[i + 1] = format.toBits(rawInputs[i]);
    }
  }

  private IllegalArgumentException unfit(long raw, int input) {
    return new IllegalArgumentException(
        "a vector holds " + raw + " for input " + input + " of format " + formats.get(input));
  }
}
