package io.formgate.cli;

import io.formgate.constraints.Loss;

/**
 * How losses are shown: least squares as a share of the target, others as they are.
 *
 * @param title head of the column
 * @param targetRms root of the mean square of the target; 0 if losses are shown as they are
 */
record LossScale(String title, double targetRms) {
  static LossScale of(Loss loss, double targetRms) {
    return switch (loss) {
      case Loss.Pointwise p ->
          p.isLeastSquares() ? new LossScale("RMS error", targetRms) : new LossScale("loss", 0);
      case Loss.CrossEntropy() -> new LossScale("loss", 0);
    };
  }

  /** {@return a mean loss as text} */
  String show(double loss) {
    return targetRms == 0 ? Numbers.digits(loss, 4) : Numbers.percent(Math.sqrt(loss) / targetRms);
  }
}
