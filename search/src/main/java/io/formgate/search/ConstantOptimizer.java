package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Tape;
import java.util.random.RandomGenerator;

/**
 * Fits a tape's constants to the target by Levenberg and Marquardt's method, with the damping
 * scaled by the diagonal of the normal equations.
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
   * @param tape its constants are changed
   * @param evaluator over the rows to fit to
   * @param iterations most accepted or rejected steps
   * @return the sum of squares after the fit, possibly infinite
   */
  static double fit(Tape tape, BatchEvaluator evaluator, int iterations) {
    int n = tape.constants();
    if (n == 0) {
      return evaluator.sumOfSquares(tape);
    }
    int[] positions = positions(tape, n);
    double[][] jtj = new double[n][n];
    double[] jtr = new double[n];
    double[][] damped = new double[n][n];
    double[] step = new double[n];
    double[] kept = new double[n];
    double loss = evaluator.normalEquations(tape, positions, jtj, jtr);
    double damping = FIRST_DAMPING;
    for (int i = 0; i < iterations && loss > 0 && loss < Double.POSITIVE_INFINITY; i++) {
      for (int k = 0; k < n; k++) {
        kept[k] = tape.constantAt(positions[k]);
      }
      double next = Double.POSITIVE_INFINITY;
      if (solve(jtj, jtr, damping, damped, step)) {
        for (int k = 0; k < n; k++) {
          tape.setConstant(positions[k], kept[k] - step[k]);
        }
        next = evaluator.sumOfSquares(tape);
      }
      if (next < loss) {
        boolean done = loss - next <= ENOUGH * loss;
        loss = next;
        if (done) {
          break;
        }
        damping *= DAMPING_DOWN;
        if (i + 1 < iterations) {
          evaluator.normalEquations(tape, positions, jtj, jtr);
        }
      } else {
        for (int k = 0; k < n; k++) {
          tape.setConstant(positions[k], kept[k]);
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
   * @param evaluator over the rows to fit to
   * @param iterations most steps of a start
   * @param restarts further starts, each with the constants scaled and shifted at random
   * @param random the stream
   * @return the sum of squares after the fit, possibly infinite
   */
  static double fit(
      Tape tape, BatchEvaluator evaluator, int iterations, int restarts, RandomGenerator random) {
    Tape start = tape.copy();
    double best = fit(tape, evaluator, iterations);
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
      double loss = fit(trial, evaluator, iterations);
      if (loss < best) {
        best = loss;
        tape.set(trial);
      }
    }
    return best;
  }

  private static int[] positions(Tape tape, int n) {
    int[] positions = new int[n];
    int found = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        positions[found++] = i;
      }
    }
    return positions;
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
