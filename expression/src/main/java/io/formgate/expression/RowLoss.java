package io.formgate.expression;

/**
 * What a prediction costs, row by row, with the derivatives by which constants are fitted.
 *
 * <p>Arrays have as many entries as a block has rows. Rows of weight 0 cost nothing. One instance
 * per thread. A loss that {@link #isLogarithmic} takes the logarithms of prediction and target in
 * their place.
 */
public sealed interface RowLoss permits LeastSquares, LogSquares, FormulaLoss {
  /**
   * Writes the weighted loss of each row.
   *
   * @param prediction values of the formula
   * @param target values of the data
   * @param weight 0 or more
   * @param out overwritten; NaN where a loss is not defined
   */
  void losses(double[] prediction, double[] target, double[] weight, double[] out);

  /**
   * Writes the derivatives of each row's weighted loss by the prediction.
   *
   * @param prediction values of the formula
   * @param target values of the data
   * @param weight 0 or more
   * @param gradient first derivatives, overwritten
   * @param curvature an estimate of the second derivatives, 0 or more, overwritten
   */
  void derivatives(
      double[] prediction, double[] target, double[] weight, double[] gradient, double[] curvature);

  /** {@return whether this is the squared difference, whose best slope and offset are known} */
  boolean isLeastSquares();

  /** {@return whether this is least squares of the logarithms of prediction and target} */
  boolean isLogarithmic();
}
