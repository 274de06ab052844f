package io.formgate.expression;

import static io.formgate.expression.BlockFunctions.TO_INTEGER;

/** Sine, cosine and tangent over one block of rows, as {@link BlockFunctions} says it. */
final class BlockTrigonometry {
  private static final double INV_PI = 1 / Math.PI;
  // pi in three parts of 53 bits. A whole number of half or quarter turns times the first part,
  // subtracted from an argument next to it, is exact.
  private static final double PI_1 = 0x1.921fb54442d18p1;
  static final double PI_2 = 0x1.1a62633145c07p-53;
  private static final double PI_3 = -0x1.f1976b7ed8fbcp-109;

  private BlockTrigonometry() {}

  // For why loops are called through an interface, see BlockLoop.
  private static final BlockLoop[] SIN = {BlockTrigonometry::sines};
  private static final BlockLoop[] COS = {BlockTrigonometry::cosines};

  /** The sine up to 2^40. */
  static void sin(double[] out, double[] a, double[][] s) {
    BlockLoop.run(SIN, out, a, s);
  }

  /** The cosine up to 2^40. */
  static void cos(double[] out, double[] a, double[][] s) {
    BlockLoop.run(COS, out, a, s);
  }

  private static void sines(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * INV_PI + TO_INTEGER) - TO_INTEGER;
      out[i] = evenness(k) * sinOfRest(rest(x, k));
    }
  }

  /** The cosine is minus the sine of what remains beside an odd number of quarter turns. */
  private static void cosines(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double k = (x * INV_PI - 0.5 + TO_INTEGER) - TO_INTEGER;
      out[i] = -evenness(k) * sinOfRest(rest(x, k + 0.5));
    }
  }

  private static double rest(double x, double halfTurns) {
    return Math.fma(-halfTurns, PI_3, Math.fma(-halfTurns, PI_2, Math.fma(-halfTurns, PI_1, x)));
  }

  /** 1 for an even number, -1 for an odd one. */
  private static double evenness(double k) {
    double odd = k - 2 * ((k * 0.5 + TO_INTEGER) - TO_INTEGER);
    return 1 - 2 * odd * odd;
  }

  /** Taylor series on [-pi/2, pi/2]; the first term left out is under 2e-18. */
  static double sinOfRest(double r) {
    double z = r * r;
    double p = 1.0 / 51090942171709440000.0;
    p = Math.fma(p, z, -1.0 / 121645100408832000.0);
    p = Math.fma(p, z, 1.0 / 355687428096000.0);
    p = Math.fma(p, z, -1.0 / 1307674368000.0);
    p = Math.fma(p, z, 1.0 / 6227020800.0);
    p = Math.fma(p, z, -1.0 / 39916800.0);
    p = Math.fma(p, z, 1.0 / 362880.0);
    p = Math.fma(p, z, -1.0 / 5040.0);
    p = Math.fma(p, z, 1.0 / 120.0);
    p = Math.fma(p, z, -1.0 / 6.0);
    return Math.fma(r * z, p, r);
  }

  private static final BlockLoop[] TAN = {BlockTrigonometry::tangents};

  /**
   * The tangent up to 2^40, by quarter turns: sine over cosine or, in odd ones, minus the inverse.
   */
  static void tan(double[] out, double[] a, double[][] s) {
    BlockLoop.run(TAN, out, a, s);
  }

  private static void tangents(double[] out, double[] a, double[][] s) {
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      double quarters = (x * (2 * INV_PI) + TO_INTEGER) - TO_INTEGER;
      double r = rest(x, 0.5 * quarters);
      double sine = sinOfRest(r);
      double cosine = cosOfRest(r);
      double odd = 0.5 - 0.5 * evenness(quarters);
      double even = 1 - odd;
      out[i] = (even * sine - odd * cosine) / (even * cosine + odd * sine);
    }
  }

  /** Taylor series on [-pi/4, pi/4]; the first term left out is under 3e-18. */
  private static double cosOfRest(double r) {
    double z = r * r;
    double p = 1.0 / 20922789888000.0;
    p = Math.fma(p, z, -1.0 / 87178291200.0);
    p = Math.fma(p, z, 1.0 / 479001600.0);
    p = Math.fma(p, z, -1.0 / 3628800.0);
    p = Math.fma(p, z, 1.0 / 40320.0);
    p = Math.fma(p, z, -1.0 / 720.0);
    p = Math.fma(p, z, 1.0 / 24.0);
    double half = 0.5 * z;
    double high = 1 - half;
    return high + (((1 - high) - half) + z * z * p);
  }
}
