package io.formgate.constraints;

import io.formgate.expression.Expr;

/**
 * What the search minimises: the weighted mean of a loss over the rows.
 *
 * <p>A formula of a loss is in the variables {@value #PREDICTION}, {@value #TARGET} and {@value
 * #WEIGHT}; classification losses take targets of -1 and 1.
 */
public sealed interface Loss {
  /** The variable that stands for the formula's value in a loss. */
  String PREDICTION = "prediction";

  /** The variable that stands for the value in the data. */
  String TARGET = "target";

  /** The variable that stands for the row's weight. */
  String WEIGHT = "weight";

  /**
   * A loss of one value and its target, as a formula.
   *
   * @param name as the spec calls it, or the formula's text
   * @param formula in prediction, target and weight
   * @param isLeastSquares whether it is the squared difference, which has a solver of its own
   */
  record Pointwise(String name, Expr formula, boolean isLeastSquares) implements Loss {}

  /** Cross-entropy of the softmax over all classes' scores; only with a classes statement. */
  record CrossEntropy() implements Loss {}

  /** log(1 + exp(-m)) of the margin m, the product of prediction and target. */
  Pointwise LOGISTIC = (Pointwise) BuiltInLoss.LOGISTIC.make("logistic", 0);

  /** The squared difference. */
  Loss MEAN_SQUARED = new Pointwise("mse", BuiltInLoss.SQUARED_DIFFERENCE, true);
}
