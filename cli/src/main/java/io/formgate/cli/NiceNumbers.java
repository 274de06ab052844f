package io.formgate.cli;

import io.formgate.expression.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a person would choose them: multiples of 1, 2 or 5 times a power of ten. */
final class NiceNumbers {
  /** Steps in the width of a range, so that rounding outwards widens it by a tenth at most. */
  private static final int STEPS_IN_RANGE = 20;

  /** Steps that are tried, each about half the one before. */
  private static final int TRIES = 15;

  private NiceNumbers() {}

  /** A closed range whose ends are written in decimals. */
  record Range(BigDecimal lo, BigDecimal hi) {
    @Override
    public String toString() {
      return "[" + text(lo) + ", " + text(hi) + "]";
    }
  }

  /**
   * {@return the values from one to another, rounded outwards to nice numbers within the limits}
   *
   * @param min smallest value
   * @param max largest value, above the smallest
   * @param limits hold both
   */
  static Range around(double min, double max, Interval limits) {
    BigDecimal step =
        atMost(
            new BigDecimal(max)
                .subtract(new BigDecimal(min))
                .divide(BigDecimal.valueOf(STEPS_IN_RANGE), MathContext.DECIMAL64));
    return new Range(
        outwards(min, step, RoundingMode.FLOOR, limits),
        outwards(max, step, RoundingMode.CEILING, limits));
  }

  private static BigDecimal outwards(
      double value, BigDecimal first, RoundingMode direction, Interval limits) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal step = first;
    for (int i = 0; i < TRIES; i++) {
      BigDecimal nice = exact.divide(step, 0, direction).multiply(step);
      if (limits.contains(nice.doubleValue())) {
        return nice;
      }
      step = atMost(step.multiply(new BigDecimal("0.6")));
    }
    return new BigDecimal(Double.toString(value));
  }

  /** {@return the largest of 1, 2 and 5 times a power of ten that is not above a value} */
  static BigDecimal atMost(BigDecimal value) {
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(value.precision() - value.scale() - 1);
    for (int digit : new int[] {5, 2}) {
      BigDecimal nice = power.multiply(BigDecimal.valueOf(digit));
      if (nice.compareTo(value) <= 0) {
        return nice;
      }
    }
    return power;
  }

  /** {@return the shortest decimal that reads as a value} */
  static String text(double value) {
    return text(new BigDecimal(Double.toString(value)));
  }

  /** {@return a number in as few characters as are readable} */
  static String text(BigDecimal value) {
    BigDecimal v = value.stripTrailingZeros();
    int exponent = v.precision() - v.scale() - 1;
    if (v.signum() == 0) {
      return "0";
    }
    return exponent < -4 || exponent > 9
        ? v.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent
        : v.toPlainString();
  }

  /** {@return a power of two: whole, as a fraction, or by its exponent} */
  static String powerOfTwo(int exponent) {
    if (Math.abs(exponent) > 20) {
      return "2^" + exponent;
    }
    return exponent >= 0 ? String.valueOf(1 << exponent) : "1/" + (1 << -exponent);
  }
}
