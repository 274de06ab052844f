package io.formgate.expression;

/**
 * Sums over one block of rows, by halving it into 16 partial sums that are then added in order: of
 * 256 rows, row i to row i + 128, then to i + 64, i + 32 and i + 16. The order never depends on the
 * machine's vector length.
 */
final class BlockSum {
  /** Partial sums of a block. */
  static final int PARTIAL_SUMS = 16;

  private BlockSum() {}

  // For why loops are called through an interface, see BlockLoop.
  private static final BlockLoop[] PRODUCTS = {
    (out, a, s) -> BlockArithmetic.multiply(out, a, s[0]), (out, a, s) -> halve(out)
  };

  private static final BlockLoop[] PLAIN = {(out, a, s) -> halve(out)};

  // Two halvings in one loop, and with distances that the compiler knows: it is vectorised only so.
  private static final BlockLoop[] QUARTERS_OF_256 = {
    (out, a, s) -> quartersOf256(out), (out, a, s) -> quartersOf64(out)
  };
  private static final BlockLoop[] QUARTERS_OF_1024 =
      BlockLoop.then(new BlockLoop[] {(out, a, s) -> quartersOf1024(out)}, QUARTERS_OF_256);
  private static final BlockLoop[] PRODUCTS_OF_256 = {
    (out, a, s) -> quarterProductsOf256(out, a, s[0]), (out, a, s) -> quartersOf64(out)
  };
  private static final BlockLoop[] PRODUCTS_OF_1024 =
      BlockLoop.then(
          new BlockLoop[] {(out, a, s) -> quarterProductsOf1024(out, a, s[0])}, QUARTERS_OF_256);

  /**
   * {@return the sum of a block}
   *
   * @param v the block, a power of two times as many rows as partial sums; overwritten
   */
  static double sum(double[] v) {
    BlockLoop.run(
        v.length == 1024 ? QUARTERS_OF_1024 : v.length == 256 ? QUARTERS_OF_256 : PLAIN,
        v,
        v,
        NOTHING);
    return total(v);
  }

  private static final double[][] NOTHING = {};

  /**
   * {@return the sum of the products of two blocks}
   *
   * @param a one block
   * @param b the only block of an array
   * @param scratch overwritten
   */
  static double products(double[] a, double[][] b, double[] scratch) {
    int rows = scratch.length;
    BlockLoop.run(
        rows == 1024 ? PRODUCTS_OF_1024 : rows == 256 ? PRODUCTS_OF_256 : PRODUCTS, scratch, a, b);
    return total(scratch);
  }

  private static void halve(double[] v) {
    for (int half = v.length / 2; half >= PARTIAL_SUMS; half /= 2) {
      for (int i = 0; i < half; i++) {
        v[i] = v[i] + v[i + half];
      }
    }
  }

  private static void quarterProductsOf1024(double[] out, double[] a, double[] b) {
    for (int i = 0; i < 256; i++) {
      double even = a[i] * b[i] + a[i + 512] * b[i + 512];
      double odd = a[i + 256] * b[i + 256] + a[i + 768] * b[i + 768];
      out[i] = even + odd;
    }
  }

  private static void quarterProductsOf256(double[] out, double[] a, double[] b) {
    for (int i = 0; i < 64; i++) {
      double even = a[i] * b[i] + a[i + 128] * b[i + 128];
      double odd = a[i + 64] * b[i + 64] + a[i + 192] * b[i + 192];
      out[i] = even + odd;
    }
  }

  private static void quartersOf1024(double[] v) {
    for (int i = 0; i < 256; i++) {
      v[i] = (v[i] + v[i + 512]) + (v[i + 256] + v[i + 768]);
    }
  }

  private static void quartersOf256(double[] v) {
    for (int i = 0; i < 64; i++) {
      v[i] = (v[i] + v[i + 128]) + (v[i + 64] + v[i + 192]);
    }
  }

  private static void quartersOf64(double[] v) {
    for (int i = 0; i < 16; i++) {
      v[i] = (v[i] + v[i + 32]) + (v[i + 16] + v[i + 48]);
    }
  }

  private static double total(double[] v) {
    double total = 0;
    for (int i = 0; i < PARTIAL_SUMS; i++) {
      total += v[i];
    }
    return total;
  }
}
