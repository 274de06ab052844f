package io.formgate.expression;

import static io.formgate.expression.BlockFunctions.LN2_1;
import static io.formgate.expression.BlockFunctions.LN2_2;
import static io.formgate.expression.BlockFunctions.LOG2_E;
import static io.formgate.expression.BlockFunctions.TO_INTEGER;

/** Powers over one block of rows, as {@link BlockFunctions} says it. */
final class BlockPower {
  // 2/3 in two parts.
  private static final double TWO_THIRDS = 2.0 / 3;
  private static final double TWO_THIRDS_REST = Math.fma(-3, TWO_THIRDS, 2) / 3;

  private BlockPower() {}

  private static final BlockLoop[] POWER_LOG =
      BlockLoop.then(
          BlockFunctions.SPLIT,
          BlockPower::doubleAtanhArguments,
          BlockPower::fifthPowers,
          BlockPower::cubes);

  private static final BlockLoop[] POWER_EXP = {
    BlockFunctions::exponents, BlockFunctions::powersOfTwo, BlockPower::expOfSums
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
      double k = low[i] - TO_INTEGER;
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

  /** The exponential of an argument and what its rounding left out. */
  private static void expOfSums(double[] out, double[] a, double[][] s) {
    double[] low = s[1];
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * LOG2_E + TO_INTEGER) - TO_INTEGER;
      double r = Math.fma(-k, LN2_2, Math.fma(-k, LN2_1, x)) + low[i];
      out[i] = (1 + BlockFunctions.expm1OfRest(r)) * out[i];
    }
  }
}
