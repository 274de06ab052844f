package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.List;

/** What a fit pays for tables that are not smooth. */
final class TableSmoothing {
  static final TableSmoothing NONE = new TableSmoothing();

  private final List<Term> all = new ArrayList<>();

  /** A weighted square of a sum of constants of the fit. */
  private static final class Term {
    private final int[] constants;
    private final double[] factors;
    private final double weight;

    Term(LearnedBasis.Roughness of, int[] indexAt, int first, double totalWeight) {
      constants = of.constants().stream().mapToInt(c -> indexAt[first + c]).toArray();
      factors = of.factors().stream().mapToDouble(f -> f).toArray();
      weight = of.weight() * totalWeight;
    }

    double sum(double[] values) {
      double sum = 0;
      for (int c = 0; c < constants.length; c++) {
        sum += factors[c] * values[constants[c]];
      }
      return sum;
    }
  }

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
      if (!template.isTable(genome, i) || indexAt[i - 1] < 0) {
        continue;
      }
      LearnedBasis basis = template.tableAt(genome, i);
      int first = i - basis.constants();
      for (LearnedBasis.Roughness r : basis.roughness()) {
        smoothing.all.add(new Term(r, indexAt, first, totalWeight));
      }
    }
    return smoothing.all.isEmpty() ? NONE : smoothing;
  }

  /**
   * {@return the cost}
   *
   * @param values of the constants of the fit
   */
  double cost(double[] values) {
    double cost = 0;
    for (Term term : all) {
      double sum = term.sum(values);
      cost += term.weight * sum * sum;
    }
    return cost;
  }

  /**
   * Adds the derivatives of the cost to normal equations.
   *
   * @param values of the constants of the fit
   * @param scale 1 where they hold half of the derivatives of the loss, 2 where they hold them
   */
  void addTo(double[] values, double scale, double[][] jtj, double[] jtr) {
    for (Term term : all) {
      double w = scale * term.weight;
      double sum = term.sum(values);
      for (int c = 0; c < term.constants.length; c++) {
        int a = term.constants[c];
        jtr[a] += w * term.factors[c] * sum;
        for (int d = 0; d <= c; d++) {
          int b = term.constants[d];
          jtj[Math.max(a, b)][Math.min(a, b)] += w * term.factors[c] * term.factors[d];
        }
      }
    }
  }
}
