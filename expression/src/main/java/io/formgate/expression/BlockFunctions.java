package io.formgate.expression;

/**
 * Functions over one block of rows: an argument reduction in double precision, then a polynomial or
 * a series of our own, so that results do not depend on the machine's library.
 *
 * <p>Each holds on the range that its description names; elsewhere it leaves anything, and {@link
 * BlockKernels} replaces it. Long formulas are cut into several loops, because the compiler
 * vectorises short ones only. Moving bits between whole numbers and doubles stands in loops of its
 * own, because the compiler does not vectorise them. {@link Math#fma} is exact, hence the same
 * everywhere.
 *
 * <p>An output array is none of the inputs; {@code s} are {@link BlockKernels#SCRATCH_BLOCKS}
 * blocks to overwrite, of which an input may only be the last.
 */
final class BlockFunctions {
  private static final double INV_PI = 1 / Math.PI;
  // pi in three parts of 33 bits, so that up to 2^20 half turns times a part is exact.
  private static final double PI_1 = 0x1.921fb544p1;
  private static final double PI_2 = 0x1.0b4611a6p-33;
  private static final double PI_3 = 0x1.3198a2e037073p-68;

  private static final double LOG2_E = 1 / StrictMath.log(2);
  // ln 2 in two parts: 32 bits, so that times an exponent is exact, and the rest.
  private static final double LN2_1 = 0x1.62e42feep-1;
  private static final double LN2_2 = 0x1.a39ef35793c76p-33;
  // log10 of 2 in two parts: 40 bits and the rest.
  private static final double LOG10_2_1 = 0x1.34413509f6000p-2;
  private static final double LOG10_2_2 = 0x1.9fef311f12b36p-42;
  // log2 e and log10 e in two parts: 26 bits and the rest.
  private static final double LOG2_E_1 = 0x1.7154760000000p+0;
  private static final double LOG2_E_2 = 0x1.4ae0bf85ddf44p-26;
  private static final double LOG10_E_1 = 0x1.bcb7b10000000p-2;
  private static final double LOG10_E_2 = 0x1.49b9438ca9aaep-28;
  // 2/3 in two parts.
  private static final double TWO_THIRDS = 2.0 / 3;
  private static final double TWO_THIRDS_REST = Math.fma(-3, TWO_THIRDS, 2) / 3;

  // Added to a double of less than 2^51, it rounds to an integer and leaves it in the low bits.
  private static final double TO_INTEGER = 0x1.8p52;

  private BlockFunctions() {}

  /** The sine up to 1e6. */
  static void sin(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = Math.rint(x * INV_PI);
      double sign = 1 - 2 * (k - 2 * Math.floor(k * 0.5));
      out[i] = sign * sinPolynomial(((x - k * PI_1) - k * PI_2) - k * PI_3);
    }
  }

  /** The cosine up to 1e6. */
  static void cos(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double n = Math.rint(x * INV_PI - 0.5);
      double sign = 1 - 2 * (n - 2 * Math.floor(n * 0.5));
      double k = n + 0.5;
      out[i] = -sign * sinPolynomial(((x - k * PI_1) - k * PI_2) - k * PI_3);
    }
  }

  /**
   * The tangent up to 1e6, by quarter turns: sine over cosine or, in odd ones, minus the inverse.
   */
  static void tan(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] sine = s[1];
    double[] cosine = s[2];
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = 0.5 * Math.rint(x * (2 * INV_PI));
      rest[i] = ((x - k * PI_1) - k * PI_2) - k * PI_3;
    }
    for (int i = 0; i < out.length; i++) {
      sine[i] = sinPolynomial(rest[i]);
    }
    for (int i = 0; i < out.length; i++) {
      cosine[i] = cosPolynomial(rest[i]);
    }
    for (int i = 0; i < out.length; i++) {
      double quarters = Math.rint(a[i] * (2 * INV_PI));
      double odd = quarters - 2 * Math.floor(quarters * 0.5);
      double even = 1 - odd;
      out[i] = (even * sine[i] - odd * cosine[i]) / (even * cosine[i] + odd * sine[i]);
    }
  }

  /** Taylor series on [-pi/2, pi/2]; the first term left out is under 2e-18. */
  private static double sinPolynomial(double r) {
    double s = r * r;
    double p = 1.0 / 51090942171709440000.0;
    p = p * s - 1.0 / 121645100408832000.0;
    p = p * s + 1.0 / 355687428096000.0;
    p = p * s - 1.0 / 1307674368000.0;
    p = p * s + 1.0 / 6227020800.0;
    p = p * s - 1.0 / 39916800.0;
    p = p * s + 1.0 / 362880.0;
    p = p * s - 1.0 / 5040.0;
    p = p * s + 1.0 / 120.0;
    p = p * s - 1.0 / 6.0;
    return r + r * s * p;
  }

  /** Taylor series on [-pi/4, pi/4]; the first term left out is under 3e-18. */
  private static double cosPolynomial(double r) {
    double s = r * r;
    double p = 1.0 / 20922789888000.0;
    p = p * s - 1.0 / 87178291200.0;
    p = p * s + 1.0 / 479001600.0;
    p = p * s - 1.0 / 3628800.0;
    p = p * s + 1.0 / 40320.0;
    p = p * s - 1.0 / 720.0;
    p = p * s + 1.0 / 24.0;
    double half = 0.5 * s;
    double high = 1 - half;
    return high + (((1 - high) - half) + s * s * p);
  }

  /** The exponential up to 700. */
  static void exp(double[] out, double[] a) {
    powersOfTwo(out, a);
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      double r = (x - k * LN2_1) - k * LN2_2;
      out[i] = (expTail(r) * r * r + r + 1) * out[i];
    }
  }

  /** One less than the exponential, up to 700. */
  static void expm1(double[] out, double[] a) {
    powersOfTwo(out, a);
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      double high = x - k * LN2_1;
      double low = k * LN2_2;
      double r = high - low;
      // What the rounding of r left out.
      double rest = (high - r) - low;
      double p = r + (expTail(r) * r * r + (rest + rest * r));
      out[i] = out[i] * p + (out[i] - 1);
    }
  }

  /** The power of two next to each exponential. */
  private static void powersOfTwo(double[] out, double[] a) {
    for (int i = 0; i < out.length; i++) {
      long k = Double.doubleToRawLongBits(a[i] * LOG2_E + TO_INTEGER);
      out[i] = Double.longBitsToDouble((k + 1023) << 52);
    }
  }

  /**
   * (exp(r) - 1 - r)/r^2 by its Taylor series on [-ln 2 / 2, ln 2 / 2]; the first term left out
   * adds less than 1e-17 to the exponential.
   */
  private static double expTail(double r) {
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    return p * r + 0.5;
  }

  /** The hyperbolic cosine up to 700. */
  static void cosh(double[] out, double[] a) {
    exp(out, a);
    for (int i = 0; i < out.length; i++) {
      out[i] = 0.5 * out[i] + 0.5 / out[i];
    }
  }

  /** The hyperbolic sine up to 700. */
  static void sinh(double[] out, double[] a, double[][] s) {
    double[] size = s[0];
    for (int i = 0; i < out.length; i++) {
      size[i] = Math.abs(a[i]);
    }
    expm1(out, size);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(0.5 * (out[i] + out[i] / (out[i] + 1)), a[i]);
    }
  }

  /** The hyperbolic tangent, which is 1 beyond 22. */
  static void tanh(double[] out, double[] a, double[][] s) {
    double[] twice = s[0];
    for (int i = 0; i < out.length; i++) {
      twice[i] = Math.min(2 * Math.abs(a[i]), 44);
    }
    expm1(out, twice);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(out[i] / (out[i] + 2), a[i]);
    }
  }

  /** The logistic function up to 700. */
  static void sigmoid(double[] out, double[] a, double[][] s) {
    double[] minus = s[0];
    for (int i = 0; i < out.length; i++) {
      minus[i] = -a[i];
    }
    exp(out, minus);
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 / (1 + out[i]);
    }
  }

  /** The bell curve up to 26; what the rounding of the square left out is multiplied in after. */
  static void gauss(double[] out, double[] a, double[][] s) {
    double[] minusSquare = s[0];
    for (int i = 0; i < out.length; i++) {
      minusSquare[i] = -a[i] * a[i];
    }
    exp(out, minusSquare);
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] + out[i] * Math.fma(-a[i], a[i], -minusSquare[i]);
    }
  }

  /** The natural logarithm of normal numbers above 0. */
  static void log(double[] out, double[] a, double[][] s) {
    split(s[0], s[1], a);
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < out.length; i++) {
      double f = mantissa[i] - 1;
      double k = exponent[i];
      double low = logTail(f) + k * LN2_2;
      out[i] = k * LN2_1 - ((0.5 * f * f - low) - f);
    }
  }

  /** The natural logarithm of one more than a value, if that is a normal number above 0. */
  static void log1p(double[] out, double[] a, double[][] s) {
    double[] sum = s[2];
    for (int i = 0; i < out.length; i++) {
      sum[i] = 1 + a[i];
    }
    split(s[0], s[1], sum);
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < out.length; i++) {
      // What the rounding of the sum left out; the logarithm's slope there is one over the sum.
      double x = sum[i] - 1;
      double rest = (1 - (sum[i] - x)) + (a[i] - x);
      sum[i] = exponent[i] * LN2_2 + rest / sum[i];
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = logTail(mantissa[i] - 1) + sum[i];
    }
    for (int i = 0; i < out.length; i++) {
      double f = mantissa[i] - 1;
      out[i] = exponent[i] * LN2_1 - ((0.5 * f * f - out[i]) - f);
    }
  }

  /** The logarithm to base 2 of normal numbers above 0. */
  static void log2(double[] out, double[] a, double[][] s) {
    logWithFactor(out, a, s, 1, 0, LOG2_E_1, LOG2_E_2);
  }

  /** The logarithm to base 10 of normal numbers above 0. */
  static void log10(double[] out, double[] a, double[][] s) {
    logWithFactor(out, a, s, LOG10_2_1, LOG10_2_2, LOG10_E_1, LOG10_E_2);
  }

  /**
   * Sums the logarithm of 2 times the exponent and the factor times the mantissa's, in two parts.
   */
  private static void logWithFactor(
      double[] out,
      double[] a,
      double[][] s,
      double two,
      double twoRest,
      double factor,
      double factorRest) {
    split(s[0], s[1], a);
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < out.length; i++) {
      out[i] = logTail(mantissa[i] - 1);
    }
    for (int i = 0; i < out.length; i++) {
      double f = mantissa[i] - 1;
      double k = exponent[i];
      double half = 0.5 * f * f;
      // Rounded to 26 bits, so that times the factor's first part is exact.
      double shift = (f - half) * 134217729.0;
      double high = shift - (shift - (f - half));
      double low = ((f - high) - half) + out[i];
      double product = high * factor;
      double rest = low * factor + ((high + low) * factorRest + k * twoRest);
      double whole = k * two;
      double sum = whole + product;
      out[i] = sum + (((whole - sum) + product) + rest);
    }
  }

  /**
   * log(1 + f) - f + f^2/2 on [sqrt(1/2) - 1, sqrt(2) - 1] by the series of the inverse hyperbolic
   * tangent in f/(2 + f); the first term left out is under 1e-17 of the logarithm.
   */
  private static double logTail(double f) {
    double r = f / (2 + f);
    double z = r * r;
    double p = 2.0 / 21;
    p = p * z + 2.0 / 19;
    p = p * z + 2.0 / 17;
    p = p * z + 2.0 / 15;
    p = p * z + 2.0 / 13;
    p = p * z + 2.0 / 11;
    p = p * z + 2.0 / 9;
    p = p * z + 2.0 / 7;
    p = p * z + 2.0 / 5;
    p = p * z + 2.0 / 3;
    return r * (0.5 * f * f + p * z);
  }

  /**
   * Writes a normal number above 0 as a mantissa from sqrt(1/2) to sqrt(2) and an exponent of 2.
   */
  private static void split(double[] mantissa, double[] exponent, double[] a) {
    long offset = Double.doubleToRawLongBits(Math.sqrt(0.5));
    for (int i = 0; i < mantissa.length; i++) {
      long bits = Double.doubleToRawLongBits(a[i]);
      long k = (bits - offset) >> 52;
      mantissa[i] = Double.longBitsToDouble(bits - (k << 52));
      exponent[i] = (double) k;
    }
  }

  /** The inverse hyperbolic sine up to 1e8. */
  static void asinh(double[] out, double[] a, double[][] s) {
    double[] less = s[3];
    for (int i = 0; i < out.length; i++) {
      double x = Math.abs(a[i]);
      less[i] = x + x * x / (1 + Math.sqrt(x * x + 1));
    }
    log1p(out, less, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(out[i], a[i]);
    }
  }

  /** The inverse hyperbolic cosine from 1 to 1e8. */
  static void acosh(double[] out, double[] a, double[][] s) {
    double[] less = s[3];
    for (int i = 0; i < out.length; i++) {
      double t = a[i] - 1;
      less[i] = t + Math.sqrt(2 * t + t * t);
    }
    log1p(out, less, s);
  }

  /** The inverse hyperbolic tangent between -1 and 1. */
  static void atanh(double[] out, double[] a, double[][] s) {
    double[] less = s[3];
    for (int i = 0; i < out.length; i++) {
      double x = Math.abs(a[i]);
      less[i] = 2 * x + 2 * x * x / (1 - x);
    }
    log1p(out, less, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(0.5 * out[i], a[i]);
    }
  }

  /**
   * Powers of normal numbers above 0 whose logarithm is up to 700: the logarithm in two doubles,
   * with an error under 2^-64 of it, times the exponent, then the exponential.
   *
   * <p>Leaves the logarithm of each power in the first scratch block.
   */
  static void pow(double[] out, double[] a, double[] b, double[][] s) {
    split(s[0], s[1], a);
    double[] high = s[0];
    double[] low = s[1];
    double[] rest = s[2];
    for (int i = 0; i < out.length; i++) {
      // r = (m - 1)/(m + 1), and the logarithm is 2 r + 2/3 r^3 + 2/5 r^5 and so on.
      double m = high[i];
      double d = m + 1;
      double r = (m - 1) / d;
      rest[i] = (Math.fma(-r, d, m - 1) - r * (m - (d - 1))) / d;
      high[i] = r;
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = fifthPowers(high[i]);
    }
    for (int i = 0; i < out.length; i++) {
      double r = high[i];
      double z = r * r;
      double zRest = Math.fma(r, r, -z) + 2 * r * rest[i];
      double cube = r * z;
      double cubeRest = Math.fma(r, z, -cube) + (r * zRest + rest[i] * z);
      double third = cube * TWO_THIRDS;
      double thirdRest =
          Math.fma(cube, TWO_THIRDS, -third) + (cube * TWO_THIRDS_REST + cubeRest * TWO_THIRDS);
      // Each sum's rounding goes into the rest; the larger summand stands first.
      double sum = 2 * r + third;
      rest[i] = (2 * r - sum + third) + (2 * rest[i] + thirdRest + out[i]);
      high[i] = sum;
    }
    for (int i = 0; i < out.length; i++) {
      double k = low[i];
      double whole = k * LN2_1;
      double total = whole + high[i];
      double back = total - whole;
      double totalRest = (whole - (total - back)) + (high[i] - back) + (rest[i] + k * LN2_2);
      double product = total * b[i];
      high[i] = product;
      low[i] = Math.fma(total, b[i], -product) + totalRest * b[i];
    }
    powersOfTwo(out, high);
    for (int i = 0; i < out.length; i++) {
      double x = high[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      double r = ((x - k * LN2_1) - k * LN2_2) + low[i];
      out[i] = (expTail(r) * r * r + r + 1) * out[i];
    }
  }

  /** 2/5 r^5 + 2/7 r^7 and so on up to r^23. */
  private static double fifthPowers(double r) {
    double z = r * r;
    double p = 2.0 / 23;
    p = p * z + 2.0 / 21;
    p = p * z + 2.0 / 19;
    p = p * z + 2.0 / 17;
    p = p * z + 2.0 / 15;
    p = p * z + 2.0 / 13;
    p = p * z + 2.0 / 11;
    p = p * z + 2.0 / 9;
    p = p * z + 2.0 / 7;
    p = p * z + 2.0 / 5;
    return r * z * z * p;
  }
}
