package io.formgate.expression;

/** Sine, cosine and tangent over one block of rows, as {@link BlockFunctions} says it. */
final class BlockTrigonometry {
  private static final double INV_PI = 1 / Math.PI;
  // pi in three parts of 33 bits, so that up to 2^20 half turns times a part is exact.
  private static final double PI_1 = 0x1.921fb544p1;
  private static final double PI_2 = 0x1.0b4611a6p-33;
  private static final double PI_3 = 0x1.3198a2e037073p-68;

  private BlockTrigonometry() {}

  private static final BlockLoop[] SIN = {
    BlockTrigonometry::halfTurns,
    BlockTrigonometry::restOfHalfTurns,
    BlockTrigonometry::signOfTurns,
    BlockTrigonometry::squareOfRest,
    BlockTrigonometry::sinFirstTerms,
    BlockTrigonometry::sinLastTerms,
    BlockTrigonometry::sinOfRest
  };

  private static final BlockLoop[] COS = {
    BlockTrigonometry::halfTurnsFromQuarter,
    BlockTrigonometry::signOfTurns,
    BlockTrigonometry::restOfTurnsFromQuarter,
    BlockTrigonometry::squareOfRest,
    BlockTrigonometry::sinFirstTerms,
    BlockTrigonometry::sinLastTerms,
    BlockTrigonometry::minusSinOfRest
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
    BlockTrigonometry::restOfQuarterTurns,
    BlockTrigonometry::squareOfRest,
    BlockTrigonometry::sinFirstTerms,
    BlockTrigonometry::sinLastTerms,
    BlockTrigonometry::sineOfRest,
    BlockTrigonometry::cosineOfRest,
    BlockTrigonometry::oddQuarters,
    BlockTrigonometry::quotientOfQuarters
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
}
