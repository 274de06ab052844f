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

  /**
   * {@return the sum of a block}
   *
   * @param v the block, a power of two times as many rows as partial sums; overwritten
   */
  static double sum(double[] v) {
    BlockLoop.run(PLAIN, v, v, NOTHING);
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
    BlockLoop.run(PRODUCTS, scratch, a, b);
    return total(scratch);
  }

  private static void halve(double[] v) {
    for (int half = v.length / 2; half >= PARTIAL_SUMS; half /= 2) {
      for (int i = 0; i < half; i++) {
        v[i] = v[i] + v[i + half];
      }
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
