package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sums of many blocks at a time are those of each block by itself, to the last bit. */
class BlockProjectionsTest {
  private final RandomSource random = new RandomSource(7);

  private double[] numbers(int count) {
    return IntStream.range(0, count).mapToDouble(_ -> random.nextDouble() - 0.5).toArray();
  }

  /** Four partial sums, each of every fourth row, the first one with what is left over. */
  private static double dot(double[] a, double[] b) {
    double[] s = new double[4];
    int whole = a.length - a.length % 4;
    for (int r = 0; r < a.length; r++) {
      s[r < whole ? r % 4 : 0] += a[r] * b[r];
    }
    return (s[0] + s[1]) + (s[2] + s[3]);
  }

  @Test
  void theyAreTheSumsOfEachBlock() {
    for (int rows : new int[] {1, 3, 4, 9, 79}) {
      int blocks = 1300;
      double[][] values =
          IntStream.range(0, blocks).mapToObj(_ -> numbers(rows)).toArray(double[][]::new);
      double[] derivative = numbers(rows);
      double[][] axes = {numbers(rows), numbers(rows), numbers(rows)};
      double[] residual = numbers(rows);
      // A row of weight 0, in which blocks have no value.
      derivative[rows / 2] = 0;
      values[5][rows / 2] = Double.NaN;
      values[6][rows / 2] = Double.POSITIVE_INFINITY;
      double[][] byRow = new double[rows][blocks];
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < blocks; i++) {
          byRow[r][i] = values[i][r];
        }
      }
      BlockProjections projections = new BlockProjections(byRow, blocks);
      projections.project(derivative, axes, residual, 0, 600);
      projections.project(derivative, axes, residual, 600, blocks);
      for (int i = 0; i < blocks; i++) {
        double[] product = new double[rows];
        for (int r = 0; r < rows; r++) {
          product[r] = derivative[r] == 0 ? 0 : derivative[r] * values[i][r];
        }
        assertThat(projections.squares(i)).isEqualTo(dot(product, product));
        assertThat(projections.explained(i)).isEqualTo(dot(product, residual));
        for (int axis = 0; axis < 3; axis++) {
          assertThat(projections.along(axis, i)).isEqualTo(dot(product, axes[axis]));
        }
      }
    }
  }
}
