package io.formgate.expression;

/** Real functions that the library lacks; NaN outside the domain, and where an argument is NaN. */
final class RealFunctions {
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

  static double pow(double x, double y) {
    return (x == 0 && y < 0) || Double.isNaN(x) ? Double.NaN : StrictMath.pow(x, y);
  }

  static double mod(double x, double y) {
    if (y == 0) {
      return Double.NaN;
    }
    double rest = x % y;
    return (rest == 0 ? 0 : (rest < 0) == (y < 0) ? rest : rest + y) + 0.0;
  }

  static double asinh(double x) {
    double a = Math.abs(x);
    double value =
        a > 1e8
            ? StrictMath.log(a) + StrictMath.log(2)
            : StrictMath.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(value, x);
  }

  static double acosh(double x) {
    double t = x - 1;
    return x > 1e8
        ? StrictMath.log(x) + StrictMath.log(2)
        : StrictMath.log1p(t + Math.sqrt(2 * t + t * t));
  }

  static double atanh(double x) {
    return Math.abs(x) < 1
        ? Math.copySign(0.5 * StrictMath.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x)
        : Double.NaN;
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
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
