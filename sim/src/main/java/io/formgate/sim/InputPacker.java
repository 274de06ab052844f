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

  /** {@return the formats of the inputs} */
  List<FixedFormat> formats() {
    return formats;
  }

  /** Fills a record with flags and a vector. */
  void pack(long flags, long[] rawInputs, long[] record) {
    record[0] = flags;
    for (int i = 0; i < rawInputs.length; i++) {
      FixedFormat format = formats.get(i);
      if (!format.holds(rawInputs[i])) {
        throw new IllegalArgumentException(
            "a vector holds " + rawInputs[i] + " for input " + i + " of format " + format);
      }
      record[i + 1] = format.toBits(rawInputs[i]);
    }
  }
}
