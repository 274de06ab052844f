package io.formgate.expression;

/**
 * The error that an output may have against the real formula at the quantised inputs: at most the
 * larger of {@code relative} times the formula's absolute value and {@code absolute}.
 *
 * @param relative a ratio, 0 or more
 * @param absolute in the output's unit, 0 or more; one of the two is above 0
 */
public record Tolerance(double relative, double absolute) {

  /** Checks that the tolerance allows some error. */
  public Tolerance {
    if (!(relative >= 0 && absolute >= 0 && relative + absolute > 0)
        || !Double.isFinite(relative + absolute)) {
      throw new IllegalArgumentException("no tolerance: " + relative + ", " + absolute);
    }
  }

  /**
   * {@return the tolerance of one unit in the last place of a format}
   *
   * @param format the output's format
   */
  public static Tolerance oneUlp(FixedFormat format) {
    return new Tolerance(0, format.lsb());
  }

  /**
   * {@return the error allowed at a value of the formula}
   *
   * @param value the real value
   */
  public double at(double value) {
    return Math.max(relative * Math.abs(value), absolute);
  }
}
