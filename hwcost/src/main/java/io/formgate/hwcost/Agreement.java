package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.expression.FixedFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Two circuits that have to have the same outputs, compared on corners and evenly spread vectors.
 */
final class Agreement {
  private static final int SPREAD_VECTORS = 16;

  /** 2^64 over the golden ratio: the upper bits of its multiples are evenly spread. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Agreement() {}

  /**
   * Compares a circuit with one that is equal by construction; a difference is a bug that must not
   * reach a circuit.
   *
   * @param before the circuit
   * @param after what it was rebuilt as
   */
  static void check(Datapath before, Datapath after) {
    DatapathInterpreter expected = new DatapathInterpreter(before);
    DatapathInterpreter made = new DatapathInterpreter(after);
    List<FixedFormat> formats = before.inputFormats();
    for (int vector = 0; vector < SPREAD_VECTORS + 2; vector++) {
      long[] raw = new long[formats.size()];
      for (int i = 0; i < raw.length; i++) {
        FixedFormat f = formats.get(i);
        long spread = (long) vector * raw.length + i;
        raw[i] =
            switch (vector) {
              case 0 -> f.rawMin();
              case 1 -> f.rawMax();
              default -> f.fromBits((GOLDEN * spread) >>> (64 - f.widthBits()));
            };
      }
      if (!Arrays.equals(expected.evaluate(raw), made.evaluate(raw))) {
        throw new IllegalStateException(
            "datapath " + before.name() + ": rebuilding sums or products changes outputs");
      }
    }
  }
}
