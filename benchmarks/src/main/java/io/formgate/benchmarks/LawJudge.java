package io.formgate.benchmarks;

import io.formgate.expression.Expr;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says whether a formula is a law but for its constants. They are fitted anew, to the law without
 * noise, by a fit and an evaluator that the search does not use; no formula is rewritten.
 */
final class LawJudge {
  /** What a formula is. */
  enum Verdict {
    /** The law: it agrees at every point. */
    CORRECT,
    /** It agrees within a hundredth. */
    ALMOST,
    /** Anything else. */
    FAILED
  }

  private static final double EQUAL = 1e-6;
  private static final double NEAR = 1e-2;
  private static final int ITERATIONS = 400;
  private static final double STEP = 1e-6;

  private final Expr law;
  private final boolean ofRatios;
  private final List<String> inputs;
  private final List<double[]> points;
  private final double[] wanted;

  /**
   * Makes the judge of a law.
   *
   * @param law the law
   * @param inputs names of its variables
   * @param points where it is asked; those at which it is not finite are left out
   */
  LawJudge(Expr law, List<String> inputs, List<double[]> points) {
    this(law, inputs, points, false);
  }

  /**
   * {@return the judge of a law whose values span many magnitudes, however small: logarithms of
   * formulas are fitted to those of the law, and errors are relative ones at every point}
   *
   * @param law the law, above 0
   * @param inputs names of its variables
   * @param points where it is asked; those at which it leaves the range of normal numbers are left
   *     out
   */
  static LawJudge ofRatios(Expr law, List<String> inputs, List<double[]> points) {
    return new LawJudge(law, inputs, points, true);
  }

  private LawJudge(Expr law, List<String> inputs, List<double[]> points, boolean ofRatios) {
    this.law = law;
    this.inputs = inputs;
    this.ofRatios = ofRatios;
    this.points = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (double[] point : points) {
      double value = at(law, point);
      if (ofRatios) {
        value = value < Double.MIN_NORMAL ? Double.NaN : StrictMath.log(value);
      }
      if (Double.isFinite(value)) {
        this.points.add(point);
        values.add(value);
      }
    }
    wanted = values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double at(Expr formula, double[] point) {
    Map<String, Double> values = new HashMap<>();
    for (int c = 0; c < point.length; c++) {
      values.put(inputs.get(c), point[c]);
    }
    return ReferenceEvaluator.evaluate(formula, values);
  }

  /**
   * {@return the verdict about a formula}
   *
   * @param formula the candidate
   */
  Verdict judge(Expr formula) {
    if (formula.size() > 2 * law.size()) {
      return Verdict.FAILED;
    }
    Tape tape = Tape.of(formula, inputs);
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        places.add(i);
      }
    }
    double worst = worst(fit(tape, places));
    return worst < EQUAL ? Verdict.CORRECT : worst < NEAR ? Verdict.ALMOST : Verdict.FAILED;
  }

  private static double worst(double[] errors) {
    double worst = 0;
    for (double e : errors) {
      worst = Double.isNaN(e) ? Double.POSITIVE_INFINITY : Math.max(worst, Math.abs(e));
      if (worst == Double.POSITIVE_INFINITY) {
        return worst;
      }
    }
    return worst;
  }

  /** Relative errors; of values near 0 the absolute ones, unless ratios are judged. */
  private double[] errors(Tape tape) {
    Expr formula = tape.toExpr(inputs);
    double[] errors = new double[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      double value = at(formula, points.get(i));
      errors[i] =
          ofRatios
              ? StrictMath.log(value) - wanted[i]
              : (value - wanted[i]) / Math.max(1, Math.abs(wanted[i]));
    }
    return errors;
  }

  private static double squares(double[] errors) {
    double sum = 0;
    for (double e : errors) {
      sum += e * e;
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  /** Levenberg and Marquardt's method with finite differences; the errors at its end. */
  private double[] fit(Tape tape, List<Integer> places) {
    int n = places.size();
    double[] errors = errors(tape);
    double sum = squares(errors);
    double damping = 1e-3;
    for (int i = 0; i < ITERATIONS && n > 0 && sum < Double.POSITIVE_INFINITY; i++) {
      double[][] slopes = new double[n][];
      double[] steps = new double[n];
      for (int k = 0; k < n; k++) {
        double value = tape.constantAt(places.get(k));
        steps[k] = STEP * (value == 0 ? 1 : value);
        tape.setConstant(places.get(k), value + steps[k]);
        double[] moved = errors(tape);
        tape.setConstant(places.get(k), value);
        slopes[k] = new double[errors.length];
        for (int r = 0; r < errors.length; r++) {
          slopes[k][r] = (moved[r] - errors[r]) / STEP;
        }
      }
      double[] change = solve(slopes, errors, damping);
      if (Arrays.stream(change).anyMatch(c -> !Double.isFinite(c))) {
        break;
      }
      Tape trial = tape.copy();
      for (int k = 0; k < n; k++) {
        int place = places.get(k);
        trial.setConstant(place, tape.constantAt(place) - change[k] * steps[k] / STEP);
      }
      double[] next = errors(trial);
      double nextSum = squares(next);
      if (nextSum < sum) {
        tape.set(trial);
        errors = next;
        sum = nextSum;
        damping = Math.max(1e-15, damping * 0.2);
      } else {
        damping *= 5;
        if (damping > 1e12) {
          break;
        }
      }
    }
    return errors;
  }

  /** Gauss elimination of the damped normal equations. */
  private static double[] solve(double[][] slopes, double[] errors, double damping) {
    int n = slopes.length;
    double[][] a = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int r = 0; r < errors.length; r++) {
          a[i][j] += slopes[i][r] * slopes[j][r];
        }
      }
      for (int r = 0; r < errors.length; r++) {
        a[i][n] += slopes[i][r] * errors[r];
      }
    }
    for (int i = 0; i < n; i++) {
      a[i][i] += damping * a[i][i] + Double.MIN_NORMAL;
    }
    for (int i = 0; i < n; i++) {
      int pivot = i;
      for (int j = i + 1; j < n; j++) {
        pivot = Math.abs(a[j][i]) > Math.abs(a[pivot][i]) ? j : pivot;
      }
      double[] swap = a[i];
      a[i] = a[pivot];
      a[pivot] = swap;
      for (int j = i + 1; j < n; j++) {
        double factor = a[j][i] / a[i][i];
        for (int k = i; k <= n; k++) {
          a[j][k] -= factor * a[i][k];
        }
      }
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = a[i][n];
      for (int k = i + 1; k < n; k++) {
        sum -= a[i][k] * x[k];
      }
      x[i] = sum / a[i][i];
    }
    return x;
  }
}
