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

  /** {@code byRow[row][place]}. */
  private final double[][] byRow;

  private final double[][] sums;
  private final double[][] partial;
  private final double[][] half;
  private final int[] lane;

  /**
   * Takes the blocks.
   *
   * @param values {@code values[block][row]}, not kept
   * @param places of the blocks among the sums, a permutation
   * @param rows number of rows
   */
  BlockProjections(double[][] values, int[] places, int rows) {
    byRow = new double[rows][values.length];
    for (int i = 0; i < values.length; i++) {
      for (int r = 0; r < rows; r++) {
        byRow[r][places[i]] = values[i][r];
      }
    }
    sums = new double[SUMS][values.length];
    partial = new double[SUMS][values.length];
    half = new double[SUMS][values.length];
    lane = new int[rows];
  }

  /** {@return the sum of squares of the block at a place} */
  double squares(int place) {
    return sums[SQUARES][place];
  }

  /** {@return the sum along an axis of the block at a place} */
  double along(int axis, int place) {
    return sums[axis][place];
  }

  /** {@return the sum along the residual of the block at a place} */
  double explained(int place) {
    return sums[RESIDUAL][place];
  }

  /**
   * Makes the sums of the blocks of some places.
   *
   * @param derivative what the blocks' values are multiplied by; rows of 0 do not count, and need
   *     not have a value
   * @param axes three
   * @param residual of each row
   * @param from first place
   * @param to behind the last place
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
    for (; at + 1 < count; at += 2) {
      int r = lane[at];
      int q = lane[at + 1];
      addTwo(
          byRow[r],
          byRow[q],
          new double[] {derivative[r], axes[0][r], axes[1][r], axes[2][r], residual[r]},
          new double[] {derivative[q], axes[0][q], axes[1][q], axes[2][q], residual[q]},
          from,
          to);
    }
    if (at < count) {
      int r = lane[at];
      addOne(
          byRow[r],
          new double[] {derivative[r], axes[0][r], axes[1][r], axes[2][r], residual[r]},
          from,
          to);
    }
  }

  private int keep(double[] derivative, int row, int count) {
    lane[count] = row;
    return derivative[row] == 0 ? 0 : 1;
  }

  private void addTwo(double[] u, double[] v, double[] of, double[] and, int from, int to) {
    double[] s0 = partial[0];
    double[] s1 = partial[1];
    double[] s2 = partial[2];
    double[] squares = partial[SQUARES];
    double[] left = partial[RESIDUAL];
    double d = of[0];
    double a0 = of[1];
    double a1 = of[2];
    double a2 = of[3];
    double a3 = of[4];
    double e = and[0];
    double b0 = and[1];
    double b1 = and[2];
    double b2 = and[3];
    double b3 = and[4];
    for (int i = from; i < to; i++) {
      double p = d * u[i];
      double q = e * v[i];
      s0[i] = s0[i] + p * a0 + q * b0;
      s1[i] = s1[i] + p * a1 + q * b1;
      s2[i] = s2[i] + p * a2 + q * b2;
      squares[i] = squares[i] + p * p + q * q;
      left[i] = left[i] + p * a3 + q * b3;
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
