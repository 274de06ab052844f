package io.formgate.expression;

import static io.formgate.expression.RowBlocks.BLOCK_ROWS;

/**
 * Sums over one block of rows, by halving it four times into 16 partial sums that are then added in
 * order: row i to row i + 128, then to i + 64, i + 32 and i + 16. The order never depends on the
 * machine's vector length.
 */
final class BlockSum {
  private BlockSum() {}

  // For why loops are called through an interface, see BlockLoop.
  private static final BlockLoop[] PRODUCTS = {
    (out, a, s) -> BlockArithmetic.multiply(out, a, s[0]), (out, a, s) -> halve(out)
  };

  private static final BlockLoop[] PLAIN = {(out, a, s) -> halve(out)};

  /**
   * {@return the sum of a block}
   *
   * @param v the block; overwritten
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
    for (int i = 0; i < 128; i++) {
      v[i] = v[i] + v[i + 128];
    }
    for (int i = 0; i < 64; i++) {
      v[i] = v[i] + v[i + 64];
    }
    for (int i = 0; i < 32; i++) {
      v[i] = v[i] + v[i + 32];
    }
    for (int i = 0; i < 16; i++) {
      v[i] = v[i] + v[i + 16];
    }
  }

  private static double total(double[] v) {
    double total = 0;
    for (int i = 0; i < BLOCK_ROWS / 16; i++) {
      total += v[i];
    }
    return total;
  }
}
