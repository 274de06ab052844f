package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;

/**
 * Scores shapes on a sample of the rows, with the exact least-squares slope and offset.
 *
 * <p>{@link #evaluate} takes a shape; the other methods then speak of it.
 */
final class Screen {
  private final BatchEvaluator evaluator;
  private final double[] target;
  private final double[] prediction;
  private final double targetMean;
  private final double targetSpread;
  private double mean;
  private double spread;
  private double covariance;

  /**
   * Makes a screen.
   *
   * @param rows the sample
   * @param maxLength longest tape
   */
  Screen(RowBlocks rows, int maxLength) {
    evaluator = new BatchEvaluator(rows, maxLength);
    target = rows.targets();
    prediction = new double[target.length];
    double sum = 0;
    for (double y : target) {
      sum += y;
    }
    targetMean = sum / target.length;
    double squares = 0;
    for (double y : target) {
      squares += (y - targetMean) * (y - targetMean);
    }
    targetSpread = squares;
  }

  BatchEvaluator evaluator() {
    return evaluator;
  }

  /** {@return the number of rows of the sample} */
  int rows() {
    return target.length;
  }

  /** {@return the target, not to be written to} */
  double[] target() {
    return target;
  }

  /** {@return the shape's values, until the next one is evaluated} */
  double[] prediction() {
    return prediction;
  }

  /** {@return the loss of the best constant} */
  double baseline() {
    return Math.max(targetSpread / target.length, Double.MIN_NORMAL);
  }

  /**
   * {@return whether the shape is finite on all rows of the sample}
   *
   * @param shape the shape
   */
  boolean evaluate(Tape shape) {
    evaluator.evaluate(shape, prediction);
    int n = prediction.length;
    int paired = n & ~1;
    // Two partial sums each, in a written order, so that the additions overlap.
    double s0 = 0;
    double s1 = 0;
    for (int i = 0; i < paired; i += 2) {
      s0 += prediction[i];
      s1 += prediction[i + 1];
    }
    double sum = s0 + s1 + (paired < n ? prediction[paired] : 0);
    if (!Double.isFinite(sum)) {
      return false;
    }
    mean = sum / n;
    double f0 = 0;
    double f1 = 0;
    double c0 = 0;
    double c1 = 0;
    for (int i = 0; i < paired; i += 2) {
      double d0 = prediction[i] - mean;
      double d1 = prediction[i + 1] - mean;
      f0 += d0 * d0;
      f1 += d1 * d1;
      c0 += d0 * (target[i] - targetMean);
      c1 += d1 * (target[i + 1] - targetMean);
    }
    if (paired < n) {
      double d = prediction[paired] - mean;
      f0 += d * d;
      c0 += d * (target[paired] - targetMean);
    }
    spread = f0 + f1;
    covariance = c0 + c1;
    // What rounding alone makes of a constant is no slope.
    if (spread <= 1e-24 * n * mean * mean) {
      spread = 0;
      covariance = 0;
    }
    return Double.isFinite(spread) && Double.isFinite(covariance);
  }

  /**
   * {@return the slope of the best fit}
   *
   * @param scaling the scaling
   */
  double slope(Scaling scaling) {
    int n = target.length;
    return switch (scaling) {
      case AFFINE -> spread > 0 ? covariance / spread : 0;
      case SLOPE -> {
        double squares = spread + n * mean * mean;
        yield squares > 0 ? (covariance + n * mean * targetMean) / squares : 0;
      }
      case NONE -> 1;
    };
  }

  /**
   * {@return the offset of the best fit}
   *
   * @param scaling the scaling
   */
  double offset(Scaling scaling) {
    return switch (scaling) {
      case AFFINE -> targetMean - slope(scaling) * mean;
      case SLOPE, NONE -> 0;
    };
  }

  /**
   * {@return the mean squared error with the best slope and offset}
   *
   * @param scaling the scaling
   */
  double loss(Scaling scaling) {
    int n = target.length;
    double a = slope(scaling);
    double shift = a * mean + offset(scaling) - targetMean;
    double varying =
        scaling == Scaling.AFFINE
            ? targetSpread - a * covariance
            : targetSpread + a * (a * spread - 2 * covariance);
    return Math.max(0, varying) / n + shift * shift;
  }
}
