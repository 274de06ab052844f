package io.formgate.distill;

import java.util.ArrayList;
import java.util.List;

/**
 * Picks columns from which a linear function makes most of some targets: one after the other, each
 * the column that leaves the least squares of all targets together (forward selection by
 * orthogonalisation).
 */
public final class ForwardSelection {
  /** A column of which less than this share is new says nothing. */
  private static final double NEW = 1e-9;

  private ForwardSelection() {}

  /**
   * {@return the chosen columns, in their order}
   *
   * @param columns {@code columns[row][column]}
   * @param targets {@code targets[row][target]}
   * @param most how many, at most
   */
  public static List<Integer> most(double[][] columns, double[][] targets, int most) {
    double[][] left = centred(columns);
    double[][] aims = centred(targets);
    double[] whole = new double[left.length];
    for (int c = 0; c < left.length; c++) {
      whole[c] = dot(left[c], left[c]);
    }
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < Math.min(most, left.length)) {
      int best = -1;
      double greatest = 0;
      for (int c = 0; c < left.length; c++) {
        double squares = dot(left[c], left[c]);
        if (!(squares > NEW * whole[c]) || chosen.contains(c)) {
          continue;
        }
        double gain = 0;
        for (double[] aim : aims) {
          double along = dot(left[c], aim);
          gain += along * along / squares;
        }
        if (gain > greatest) {
          best = c;
          greatest = gain;
        }
      }
      if (best < 0) {
        break;
      }
      chosen.add(best);
      double[] axis = left[best].clone();
      double squares = dot(axis, axis);
      for (double[] aim : aims) {
        subtract(aim, axis, squares);
      }
      for (double[] column : left) {
        subtract(column, axis, squares);
      }
    }
    return chosen.stream().sorted().toList();
  }

  private static void subtract(double[] from, double[] axis, double squares) {
    double along = dot(from, axis) / squares;
    for (int row = 0; row < from.length; row++) {
      from[row] -= along * axis[row];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int row = 0; row < a.length; row++) {
      sum += a[row] * b[row];
    }
    return sum;
  }

  /** {@return the columns without their means, {@code [column][row]}} */
  private static double[][] centred(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int c = 0; c < columns.length; c++) {
      double mean = 0;
      for (double[] row : rows) {
        mean += row[c] / rows.length;
      }
      for (int r = 0; r < rows.length; r++) {
        columns[c][r] = rows[r][c] - mean;
      }
    }
    return columns;
  }
}
