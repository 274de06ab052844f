package io.formgate.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  /** {@return a whole number with commas between thousands} */
  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@return a number in full, without a point if it is whole} */
  static String exact(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** {@return a number with a few significant digits, without trailing zeros} */
  static String digits(double value, int significant) {
    return digits(value, significant, RoundingMode.HALF_UP);
  }

  /** {@return a limit that is not below a number, with a few significant digits} */
  static String upwards(double value, int significant) {
    return digits(value, significant, RoundingMode.CEILING);
  }

  private static String digits(double value, int significant, RoundingMode mode) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(significant, mode)).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -4 || exponent > 9
        ? String.format(Locale.ROOT, "%." + (significant - 1) + "e", rounded)
        : rounded.toPlainString();
  }

  /** {@return a ratio as a percentage} */
  static String percent(double ratio) {
    return digits(100 * ratio, 3) + " %";
  }

  /** {@return a time in ns, from ps} */
  static String ns(long ps) {
    return digits(ps / 1000.0, 6) + " ns";
  }

  /** {@return a clock frequency in MHz, from its period in ps} */
  static String mhz(int clockPeriodPs) {
    return digits(1e6 / clockPeriodPs, 4) + " MHz";
  }
}
