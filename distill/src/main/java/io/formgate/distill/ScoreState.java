package io.formgate.distill;

import io.formgate.datapath.TableSum;
import io.formgate.expression.Softmax;
import java.util.List;

/**
 * Scores of all rows, with the slope and a bound of the curvature of the cross-entropy by each.
 *
 * <p>Slope q - p and curvature q(1 - q) of a softmax q against the target p, as in LogitBoost
 * (Friedman, Hastie and Tibshirani, "Additive logistic regression", 2000).
 */
final class ScoreState {
  private final FitRows rows;
  private final int classes;
  private final double[] scores;
  private final double[] slopes;
  private final double[] curvatures;

  ScoreState(FitRows rows) {
    this.rows = rows;
    classes = rows.classes();
    scores = new double[rows.rows() * classes];
    slopes = new double[scores.length];
    curvatures = new double[scores.length];
  }

  /** Sums of slopes and curvatures over the rows of each bin, {@code [bin * classes + class]}. */
  static final class Sums {
    final double[] slopes;
    final double[] curvatures;

    /** Rows of each bin, or of each value of a view. */
    final int[] counts;

    private Sums(double[] slopes, double[] curvatures, int[] counts) {
      this.slopes = slopes;
      this.curvatures = curvatures;
      this.counts = counts;
    }
  }

  /** Sets the scores to the sum of some summands. */
  void set(List<Summand> summands) {
    java.util.Arrays.fill(scores, 0);
    summands.forEach(s -> add(s, s.values));
    refresh();
  }

  /** Adds values by the cell of a summand. */
  void add(Summand summand, double[] values) {
    byte[] cells = summand.cells(rows);
    for (int row = 0; row < cells.length; row++) {
      int from = cells[row] * classes;
      int to = row * classes;
      for (int k = 0; k < classes; k++) {
        scores[to + k] += values[from + k];
      }
    }
  }

  /** Computes slopes and curvatures of the present scores. */
  void refresh() {
    double[] targets = rows.targets();
    double[] q = new double[classes];
    for (int at = 0; at < scores.length; at += classes) {
      Softmax.of(scores, at, 1, q);
      for (int k = 0; k < classes; k++) {
        slopes[at + k] = q[k] - targets[at + k];
        curvatures[at + k] = q[k] * (1 - q[k]);
      }
    }
  }

  /** {@return sums over the rows of each bin} */
  Sums sums(byte[] bins, int count) {
    double[] g = new double[count * classes];
    double[] h = new double[count * classes];
    int[] n = new int[count];
    for (int row = 0; row < bins.length; row++) {
      n[bins[row]]++;
      int to = bins[row] * classes;
      int from = row * classes;
      for (int k = 0; k < classes; k++) {
        g[to + k] += slopes[from + k];
        h[to + k] += curvatures[from + k];
      }
    }
    return new Sums(g, h, n);
  }

  /** {@return sums over the rows of each value of a view with each code of another} */
  Sums sums(byte[] values, byte[] otherValues, byte[] otherCodes) {
    int count = TableSum.VIEW_VALUES * TableSum.CODES;
    double[] g = new double[count * classes];
    double[] h = new double[count * classes];
    int[] n = new int[TableSum.VIEW_VALUES];
    for (int row = 0; row < values.length; row++) {
      n[values[row]]++;
      int to = (values[row] * TableSum.CODES + otherCodes[otherValues[row]]) * classes;
      int from = row * classes;
      for (int k = 0; k < classes; k++) {
        g[to + k] += slopes[from + k];
        h[to + k] += curvatures[from + k];
      }
    }
    return new Sums(g, h, n);
  }
}
