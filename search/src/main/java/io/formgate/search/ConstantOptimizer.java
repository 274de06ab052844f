package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Fits a genome's constants by Levenberg and Marquardt's method, with the damping scaled by the
 * diagonal of the normal equations. For losses other than least squares the rows' curvatures take
 * the place of their weights (the generalised Gauss-Newton method: Schraudolph, Neural Computation
 * 14, 2002).
 */
final class ConstantOptimizer {
  private static final double FIRST_DAMPING = 1e-3;
  private static final double LARGEST_DAMPING = 1e8;
  private static final double DAMPING_UP = 8;
  private static final double DAMPING_DOWN = 0.1;
  private static final double ENOUGH = 1e-9;

  private ConstantOptimizer() {}

  /**
   * Fits, and keeps the constants that were there if no better ones are found.
   *
   * @param genome its constants are changed
   * @param development makes its formula
   * @param evaluator over the rows to fit to
   * @param iterations most accepted or rejected steps
   * @return the weighted sum of losses after the fit, infinite if it is not defined
   */
  static double fit(
      Tape genome, Development development, BatchEvaluator evaluator, int iterations) {
    return fit(genome, development, evaluator, iterations, false);
  }

  /**
   * Fits the values of tables alone.
   *
   * @param genome its tables are changed
   * @param development makes its formula
   * @param evaluator over the rows to fit to
   * @param iterations most accepted or rejected steps
   * @return the weighted sum of losses after the fit, infinite if it is not defined
   */
  static double fitTables(
      Tape genome, Development development, BatchEvaluator evaluator, int iterations) {
    return fit(genome, development, evaluator, iterations, true);
  }

  private static double fit(
      Tape genome,
      Development development,
      BatchEvaluator evaluator,
      int iterations,
      boolean tablesOnly) {
    Tape formula = development.formula(genome);
    if (formula == null) {
      return Double.POSITIVE_INFINITY;
    }
    List<Fitted> constants = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int[][] groups = development.groups(genome);
    int k = 0;
    int[] indexAt = new int[genome.length()];
    boolean[] ofTable = ofTables(genome, development.template());
    for (int i = 0; i < genome.length(); i++) {
      if (genome.isConstant(i)) {
        int[] group = groups[k++];
        indexAt[i] = -1;
        if (group.length > 0 && (ofTable[i] || !tablesOnly)) {
          indexAt[i] = constants.size();
          constants.add(new Fitted(group, development.ruleAt(genome, i)));
          places.add(i);
        }
      }
    }
    TableSmoothing smoothing =
        TableSmoothing.of(genome, development.template(), indexAt, evaluator.data().totalWeight());
    double loss = fit(formula, constants, smoothing, evaluator, iterations);
    for (int c = 0; c < constants.size(); c++) {
      genome.setConstant(places.get(c), formula.constantAt(constants.get(c).positions[0]));
    }
    return loss;
  }

  /**
   * Fits each constant of a formula by itself.
   *
   * @param formula its constants are changed
   * @param evaluator over the rows to fit to
   * @param iterations most accepted or rejected steps
   * @return the weighted sum of losses after the fit, infinite if it is not defined
   */
  static double fitFormula(Tape formula, BatchEvaluator evaluator, int iterations) {
    List<Fitted> constants = new ArrayList<>();
    for (int i = 0; i < formula.length(); i++) {
      if (formula.isConstant(i)) {
        constants.add(new Fitted(new int[] {i}, ConstantRule.ANY));
      }
    }
    return fit(formula, constants, TableSmoothing.NONE, evaluator, iterations);
  }

  /** Which positions are constants of tables; each table of a formula stands in it once. */
  private static boolean[] ofTables(Tape genome, FormulaTemplate template) {
    boolean[] of = new boolean[genome.length()];
    for (int i = 0; i < genome.length(); i++) {
      if (template.isTable(genome, i)) {
        Arrays.fill(of, i - template.tableAt(genome, i).constants(), i, true);
      }
    }
    return of;
  }

  /** A constant, the positions at which it stands in the formula, and the values it may have. */
  private static final class Fitted {
    private final int[] positions;
    private final ConstantRule rule;

    Fitted(int[] positions, ConstantRule rule) {
      this.positions = positions;
      this.rule = rule;
    }

    double value(Tape formula) {
      return formula.constantAt(positions[0]);
    }

    void set(Tape formula, double value) {
      for (int position : positions) {
        formula.setConstant(position, value);
      }
    }
  }

  /** Fits within the ranges, then moves each constant to its grid. */
  private static double fit(
      Tape formula,
      List<Fitted> constants,
      TableSmoothing smoothing,
      BatchEvaluator evaluator,
      int iterations) {
    if (constants.isEmpty()) {
      return evaluator.loss(formula);
    }
    boolean moved = false;
    for (Fitted constant : constants) {
      moved |= !constant.rule.isAny();
      constant.set(formula, constant.rule.clamp(constant.value(formula)));
    }
    double loss = descend(formula, constants, smoothing, evaluator, iterations);
    if (moved || smoothing != TableSmoothing.NONE) {
      for (Fitted constant : constants) {
        constant.set(formula, constant.rule.nearest(constant.value(formula)));
      }
      loss = evaluator.loss(formula);
    }
    return loss;
  }

  /** {@return the loss with what tables pay for not being smooth} */
  private static double descend(
      Tape formula,
      List<Fitted> constants,
      TableSmoothing smoothing,
      BatchEvaluator evaluator,
      int iterations) {
    // Least squares come with half of the derivatives.
    double scale = evaluator.isLeastSquares() ? 1 : 2;
    int n = constants.size();
    int[][] groups = constants.stream().map(c -> c.positions).toArray(int[][]::new);
    double[][] jtj = new double[n][n];
    double[] jtr = new double[n];
    double[][] damped = new double[n][n];
    double[] step = new double[n];
    double[] kept = new double[n];
    double loss = evaluator.normalEquations(formula, groups, jtj, jtr);
    for (int k = 0; k < n; k++) {
      kept[k] = constants.get(k).value(formula);
    }
    loss += smoothing.cost(kept);
    smoothing.addTo(kept, scale, jtj, jtr);
    double damping = FIRST_DAMPING;
    for (int i = 0; i < iterations && loss != 0 && loss < Double.POSITIVE_INFINITY; i++) {
      for (int k = 0; k < n; k++) {
        kept[k] = constants.get(k).value(formula);
      }
      double next = Double.POSITIVE_INFINITY;
      if (solve(jtj, jtr, damping, damped, step)) {
        for (int k = 0; k < n; k++) {
          Fitted constant = constants.get(k);
          constant.set(formula, constant.rule.clamp(kept[k] - step[k]));
        }
        for (int k = 0; k < n; k++) {
          step[k] = constants.get(k).value(formula);
        }
        next = evaluator.lossInFit(formula) + smoothing.cost(step);
      }
      if (next < loss) {
        boolean done = loss - next <= ENOUGH * Math.abs(loss);
        loss = next;
        if (done) {
          break;
        }
        damping *= DAMPING_DOWN;
        if (i + 1 < iterations) {
          evaluator.normalEquations(formula, groups, jtj, jtr);
          smoothing.addTo(step, scale, jtj, jtr);
        }
      } else {
        for (int k = 0; k < n; k++) {
          constants.get(k).set(formula, kept[k]);
        }
        damping *= DAMPING_UP;
        if (damping > LARGEST_DAMPING) {
          break;
        }
      }
    }
    return loss;
  }

  /**
   * Fits from the constants that are there and from random ones, and keeps the best.
   *
   * @param tape its constants are changed
   * @param development makes its formula
   * @param evaluator over the rows to fit to
   * @param iterations most steps of a start
   * @param restarts further starts, each with the constants scaled and shifted at random
   * @param random the stream
   * @return the weighted sum of losses after the fit, infinite if it is not defined
   */
  static double fit(
      Tape tape,
      Development development,
      BatchEvaluator evaluator,
      int iterations,
      int restarts,
      RandomGenerator random) {
    Tape start = tape.copy();
    double best = fit(tape, development, evaluator, iterations);
    Tape trial = tape.copy();
    for (int r = 0; r < restarts && start.constants() > 0; r++) {
      trial.set(start);
      for (int i = 0; i < trial.length(); i++) {
        if (trial.isConstant(i)) {
          // The shift lets a constant of exactly zero leave it.
          double value =
              start.constantAt(i) * (1 + 0.5 * random.nextGaussian()) + 0.1 * random.nextGaussian();
          trial.setConstant(i, value);
        }
      }
      double loss = fit(trial, development, evaluator, iterations);
      if (loss < best) {
        best = loss;
        tape.set(trial);
      }
    }
    return best;
  }

  /**
   * Cholesky's method on the damped normal equations; false when they are not positive definite.
   */
  private static boolean solve(
      double[][] jtj, double[] jtr, double damping, double[][] l, double[] x) {
    int n = jtr.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = jtj[i][j];
        if (i == j) {
          sum += damping * jtj[i][i];
        }
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j) {
          if (!(sum > 0) || sum == Double.POSITIVE_INFINITY) {
            return false;
          }
          l[i][i] = Math.sqrt(sum);
        } else {
          l[i][j] = sum / l[j][j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      double sum = jtr[i];
      for (int k = 0; k < i; k++) {
        sum -= l[i][k] * x[k];
      }
      x[i] = sum / l[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = x[i];
      for (int k = i + 1; k < n; k++) {
        sum -= l[k][i] * x[k];
      }
      x[i] = sum / l[i][i];
      if (!Double.isFinite(x[i])) {
        return false;
      }
    }
    return true;
  }
}
