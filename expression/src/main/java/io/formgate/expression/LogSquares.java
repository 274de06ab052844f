package io.formgate.expression;

import java.util.List;
import java.util.Locale;

/**
 * The squared logarithm of the ratio of prediction and target: least squares of logarithms, so that
 * relative errors count alike where values span many magnitudes.
 *
 * <p>{@link BatchEvaluator} fits the logarithm of a formula to that of the target, because
 * derivatives of this loss by a prediction of 1e-200 leave the range of numbers, while those of the
 * logarithm by a constant of the formula do not.
 */
public final class LogSquares implements RowLoss {
  private static final List<String> SPELLINGS =
      List.of("square(log(%1$s) - log(%2$s))", "square(log(%1$s/%2$s))");

  /** Makes the loss; it has no state. */
  public LogSquares() {}

  /**
   * {@return whether a formula of a loss is this one, as it is mostly written}
   *
   * @param formula without calls
   * @param prediction name of the variable for the formula's value
   * @param target name of the variable for the data's value
   */
  public static boolean isWrittenAs(Expr formula, String prediction, String target) {
    return SPELLINGS.stream()
        .anyMatch(s ->
            formula.equals(parsed(s, prediction, target))
                || formula.equals(parsed(s, target, prediction)));
  }

  private static Expr parsed(String spelling, String first, String second) {
    return FormulaParser.parse(
        new SourceText("loss", String.format(Locale.ROOT, spelling, first, second)));
  }

  @Override
  public void losses(double[] prediction, double[] target, double[] weight, double[] out) {
    for (int i = 0; i < prediction.length; i++) {
      double d = prediction[i] - target[i];
      // A row that does not count need not have a logarithm.
      out[i] = weight[i] == 0 ? 0 : weight[i] * d * d;
    }
  }

  /** Half of both derivatives, as of {@link LeastSquares}. */
  @Override
  public void derivatives(
      double[] prediction,
      double[] target,
      double[] weight,
      double[] gradient,
      double[] curvature) {
    for (int i = 0; i < prediction.length; i++) {
      gradient[i] = weight[i] == 0 ? 0 : weight[i] * (prediction[i] - target[i]);
      curvature[i] = weight[i];
    }
  }

  @Override
  public boolean isLeastSquares() {
    return false;
  }

  @Override
  public boolean isLogarithmic() {
    return true;
  }
}
