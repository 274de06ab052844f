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
 * blocks to overwrite, of which an input may only be the last. Exponentials use the first two, sine
 * and cosine four and logarithms five; functions made of them hold their arguments behind.
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

  private static final BlockLoop[] SIN = {
    BlockFunctions::halfTurns,
    BlockFunctions::restOfHalfTurns,
    BlockFunctions::signOfTurns,
    BlockFunctions::squareOfRest,
    BlockFunctions::sinFirstTerms,
    BlockFunctions::sinLastTerms,
    BlockFunctions::sinOfRest
  };

  private static final BlockLoop[] COS = {
    BlockFunctions::halfTurnsFromQuarter,
    BlockFunctions::signOfTurns,
    BlockFunctions::restOfTurnsFromQuarter,
    BlockFunctions::squareOfRest,
    BlockFunctions::sinFirstTerms,
    BlockFunctions::sinLastTerms,
    BlockFunctions::minusSinOfRest
  };

  /** The sine up to 1e6. */
  static void sin(double[] out, double[] a, double[][] s) {
    BlockLoop.run(SIN, out, a, s);
  }

  /** The cosine up to 1e6. */
  static void cos(double[] out, double[] a, double[][] s) {
    BlockLoop.run(COS, out, a, s);
  }

  private static void halfTurns(double[] out, double[] a, double[][] s) {
    double[] turns = s[1];
    for (int i = 0; i < turns.length; i++) {
      turns[i] = Math.rint(a[i] * INV_PI);
    }
  }

  private static void halfTurnsFromQuarter(double[] out, double[] a, double[][] s) {
    double[] turns = s[1];
    for (int i = 0; i < turns.length; i++) {
      turns[i] = Math.rint(a[i] * INV_PI - 0.5);
    }
  }

  private static void restOfHalfTurns(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] turns = s[1];
    for (int i = 0; i < turns.length; i++) {
      double k = turns[i];
      rest[i] = ((a[i] - k * PI_1) - k * PI_2) - k * PI_3;
    }
  }

  private static void restOfTurnsFromQuarter(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] turns = s[1];
    for (int i = 0; i < turns.length; i++) {
      double k = turns[i] + 0.5;
      rest[i] = ((a[i] - k * PI_1) - k * PI_2) - k * PI_3;
    }
  }

  private static void signOfTurns(double[] out, double[] a, double[][] s) {
    double[] turns = s[1];
    double[] sign = s[2];
    for (int i = 0; i < turns.length; i++) {
      double k = turns[i];
      sign[i] = 1 - 2 * (k - 2 * Math.floor(k * 0.5));
    }
  }

  // Polynomials read their square from a block: one that squares and reads its sum is not
  // vectorised.
  private static void squareOfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] square = s[3];
    for (int i = 0; i < square.length; i++) {
      square[i] = rest[i] * rest[i];
    }
  }

  /** Taylor series on [-pi/2, pi/2]; the first term left out is under 2e-18. */
  private static void sinFirstTerms(double[] out, double[] a, double[][] s) {
    double[] square = s[3];
    for (int i = 0; i < square.length; i++) {
      double z = square[i];
      double p = 1.0 / 51090942171709440000.0;
      p = p * z - 1.0 / 121645100408832000.0;
      p = p * z + 1.0 / 355687428096000.0;
      p = p * z - 1.0 / 1307674368000.0;
      p = p * z + 1.0 / 6227020800.0;
      out[i] = p;
    }
  }

  private static void sinLastTerms(double[] out, double[] a, double[][] s) {
    double[] square = s[3];
    for (int i = 0; i < square.length; i++) {
      double z = square[i];
      double p = out[i] * z - 1.0 / 39916800.0;
      p = p * z + 1.0 / 362880.0;
      p = p * z - 1.0 / 5040.0;
      p = p * z + 1.0 / 120.0;
      p = p * z - 1.0 / 6.0;
      out[i] = p;
    }
  }

  private static void sinOfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] sign = s[2];
    for (int i = 0; i < rest.length; i++) {
      double r = rest[i];
      out[i] = sign[i] * (r + r * (r * r) * out[i]);
    }
  }

  private static void minusSinOfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] sign = s[2];
    for (int i = 0; i < rest.length; i++) {
      double r = rest[i];
      out[i] = -sign[i] * (r + r * (r * r) * out[i]);
    }
  }

  private static final BlockLoop[] TAN = {
    BlockFunctions::restOfQuarterTurns,
    BlockFunctions::squareOfRest,
    BlockFunctions::sinFirstTerms,
    BlockFunctions::sinLastTerms,
    BlockFunctions::sineOfRest,
    BlockFunctions::cosineOfRest,
    BlockFunctions::oddQuarters,
    BlockFunctions::quotientOfQuarters
  };

  /**
   * The tangent up to 1e6, by quarter turns: sine over cosine or, in odd ones, minus the inverse.
   */
  static void tan(double[] out, double[] a, double[][] s) {
    BlockLoop.run(TAN, out, a, s);
  }

  private static void restOfQuarterTurns(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      double k = 0.5 * Math.rint(x * (2 * INV_PI));
      rest[i] = ((x - k * PI_1) - k * PI_2) - k * PI_3;
    }
  }

  private static void sineOfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] sine = s[1];
    for (int i = 0; i < rest.length; i++) {
      double r = rest[i];
      sine[i] = r + r * (r * r) * out[i];
    }
  }

  private static void cosineOfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] cosine = s[2];
    for (int i = 0; i < cosine.length; i++) {
      cosine[i] = cosPolynomial(rest[i]);
    }
  }

  private static void oddQuarters(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < a.length; i++) {
      double quarters = Math.rint(a[i] * (2 * INV_PI));
      out[i] = quarters - 2 * Math.floor(quarters * 0.5);
    }
  }

  private static void quotientOfQuarters(double[] out, double[] a, double[][] s) {
    double[] sine = s[1];
    double[] cosine = s[2];
    for (int i = 0; i < out.length; i++) {
      double odd = out[i];
      double even = 1 - odd;
      out[i] = (even * sine[i] - odd * cosine[i]) / (even * cosine[i] + odd * sine[i]);
    }
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

  private static final BlockLoop[] EXP = {
    BlockFunctions::exponentRest,
    BlockFunctions::expFirstTerms,
    BlockFunctions::expLastTerms,
    BlockFunctions::powersOfTwo,
    BlockFunctions::expOfRest
  };

  private static final BlockLoop[] EXPM1 = {
    BlockFunctions::exponentRest,
    BlockFunctions::expFirstTerms,
    BlockFunctions::expLastTerms,
    BlockFunctions::expm1OfRest,
    BlockFunctions::powersOfTwo,
    BlockFunctions::expm1Scaled
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

  private static void exponentRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      rest[i] = (x - k * LN2_1) - k * LN2_2;
    }
  }

  /**
   * (exp(r) - 1 - r)/r^2 by its Taylor series on [-ln 2 / 2, ln 2 / 2]; the first term left out
   * adds less than 1e-17 to the exponential.
   */
  private static void expFirstTerms(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] tail = s[1];
    for (int i = 0; i < rest.length; i++) {
      double r = rest[i];
      double p = 1.0 / 6227020800.0;
      p = p * r + 1.0 / 479001600.0;
      p = p * r + 1.0 / 39916800.0;
      p = p * r + 1.0 / 3628800.0;
      p = p * r + 1.0 / 362880.0;
      p = p * r + 1.0 / 40320.0;
      tail[i] = p;
    }
  }

  private static void expLastTerms(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] tail = s[1];
    for (int i = 0; i < rest.length; i++) {
      double r = rest[i];
      double p = tail[i];
      p = p * r + 1.0 / 5040.0;
      p = p * r + 1.0 / 720.0;
      p = p * r + 1.0 / 120.0;
      p = p * r + 1.0 / 24.0;
      p = p * r + 1.0 / 6.0;
      tail[i] = p * r + 0.5;
    }
  }

  /** The power of two next to each exponential. */
  private static void powersOfTwo(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[i] * LOG2_E + TO_INTEGER;
    }
    MemorySegment bits = BlockLoop.bits(out);
    for (int i = 0; i < out.length; i++) {
      BlockLoop.setBit(bits, i, (BlockLoop.bit(bits, i) + 1023) << 52);
    }
  }

  private static void expOfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] tail = s[1];
    for (int i = 0; i < rest.length; i++) {
      double r = rest[i];
      out[i] = (tail[i] * r * r + r + 1) * out[i];
    }
  }

  private static void expm1OfRest(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] tail = s[1];
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      double r = rest[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      // What the rounding of r left out.
      double left = (x - k * LN2_1 - r) - k * LN2_2;
      tail[i] = r + (tail[i] * r * r + (left + left * r));
    }
  }

  private static void expm1Scaled(double[] out, double[] a, double[][] s) {
    double[] tail = s[1];
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] * tail[i] + (out[i] - 1);
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

  private static final BlockLoop[] SPLIT = {
    BlockFunctions::mantissasAndExponents, BlockFunctions::exponentsAsDoubles
  };

  private static final BlockLoop[] LOG_TAIL = {
    BlockFunctions::atanhArguments,
    BlockFunctions::squareOfArguments,
    BlockFunctions::logFirstTerms,
    BlockFunctions::logLastTerms,
    BlockFunctions::logTails
  };

  private static final BlockLoop[] LOG =
      BlockLoop.then(BlockLoop.then(SPLIT, LOG_TAIL), BlockFunctions::naturalLog);

  private static final BlockLoop[] LOG1P_OF_SUM =
      BlockLoop.then(LOG_TAIL, BlockFunctions::naturalLogWithRest);

  /** The natural logarithm of normal numbers above 0. */
  static void log(double[] out, double[] a, double[][] s) {
    BlockLoop.run(LOG, out, a, s);
  }

  private static void naturalLog(double[] out, double[] a, double[][] s) {
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < mantissa.length; i++) {
      double f = mantissa[i] - 1;
      double k = exponent[i];
      double low = out[i] + k * LN2_2;
      out[i] = k * LN2_1 - ((0.5 * f * f - low) - f);
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
      sum[i] = exponent[i] * LN2_2 + rest / sum[i];
    }
    BlockLoop.run(LOG1P_OF_SUM, out, a, s);
  }

  private static void naturalLogWithRest(double[] out, double[] a, double[][] s) {
    double[] mantissa = s[0];
    double[] exponent = s[1];
    double[] rest = s[2];
    for (int i = 0; i < mantissa.length; i++) {
      double f = mantissa[i] - 1;
      double low = out[i] + rest[i];
      out[i] = exponent[i] * LN2_1 - ((0.5 * f * f - low) - f);
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
    BlockLoop.run(LOG_TAIL, out, a, s);
    double[] mantissa = s[0];
    double[] exponent = s[1];
    for (int i = 0; i < mantissa.length; i++) {
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

  /** f/(2 + f) of the mantissa 1 + f. */
  private static void atanhArguments(double[] out, double[] a, double[][] s) {
    double[] mantissa = s[0];
    for (int i = 0; i < mantissa.length; i++) {
      double f = mantissa[i] - 1;
      out[i] = f / (2 + f);
    }
  }

  private static void squareOfArguments(double[] out, double[] a, double[][] s) {
    double[] square = s[4];
    for (int i = 0; i < square.length; i++) {
      square[i] = out[i] * out[i];
    }
  }

  /**
   * log(1 + f) - f + f^2/2 on [sqrt(1/2) - 1, sqrt(2) - 1] by the series of the inverse hyperbolic
   * tangent in f/(2 + f); the first term left out is under 1e-17 of the logarithm.
   */
  private static void logFirstTerms(double[] out, double[] a, double[][] s) {
    double[] tail = s[3];
    double[] square = s[4];
    for (int i = 0; i < square.length; i++) {
      double z = square[i];
      double p = 2.0 / 21;
      p = p * z + 2.0 / 19;
      p = p * z + 2.0 / 17;
      p = p * z + 2.0 / 15;
      p = p * z + 2.0 / 13;
      tail[i] = p;
    }
  }

  private static void logLastTerms(double[] out, double[] a, double[][] s) {
    double[] tail = s[3];
    double[] square = s[4];
    for (int i = 0; i < square.length; i++) {
      double z = square[i];
      double p = tail[i];
      p = p * z + 2.0 / 11;
      p = p * z + 2.0 / 9;
      p = p * z + 2.0 / 7;
      p = p * z + 2.0 / 5;
      tail[i] = p * z + 2.0 / 3;
    }
  }

  private static void logTails(double[] out, double[] a, double[][] s) {
    double[] mantissa = s[0];
    double[] tail = s[3];
    double[] square = s[4];
    for (int i = 0; i < mantissa.length; i++) {
      double f = mantissa[i] - 1;
      out[i] = out[i] * (0.5 * f * f + tail[i] * square[i]);
    }
  }

  /**
   * Writes a normal number above 0 as a mantissa from sqrt(1/2) to sqrt(2) and, in bits of a sum
   * with {@link #TO_INTEGER}, an exponent of 2.
   */
  private static void mantissasAndExponents(double[] out, double[] a, double[][] s) {
    long offset = Double.doubleToRawLongBits(Math.sqrt(0.5));
    long zero = Double.doubleToRawLongBits(TO_INTEGER);
    MemorySegment bits = BlockLoop.bits(a);
    MemorySegment mantissa = BlockLoop.bits(s[0]);
    MemorySegment exponent = BlockLoop.bits(s[1]);
    for (int i = 0; i < out.length; i++) {
      long k = (BlockLoop.bit(bits, i) - offset) >> 52;
      BlockLoop.setBit(exponent, i, k + zero);
    }
    for (int i = 0; i < out.length; i++) {
      long b = BlockLoop.bit(bits, i);
      BlockLoop.setBit(mantissa, i, b - (((b - offset) >> 52) << 52));
    }
  }

  private static void exponentsAsDoubles(double[] out, double[] a, double[][] s) {
    double[] exponent = s[1];
    for (int i = 0; i < exponent.length; i++) {
      exponent[i] = exponent[i] - TO_INTEGER;
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

  private static final BlockLoop[] POWER_LOG =
      BlockLoop.then(
          SPLIT,
          BlockFunctions::doubleAtanhArguments,
          BlockFunctions::fifthPowers,
          BlockFunctions::cubes);

  private static final BlockLoop[] POWER_EXP = {
    BlockFunctions::exponentRestWithLow,
    BlockFunctions::expFirstTerms,
    BlockFunctions::expLastTerms,
    BlockFunctions::powersOfTwo,
    BlockFunctions::expOfRest
  };

  /**
   * Powers of normal numbers above 0 whose logarithm is up to 700: the logarithm in two doubles,
   * with an error under 2^-64 of it, times the exponent, then the exponential.
   *
   * @return the logarithm of each power
   */
  static double[] pow(double[] out, double[] a, double[] b, double[][] s) {
    BlockLoop.run(POWER_LOG, out, a, s);
    double[] high = s[0];
    double[] low = s[1];
    double[] rest = s[2];
    double[] log = s[4];
    for (int i = 0; i < low.length; i++) {
      double k = low[i];
      double whole = k * LN2_1;
      double total = whole + high[i];
      double back = total - whole;
      double totalRest = (whole - (total - back)) + (high[i] - back) + (rest[i] + k * LN2_2);
      double product = total * b[i];
      log[i] = product;
      low[i] = Math.fma(total, b[i], -product) + totalRest * b[i];
    }
    BlockLoop.run(POWER_EXP, out, log, s);
    return log;
  }

  /** r = (m - 1)/(m + 1), and the logarithm is 2 r + 2/3 r^3 + 2/5 r^5 and so on. */
  private static void doubleAtanhArguments(double[] out, double[] a, double[][] s) {
    double[] high = s[0];
    double[] rest = s[2];
    for (int i = 0; i < high.length; i++) {
      double m = high[i];
      double d = m + 1;
      double r = (m - 1) / d;
      rest[i] = (Math.fma(-r, d, m - 1) - r * (m - (d - 1))) / d;
      high[i] = r;
    }
  }

  /** 2/5 r^5 + 2/7 r^7 and so on up to r^23. */
  private static void fifthPowers(double[] out, double[] a, double[][] s) {
    double[] high = s[0];
    for (int i = 0; i < high.length; i++) {
      double r = high[i];
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
      out[i] = r * z * z * p;
    }
  }

  private static void cubes(double[] out, double[] a, double[][] s) {
    double[] high = s[0];
    double[] rest = s[2];
    for (int i = 0; i < high.length; i++) {
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
  }

  private static void exponentRestWithLow(double[] out, double[] a, double[][] s) {
    double[] rest = s[0];
    double[] low = s[1];
    for (int i = 0; i < a.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      rest[i] = ((x - k * LN2_1) - k * LN2_2) + low[i];
    }
  }
}
