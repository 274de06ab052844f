package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Tape;

/** The search's fit of the constants of one formula, for who has the formula already. */
public final class ConstantFit {
  private ConstantFit() {}

  /**
   * Fits each constant of a formula by itself, and keeps those that were there if no better ones
   * are found.
   *
   * @param formula its constants are changed
   * @param evaluator over the rows to fit to
   * @param iterations most accepted or rejected steps
   * @return the weighted sum of losses after the fit, infinite if it is not defined
   */
  public static double fit(Tape formula, BatchEvaluator evaluator, int iterations) {
    return ConstantOptimizer.fitFormula(formula, evaluator, iterations);
  }
}
