package io.formgate.expression;

import java.lang.foreign.MemorySegment;

/**
 * Functions over one block of rows: an argument reduction in double precision, then a polynomial or
 * a series of our own, so that results do not depend on the machine's library.
 *
 * <p>Each holds on the range that its description names; elsewhere it leaves anything, and {@link
 * BlockKernels} replaces it. A function is a list of short loops, see {@link BlockLoop}. {@link
 * Math#fma} is exact, hence the same everywhere.
 *
 * <p>An output array is none of the inputs; {@code s} are {@link BlockKernels#SCRATCH_BLOCKS}
 * blocks to overwrite, of which an input may only be the last. Logarithms use the first three;
 * functions made of exponentials and logarithms hold their arguments behind.
 */
final class BlockFunctions {
  static final double LOG2_E = 1 / StrictMath.log(2);
  // ln 2 in two parts: 32 bits, so that times an exponent is exact, and the rest.
  static final double LN2_1 = 0x1.62e42feep-1;
  static final double LN2_2 = 0x1.a39ef35793c76p-33;
  // log10 of 2 in two parts: 40 bits and the rest.
  private static final double LOG10_2_1 = 0x1.34413509f6000p-2;
  private static final double LOG10_2_2 = 0x1.9fef311f12b36p-42;
  // log2 e and log10 e in two parts: 26 bits and the rest.
  private static final double LOG2_E_1 = 0x1.7154760000000p+0;
  private static final double LOG2_E_2 = 0x1.4ae0bf85ddf44p-26;
  private static final double LOG10_E_1 = 0x1.bcb7b10000000p-2;
  private static final double LOG10_E_2 = 0x1.49b9438ca9aaep-28;
  // Added to a double of less than 2^51, it rounds to an integer and leaves it in the low bits.
  static final double TO_INTEGER = 0x1.8p52;
  private static final long INTEGER_ZERO = Double.doubleToRawLongBits(TO_INTEGER);
  private static final long LEAST_MANTISSA = Double.doubleToRawLongBits(Math.sqrt(0.5));

  private BlockFunctions() {}

  private static final BlockLoop[] EXP = {
    BlockFunctions::exponents, BlockFunctions::powersOfTwo, BlockFunctions::expOfArguments
  };

  private static final BlockLoop[] EXPM1 = {
    BlockFunctions::exponents, BlockFunctions::powersOfTwo, BlockFunctions::expm1OfArguments
  };

  private static final BlockLoop[] COSH = BlockLoop.then(EXP, BlockFunctions::coshOfExp);

  /** The exponential up to 700. */
  static void exp(double[] out, double[] a, double[][] s) {
    BlockLoop.run(EXP, out, a, s);
  }

  /** One less than the exponential, up to 700. */
  static void expm1(double[] out, double[] a, double[][] s) {
    BlockLoop.run(EXPM1, out, a, s);
  }

  /** The power of two next to each exponential: its exponent, in the low bits. */
  static void exponents(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * LOG2_E + TO_INTEGER;
    }
  }

  static void powersOfTwo(double[] out, double[] a, double[][] s) {
    MemorySegment bits = BlockLoop.bits(out);
    for (int i = 0; i < out.length; i++) {
      BlockLoop.setBit(bits, i, (BlockLoop.bit(bits, i) + 1023) << 52);
    }
  }

  /** One less than the exponential on [-ln 2 / 2, ln 2 / 2]. */
  static double expm1OfRest(double r) {
    return Math.fma(expTail(r) * r, r, r);
  }

  /**
   * (exp(r) - 1 - r)/r^2 by its Taylor series on [-ln 2 / 2, ln 2 / 2]; the first term left out
   * adds less than 1e-17 to the exponential.
   */
  private static double expTail(double r) {
    double p = 1.0 / 6227020800.0;
    p = Math.fma(p, r, 1.0 / 479001600.0);
    p = Math.fma(p, r, 1.0 / 39916800.0);
    p = Math.fma(p, r, 1.0 / 3628800.0);
    p = Math.fma(p, r, 1.0 / 362880.0);
    p = Math.fma(p, r, 1.0 / 40320.0);
    p = Math.fma(p, r, 1.0 / 5040.0);
    p = Math.fma(p, r, 1.0 / 720.0);
    p = Math.fma(p, r, 1.0 / 120.0);
    p = Math.fma(p, r, 1.0 / 24.0);
    p = Math.fma(p, r, 1.0 / 6.0);
    return Math.fma(p, r, 0.5);
  }

  private static void expOfArguments(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      double r = Math.fma(-k, LN2_2, Math.fma(-k, LN2_1, x));
      out[i] = (1 + expm1OfRest(r)) * out[i];
    }
  }

  private static void expm1OfArguments(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      double whole = Math.fma(-k, LN2_1, x);
      double r = Math.fma(-k, LN2_2, whole);
      // What the rounding of r left out.
      double left = Math.fma(-k, LN2_2, whole - r);
      double less = r + Math.fma(expTail(r) * r, r, left + left * r);
      out[i] = out[i] * less + (out[i] - 1);
    }
  }

  private static void coshOfExp(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      out[i] = 0.5 * out[i] + 0.5 / out[i];
    }
  }

  /** The hyperbolic cosine up to 700. */
  static void cosh(double[] out, double[] a, double[][] s) {
    BlockLoop.run(COSH, out, a, s);
  }

  /** The hyperbolic sine up to 700. */
  static void sinh(double[] out, double[] a, double[][] s) {
    double[] size = s[3];
    for (int i = 0; i < size.length; i++) {
      size[i] = Math.abs(a[i]);
    }
    expm1(out, size, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(0.5 * (out[i] + out[i] / (out[i] + 1)), a[i]);
    }
  }

  /** The hyperbolic tangent, which is 1 beyond 22. */
  static void tanh(double[] out, double[] a, double[][] s) {
    double[] twice = s[3];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = Math.min(2 * Math.abs(a[i]), 44);
    }
    expm1(out, twice, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(out[i] / (out[i] + 2), a[i]);
    }
  }

  /** The logistic function up to 700. */
  static void sigmoid(double[] out, double[] a, double[][] s) {
    double[] minus = s[3];
    for (int i = 0; i < minus.length; i++) {
      minus[i] = -a[i];
    }
    exp(out, minus, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = 1 / (1 + out[i]);
    }
  }

  /** The bell curve up to 26; what the rounding of the square left out is multiplied in after. */
  static void gauss(double[] out, double[] a, double[][] s) {
    double[] minusSquare = s[3];
    for (int i = 0; i < minusSquare.length; i++) {
      minusSquare[i] = -a[i] * a[i];
    }
    exp(out, minusSquare, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] + out[i] * Math.fma(-a[i], a[i], -minusSquare[i]);
    }
  }

  static final BlockLoop[] SPLIT = {BlockFunctions::mantissas, BlockFunctions::exponentsOfTwo};

  private static final BlockLoop[] LOG = BlockLoop.then(SPLIT, BlockFunctions::naturalLogs);

  private static final BlockLoop[] LOG1P_OF_SUM = {BlockFunctions::naturalLogsWithRest};

  /** The natural logarithm of normal numbers above 0. */
  static void log(double[] out, double[] a, double[][] s) {
    BlockLoop.run(LOG, out, a, s);
  }

  private static void naturalLogs(double[] out, double[] a, double[][] s) {
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < out.length; i++) {
      double f = mantissa[i] - 1;
      double k = exponent[i] - TO_INTEGER;
      double half = 0.5 * f * f;
      double low = Math.fma(k, LN2_2, logTail(f, half));
      out[i] = Math.fma(k, LN2_1, -((half - low) - f));
    }
  }

  /** The natural logarithm of one more than a value, if that is a normal number above 0. */
  static void log1p(double[] out, double[] a, double[][] s) {
    double[] sum = s[2];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = 1 + a[i];
    }
    BlockLoop.run(SPLIT, out, sum, s);
    double[] exponent = s[1];
    for (int i = 0; i < sum.length; i++) {
      // What the rounding of the sum left out; the logarithm's slope there is one over the sum.
      double x = sum[i] - 1;
      double rest = (1 - (sum[i] - x)) + (a[i] - x);
      sum[i] = (exponent[i] - TO_INTEGER) * LN2_2 + rest / sum[i];
    }
    BlockLoop.run(LOG1P_OF_SUM, out, a, s);
  }

  private static void naturalLogsWithRest(double[] out, double[] a, double[][] s) {
    double[] mantissa = s[0];
    double[] exponent = s[1];
    double[] rest = s[2];
    for (int i = 0; i < out.length; i++) {
      double f = mantissa[i] - 1;
      double half = 0.5 * f * f;
      double low = logTail(f, half) + rest[i];
      out[i] = Math.fma(exponent[i] - TO_INTEGER, LN2_1, -((half - low) - f));
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
    BlockLoop.run(SPLIT, out, a, s);
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < mantissa.length; i++) {
      double f = mantissa[i] - 1;
      double k = exponent[i] - TO_INTEGER;
      double half = 0.5 * f * f;
      // Rounded to 26 bits, so that times the factor's first part is exact.
      double shift = (f - half) * 134217729.0;
      double high = shift - (shift - (f - half));
      double low = ((f - high) - half) + logTail(f, half);
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
   *
   * @param half f^2/2
   */
  private static double logTail(double f, double half) {
    double r = f / (2 + f);
    double z = r * r;
    double p = 2.0 / 21;
    p = Math.fma(p, z, 2.0 / 19);
    p = Math.fma(p, z, 2.0 / 17);
    p = Math.fma(p, z, 2.0 / 15);
    p = Math.fma(p, z, 2.0 / 13);
    p = Math.fma(p, z, 2.0 / 11);
    p = Math.fma(p, z, 2.0 / 9);
    p = Math.fma(p, z, 2.0 / 7);
    p = Math.fma(p, z, 2.0 / 5);
    p = Math.fma(p, z, 2.0 / 3);
    return r * Math.fma(p, z, half);
  }

  /** The mantissa, from sqrt(1/2) to sqrt(2), of a normal number above 0. */
  private static void mantissas(double[] out, double[] a, double[][] s) {
    MemorySegment bits = BlockLoop.bits(a);
    MemorySegment mantissa = BlockLoop.bits(s[0]);
    for (int i = 0; i < out.length; i++) {
      long b = BlockLoop.bit(bits, i);
      BlockLoop.setBit(mantissa, i, b - (((b - LEAST_MANTISSA) >> 52) << 52));
    }
  }

  /** The exponent of 2 beside the mantissa, in bits of a sum with {@link #TO_INTEGER}. */
  private static void exponentsOfTwo(double[] out, double[] a, double[][] s) {
    MemorySegment bits = BlockLoop.bits(a);
    MemorySegment exponent = BlockLoop.bits(s[1]);
    for (int i = 0; i < out.length; i++) {
      long k = (BlockLoop.bit(bits, i) - LEAST_MANTISSA) >> 52;
      BlockLoop.setBit(exponent, i, k + INTEGER_ZERO);
    }
  }

  /** The inverse hyperbolic sine up to 1e8. */
  static void asinh(double[] out, double[] a, double[][] s) {
    double[] less = s[5];
    for (int i = 0; i < a.length; i++) {
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
    double[] less = s[5];
    for (int i = 0; i < a.length; i++) {
      double t = a[i] - 1;
      less[i] = t + Math.sqrt(2 * t + t * t);
    }
    log1p(out, less, s);
  }

  /** The inverse hyperbolic tangent between -1 and 1. */
  static void atanh(double[] out, double[] a, double[][] s) {
    double[] less = s[5];
    for (int i = 0; i < a.length; i++) {
      double x = Math.abs(a[i]);
      less[i] = 2 * x + 2 * x * x / (1 - x);
    }
    log1p(out, less, s);
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.copySign(0.5 * out[i], a[i]);
    }
  }
}
