package io.formgate.expression;

import java.util.List;

/**
 * A loss that is a formula of prediction, target and weight.
 *
 * <p>The curvature is the larger of the second derivative and of the gradient over the difference
 * to the target, which is the weight that iteratively reweighted least squares gives the row (Huber
 * and Ronchetti, Robust Statistics, 2nd edition, section 7.8): it is positive for losses such as
 * the absolute difference, whose second derivative is not.
 */
public final class FormulaLoss implements RowLoss {
  /** Differences below this share of the block's mean difference count as this share. */
  private static final double SMALLEST_DIFFERENCE = 1e-3;

  private final boolean weighsItself;
  private final BlockProgram loss;
  private final BlockProgram first;
  private final BlockProgram second;

  /**
   * Makes the loss.
   *
   * @param formula without calls
   * @param prediction name of the variable for the formula's value
   * @param target name of the variable for the data's value
   * @param weight name of the variable for the row's weight; if the formula does not use it, losses
   *     are multiplied by the weight
   */
  public FormulaLoss(Expr formula, String prediction, String target, String weight) {
    List<String> columns = List.of(prediction, target, weight);
    Expr gradient = Derivative.of(formula, prediction);
    weighsItself = formula.variables().contains(weight);
    loss = new BlockProgram(Tape.of(formula, columns));
    first = new BlockProgram(Tape.of(gradient, columns));
    second = new BlockProgram(Tape.of(Derivative.of(gradient, prediction), columns));
  }

  @Override
  public void losses(double[] prediction, double[] target, double[] weight, double[] out) {
    weighted(loss.run(prediction, target, weight), weight, out);
  }

  @Override
  public void derivatives(
      double[] prediction,
      double[] target,
      double[] weight,
      double[] gradient,
      double[] curvature) {
    weighted(first.run(prediction, target, weight), weight, gradient);
    weighted(second.run(prediction, target, weight), weight, curvature);
    double mean = 0;
    for (int i = 0; i < prediction.length; i++) {
      mean += Math.abs(prediction[i] - target[i]) / prediction.length;
    }
    for (int i = 0; i < prediction.length; i++) {
      double d = prediction[i] - target[i];
      double distance = Math.max(Math.abs(d), SMALLEST_DIFFERENCE * mean);
      double reweighted = distance > 0 ? gradient[i] * Math.signum(d) / distance : 0;
      double own = curvature[i] < Double.POSITIVE_INFINITY ? curvature[i] : 0;
      curvature[i] = Math.max(0, Math.max(own, reweighted));
    }
  }

  private void weighted(double[] values, double[] weight, double[] out) {
    for (int i = 0; i < values.length; i++) {
      out[i] = weight[i] == 0 ? 0 : weighsItself ? values[i] : weight[i] * values[i];
    }
  }

  @Override
  public boolean isLeastSquares() {
    return false;
  }

  @Override
  public boolean isLogarithmic() {
    return false;
  }
}
