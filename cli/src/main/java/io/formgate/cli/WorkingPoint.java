package io.formgate.cli;

import io.formgate.constraints.Threshold;
import io.formgate.expression.FixedFormat;
import java.util.Arrays;
import java.util.OptionalLong;

/** Finds the threshold that lets a share of rows pass. */
final class WorkingPoint {
  /** What a product of a share and a count may be off a whole number by rounding. */
  private static final double ROUNDING = 1e-9;

  private WorkingPoint() {}

  /**
   * {@return the raw threshold: of those that keep the share the one that lets the fewest rows pass
   * if no fewer may, the most if no more may; empty if none of the format does}
   *
   * @param point the share
   * @param raws raw values of the rows, at least one
   * @param format of the values
   */
  static OptionalLong of(Threshold.Passing point, long[] raws, FixedFormat format) {
    long[] rising = raws.clone();
    Arrays.sort(rising);
    int count = rising.length;
    if (point.isAtLeast()) {
      int passing = (int) Math.ceil(point.share() * count - ROUNDING);
      return OptionalLong.of(rising[count - passing]);
    }
    int passing = (int) Math.floor(point.share() * count + ROUNDING);
    long above = rising[count - 1 - passing] + 1;
    return above > format.rawMax() ? OptionalLong.empty() : OptionalLong.of(above);
  }
}
