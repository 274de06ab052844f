package io.formgate.search;

import java.util.Arrays;

/**
 * What building blocks times a derivative have in common with axes and a residual: of each block
 * the sum of squares of the products and the sums of the products along the axes and the residual.
 *
 * <p>A row is added to the sums of many blocks at a time, which a processor does several at once. A
 * sum is four partial sums, each of every fourth row, in the order of the rows.
 */
final class BlockProjections {
  /** Partial sums. */
  private static final int LANES = 4;

  /** The sums of so many blocks stay in the cache while all rows are added to them. */
  private static final int TILE = 512;

  private static final int AXES = 3;
  private static final int SQUARES = AXES;
  private static final int RESIDUAL = AXES + 1;
  private static final int SUMS = AXES + 2;

  /** {@code byRow[row][block]}. */
  private final double[][] byRow;

  private final double[][] sums;
  private final double[][] partial;
  private final double[][] half;
  private final int[] lane;
  private final double[][] factors = new double[4][AXES + 2];

  /**
   * Takes the blocks.
   *
   * @param byRow {@code byRow[row][block]}, only read
   * @param blocks number of blocks
   */
  BlockProjections(double[][] byRow, int blocks) {
    this.byRow = byRow;
    sums = new double[SUMS][blocks];
    partial = new double[SUMS][blocks];
    half = new double[SUMS][blocks];
    lane = new int[byRow.length];
  }

  /** {@return the sum of squares of a block} */
  double squares(int block) {
    return sums[SQUARES][block];
  }

  /** {@return the sum along an axis of a block} */
  double along(int axis, int block) {
    return sums[axis][block];
  }

  /** {@return the sum along the residual of a block} */
  double explained(int block) {
    return sums[RESIDUAL][block];
  }

  /**
   * Makes the sums of neighbouring blocks.
   *
   * @param derivative what the blocks' values are multiplied by; rows of 0 do not count, and need
   *     not have a value
   * @param axes three
   * @param residual of each row
   * @param from first block
   * @param to behind the last block
   */
  void project(double[] derivative, double[][] axes, double[] residual, int from, int to) {
    for (int start = from; start < to; start += TILE) {
      int end = Math.min(to, start + TILE);
      for (int l = 0; l < LANES; l++) {
        for (double[] sum : partial) {
          Arrays.fill(sum, start, end, 0);
        }
        addLane(l, derivative, axes, residual, start, end);
        for (int s = 0; s < SUMS; s++) {
          gather(l, sums[s], half[s], partial[s], start, end);
        }
      }
    }
  }

  /** The first two partial sums make one half, the last two the other. */
  private static void gather(
      int lane, double[] sum, double[] half, double[] partial, int from, int to) {
    switch (lane) {
      case 0 -> System.arraycopy(partial, from, sum, from, to - from);
      case 1 -> add(sum, partial, from, to);
      case 2 -> System.arraycopy(partial, from, half, from, to - from);
      default -> {
        add(half, partial, from, to);
        add(sum, half, from, to);
      }
    }
  }

  private static void add(double[] sum, double[] more, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += more[i];
    }
  }

  /** Adds the rows of a partial sum: every fourth, the first one also those that are left over. */
  private void addLane(
      int l, double[] derivative, double[][] axes, double[] residual, int from, int to) {
    int whole = byRow.length - byRow.length % LANES;
    int count = 0;
    for (int r = l; r < whole; r += LANES) {
      count += keep(derivative, r, count);
    }
    for (int r = whole; r < byRow.length && l == 0; r++) {
      count += keep(derivative, r, count);
    }
    int at = 0;
    for (; at + 3 < count; at += 4) {
      for (int k = 0; k < 4; k++) {
        factors(lane[at + k], derivative, axes, residual, factors[k]);
      }
      addFour(
          byRow[lane[at]], byRow[lane[at + 1]], byRow[lane[at + 2]], byRow[lane[at + 3]], from, to);
    }
    for (; at < count; at++) {
      factors(lane[at], derivative, axes, residual, factors[0]);
      addOne(byRow[lane[at]], factors[0], from, to);
    }
  }

  /** What a row's products are made of: its derivative, axes and residual. */
  private static void factors(
      int row, double[] derivative, double[][] axes, double[] residual, double[] out) {
    out[0] = derivative[row];
    for (int a = 0; a < AXES; a++) {
      out[1 + a] = axes[a][row];
    }
    out[1 + AXES] = residual[row];
  }

  private int keep(double[] derivative, int row, int count) {
    lane[count] = row;
    return derivative[row] == 0 ? 0 : 1;
  }

  /** Four rows at a time: each sum is read and written once for all four. */
  private void addFour(double[] u, double[] v, double[] w, double[] x, int from, int to) {
    double[] s0 = partial[0];
    double[] s1 = partial[1];
    double[] s2 = partial[2];
    double[] squares = partial[SQUARES];
    double[] left = partial[RESIDUAL];
    double a = factors[0][0];
    double a0 = factors[0][1];
    double a1 = factors[0][2];
    double a2 = factors[0][3];
    double a3 = factors[0][4];
    double b = factors[1][0];
    double b0 = factors[1][1];
    double b1 = factors[1][2];
    double b2 = factors[1][3];
    double b3 = factors[1][4];
    double c = factors[2][0];
    double c0 = factors[2][1];
    double c1 = factors[2][2];
    double c2 = factors[2][3];
    double c3 = factors[2][4];
    double d = factors[3][0];
    double d0 = factors[3][1];
    double d1 = factors[3][2];
    double d2 = factors[3][3];
    double d3 = factors[3][4];
    for (int i = from; i < to; i++) {
      double p = a * u[i];
      double q = b * v[i];
      double r = c * w[i];
      double t = d * x[i];
      s0[i] = s0[i] + p * a0 + q * b0 + r * c0 + t * d0;
      s1[i] = s1[i] + p * a1 + q * b1 + r * c1 + t * d1;
      s2[i] = s2[i] + p * a2 + q * b2 + r * c2 + t * d2;
      squares[i] = squares[i] + p * p + q * q + r * r + t * t;
      left[i] = left[i] + p * a3 + q * b3 + r * c3 + t * d3;
    }
  }

  private void addOne(double[] u, double[] of, int from, int to) {
    for (int i = from; i < to; i++) {
      double p = of[0] * u[i];
      for (int s = 0; s < AXES; s++) {
        partial[s][i] += p * of[1 + s];
      }
      partial[SQUARES][i] += p * p;
      partial[RESIDUAL][i] += p * of[4];
    }
  }
}
