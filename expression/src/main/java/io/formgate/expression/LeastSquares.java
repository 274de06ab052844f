package io.formgate.expression;

/** The squared difference of prediction and target. */
public final class LeastSquares implements RowLoss {
  /** Makes the loss; it has no state. */
  public LeastSquares() {}

  @Override
  public void losses(double[] prediction, double[] target, double[] weight, double[] out) {
    for (int i = 0; i < prediction.length; i++) {
      double d = prediction[i] - target[i];
      out[i] = weight[i] * d * d;
    }
  }

  /** Half of both derivatives: their ratio, the step, is the same. */
  @Override
  public void derivatives(
      double[] prediction,
      double[] target,
      double[] weight,
      double[] gradient,
      double[] curvature) {
    for (int i = 0; i < prediction.length; i++) {
      gradient[i] = weight[i] * (prediction[i] - target[i]);
      curvature[i] = weight[i];
    }
  }

  @Override
  public boolean isLeastSquares() {
    return true;
  }

  @Override
  public boolean isLogarithmic() {
    return false;
  }
}
