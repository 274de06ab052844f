package io.formgate.expression;

/**
 * Real functions that the library lacks or leaves to the machine; NaN outside the domain, and where
 * an argument is NaN. Zeros have no sign: the result for -0 is the one for 0.
 */
final class RealFunctions {
  /** From here on 1 beside the square of a number is lost. */
  private static final double LARGE = 1e8;

  private RealFunctions() {}

  static double log(double x) {
    return x > 0 ? StrictMath.log(x) : Double.NaN;
  }

  /** Exact for powers of two: only the mantissa goes through the logarithm. */
  static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return x > 0 ? x : Double.NaN;
    }
    double normal = x < Double.MIN_NORMAL ? x * 0x1p54 : x;
    int exponent = Math.getExponent(normal) - (x < Double.MIN_NORMAL ? 54 : 0);
    double mantissa = Math.scalb(normal, -Math.getExponent(normal));
    if (mantissa > Math.sqrt(2)) {
      mantissa /= 2;
      exponent++;
    }
    return exponent + StrictMath.log(mantissa) / StrictMath.log(2);
  }

  static double log10(double x) {
    return x > 0 ? StrictMath.log10(x) : Double.NaN;
  }

  static double log1p(double x) {
    return x > -1 ? StrictMath.log1p(x) : Double.NaN;
  }

  static double pow(double x, double y) {
    return (x == 0 && y < 0) || Double.isNaN(x) ? Double.NaN : StrictMath.pow(x, y);
  }

  /**
   * {@return x - y*floor(x/y), from 0 to below y}
   *
   * <p>The remainder is exact, and its sum with y is rounded at most to the neighbour of y.
   */
  static double mod(double x, double y) {
    if (y == 0) {
      return Double.NaN;
    }
    double rest = x % y;
    if (rest == 0 || (rest < 0) == (y < 0)) {
      return rest + 0.0;
    }
    double moved = rest + y;
    return moved == y ? Math.nextAfter(y, 0) : moved;
  }

  static double atan2(double y, double x) {
    return StrictMath.atan2(y + 0.0, x + 0.0);
  }

  static double asinh(double x) {
    double a = Math.abs(x);
    double value =
        a > LARGE
            ? StrictMath.log(a) + StrictMath.log(2)
            : StrictMath.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(value, x);
  }

  static double acosh(double x) {
    double t = x - 1;
    return x > LARGE
        ? StrictMath.log(x) + StrictMath.log(2)
        : StrictMath.log1p(t + Math.sqrt(2 * t + t * t));
  }

  static double atanh(double x) {
    double a = Math.abs(x);
    return a < 1
        ? Math.copySign(0.5 * StrictMath.log1p(2 * a + 2 * a * a / (1 - a)), x)
        : Double.NaN;
  }

  /** Of a negative argument, it does not go through an exponential that overflows. */
  static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** What the rounding of the square left out is multiplied in after the exponential. */
  static double gauss(double x) {
    double square = x * x;
    double value = StrictMath.exp(-square);
    return value == 0 ? value : value - value * Math.fma(x, x, -square);
  }

  static double sinc(double x) {
    return x == 0 ? 1 : Double.isInfinite(x) ? 0 : StrictMath.sin(x) / x;
  }

  static double cond(double condition, double ifTrue, double ifNot) {
    return Double.isNaN(condition) ? Double.NaN : condition > 0 ? ifTrue : ifNot;
  }

  /** {@return 1 or 0, or NaN if an argument is} */
  static double truth(boolean value, double[] arguments) {
    for (double argument : arguments) {
      if (Double.isNaN(argument)) {
        return Double.NaN;
      }
    }
    return value ? 1 : 0;
  }
}
