package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fit pays for tables that are not smooth: the weighted squared differences of neighbouring
 * rises, which are the second differences of the table's values.
 */
final class TableSmoothing {
  static final TableSmoothing NONE = new TableSmoothing();

  private final List<int[]> rises = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  private TableSmoothing() {}

  /**
   * {@return what the fit of a genome pays}; nothing for a table that its formula does not have
   *
   * @param genome with tables
   * @param template its tables
   * @param indexAt for each position of the genome the index among the constants of the fit, or -1
   * @param totalWeight of the rows
   */
  static TableSmoothing of(
      Tape genome, FormulaTemplate template, int[] indexAt, double totalWeight) {
    TableSmoothing smoothing = new TableSmoothing();
    for (int i = 0; i < genome.length(); i++) {
      if (!template.isTable(genome, i)) {
        continue;
      }
      TableBasis basis = template.tableAt(genome, i);
      double weight = basis.smoothness() * totalWeight / basis.steps();
      if (weight > 0 && indexAt[i - 1] >= 0) {
        int[] indices = new int[basis.steps()];
        for (int k = 0; k < indices.length; k++) {
          indices[k] = indexAt[i - basis.steps() + k];
        }
        smoothing.rises.add(indices);
        smoothing.weights.add(weight);
      }
    }
    return smoothing.rises.isEmpty() ? NONE : smoothing;
  }

  /**
   * {@return the cost}
   *
   * @param values of the constants of the fit
   */
  double cost(double[] values) {
    double sum = 0;
    for (int t = 0; t < rises.size(); t++) {
      int[] r = rises.get(t);
      for (int k = 1; k < r.length; k++) {
        double d = values[r[k]] - values[r[k - 1]];
        sum += weights.get(t) * d * d;
      }
    }
    return sum;
  }

  /**
   * Adds the derivatives of the cost to normal equations.
   *
   * @param values of the constants of the fit
   * @param scale 1 where they hold half of the derivatives of the loss, 2 where they hold them
   */
  void addTo(double[] values, double scale, double[][] jtj, double[] jtr) {
    for (int t = 0; t < rises.size(); t++) {
      int[] r = rises.get(t);
      double w = scale * weights.get(t);
      for (int k = 1; k < r.length; k++) {
        int a = r[k - 1];
        int b = r[k];
        double d = w * (values[b] - values[a]);
        jtr[b] += d;
        jtr[a] -= d;
        jtj[a][a] += w;
        jtj[b][b] += w;
        jtj[Math.max(a, b)][Math.min(a, b)] -= w;
      }
    }
  }
}
