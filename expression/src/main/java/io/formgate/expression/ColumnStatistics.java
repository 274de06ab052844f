package io.formgate.expression;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * What the values of a column say about the format that can carry them.
 *
 * @param min smallest value
 * @param max largest value
 * @param mean arithmetic mean
 * @param deviation standard deviation, with the number of values as divisor
 * @param interquartileRange upper minus lower quartile, each a value of the column
 * @param distinct number of different values
 * @param decimals decimal places of the value that needs most to be told from its neighbours;
 *     negative when all are multiples of a power of ten
 * @param stepExponent e of the largest 2^e of which every value is a multiple; 0 if all are 0
 */
public record ColumnStatistics(
    double min,
    double max,
    double mean,
    double deviation,
    double interquartileRange,
    long distinct,
    int decimals,
    int stepExponent) {

  /** Powers of ten that a double holds exactly. */
  private static final double[] TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final double EXACT_INTEGERS = 0x1p53;

  /**
   * {@return the statistics of values}
   *
   * @param values at least one, all finite
   * @param singlePrecision whether they were floats, whose decimals are those of a float
   * @throws IllegalArgumentException if there is no value or one is not finite
   */
  public static ColumnStatistics of(double[] values, boolean singlePrecision) {
    if (values.length == 0 || Arrays.stream(values).anyMatch(v -> !Double.isFinite(v))) {
      throw new IllegalArgumentException("statistics are of finite values, at least one");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double min = sorted[0];
    double max = sorted[n - 1];
    long distinct = 1;
    for (int i = 1; i < n; i++) {
      distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
    }
    // In units of the largest power of two, no sum or square can overflow.
    int exponent = Math.max(-1000, Math.getExponent(Math.max(Math.abs(min), Math.abs(max))));
    double mean = sum(sorted, v -> Math.scalb(v, -exponent)) / n;
    double variance =
        sum(
                sorted,
                v -> {
                  double difference = Math.scalb(v, -exponent) - mean;
                  return difference * difference;
                })
            / n;
    return new ColumnStatistics(
        min,
        max,
        // A rounding error must not carry the mean out of the values.
        Math.clamp(Math.scalb(mean, exponent), min, max),
        Math.scalb(Math.sqrt(variance), exponent),
        sorted[(int) (3L * (n - 1) / 4)] - sorted[(n - 1) / 4],
        distinct,
        decimals(sorted, singlePrecision),
        stepExponent(sorted));
  }

  /** {@return whether all values are the same} */
  public boolean isConstant() {
    return distinct == 1;
  }

  /** {@return whether every value is a whole number} */
  public boolean isWhole() {
    return stepExponent >= 0;
  }

  /** Sums with the rounding errors kept aside (Neumaier 1974). */
  private static double sum(double[] values, java.util.function.DoubleUnaryOperator term) {
    double sum = 0;
    double lost = 0;
    for (double value : values) {
      double x = term.applyAsDouble(value);
      double next = sum + x;
      lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
      sum = next;
    }
    return sum + lost;
  }

  private static int decimals(double[] sorted, boolean singlePrecision) {
    int most = Integer.MIN_VALUE;
    for (int i = 0; i < sorted.length; i++) {
      double v = sorted[i];
      if (v != 0 && (i == 0 || v != sorted[i - 1]) && !(hasDecimals(v, most) && !singlePrecision)) {
        String shortest = singlePrecision ? Float.toString((float) v) : Double.toString(v);
        most = Math.max(most, new BigDecimal(shortest).stripTrailingZeros().scale());
      }
    }
    return most == Integer.MIN_VALUE ? 0 : most;
  }

  /**
   * Whether a value is the double nearest to a number with these decimal places: a whole number
   * below 2^53 over an exact power of ten is rounded once.
   */
  private static boolean hasDecimals(double v, int decimals) {
    if (decimals < 0 || decimals >= TEN.length) {
      return false;
    }
    double whole = Math.rint(v * TEN[decimals]);
    return Math.abs(whole) < EXACT_INTEGERS && whole / TEN[decimals] == v;
  }

  private static int stepExponent(double[] values) {
    int least = Integer.MAX_VALUE;
    for (double v : values) {
      if (v != 0) {
        long bits = Double.doubleToRawLongBits(v);
        long fraction = bits & 0xFFFFFFFFFFFFFL;
        boolean normal = Math.getExponent(v) >= Double.MIN_EXPONENT;
        long digits = normal ? fraction | 1L << 52 : fraction;
        int exponent = Math.max(Math.getExponent(v), Double.MIN_EXPONENT) - 52;
        least = Math.min(least, exponent + Long.numberOfTrailingZeros(digits));
      }
    }
    return least == Integer.MAX_VALUE ? 0 : least;
  }
}
