package io.formgate.search;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Precision;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.RowEvaluator;
import io.formgate.expression.Tape;

/**
 * Scores genomes on a sample of the rows, with the weighted least-squares slope and offset. Their
 * values are of the search's precision, all that is made of them of float64.
 *
 * <p>{@link #evaluate} takes a genome; the other methods then speak of it.
 *
 * <p>Where the loss is one of logarithms, {@link #target} and {@link #prediction} are logarithms,
 * and a slope has the sign that makes all values positive; a genome with values of both signs or
 * with a zero is refused. Rows of weight 0 need not have logarithms: 0 stands in place of theirs.
 */
final class Screen {
  /** Where tables are added up, the first step is all but exact. */
  private static final int TABLE_FIT_ITERATIONS = 2;

  private final Worker worker;
  private final boolean isLeastSquares;
  private final boolean isLogarithmic;
  private final BatchEvaluator evaluator;
  private final RowEvaluator scorer;
  private final double leastSpread;
  private final double[] target;
  private final double[] weight;
  private final double[] prediction;
  private final double[] scaled;
  private final double totalWeight;
  private final double targetMean;
  private final double targetSpread;
  private final double baseline;
  private double mean;
  private double spread;
  private double covariance;
  private double sign = 1;

  /**
   * Makes a screen.
   *
   * @param worker lends its loss and makes the formulas of genomes
   * @param rows the sample
   */
  Screen(Worker worker, RowBlocks rows) {
    this(worker, rows, worker.loss().isLogarithmic());
  }

  /**
   * {@return a screen that takes genomes with values of both signs, too, whatever the loss: it
   * compares them with what is fitted to by a straight line}
   *
   * @param worker lends its loss and makes the formulas of genomes
   * @param rows the sample
   */
  static Screen ofParts(Worker worker, RowBlocks rows) {
    return new Screen(worker, rows, false);
  }

  private Screen(Worker worker, RowBlocks rows, boolean takesLogarithms) {
    this.worker = worker;
    isLogarithmic = takesLogarithms;
    isLeastSquares = worker.loss().isLeastSquares() || worker.loss().isLogarithmic();
    evaluator = new BatchEvaluator(rows, worker.longestFormula(), worker.loss());
    Precision precision = worker.options().precision();
    scorer =
        precision == Precision.FLOAT64
            ? evaluator
            : RowEvaluator.of(precision, rows, worker.longestFormula(), worker.loss());
    leastSpread = leastSpread(precision);
    target = aims(rows);
    weight = rows.weights();
    if (worker.loss().isLogarithmic()) {
      for (int i = 0; i < target.length; i++) {
        target[i] = weight[i] == 0 ? 0 : StrictMath.log(target[i]);
      }
    }
    prediction = new double[target.length];
    scaled = new double[target.length];
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < target.length; i++) {
      sum += weight[i] * target[i];
      weights += weight[i];
    }
    totalWeight = Math.max(weights, Double.MIN_NORMAL);
    targetMean = sum / totalWeight;
    double squares = 0;
    for (int i = 0; i < target.length; i++) {
      squares += weight[i] * (target[i] - targetMean) * (target[i] - targetMean);
    }
    targetSpread = squares;
    baseline = Math.max(Math.abs(constantLoss()), Double.MIN_NORMAL);
  }

  /** Of the square of the mean: a smaller spread is what rounding makes of a constant. */
  private static double leastSpread(Precision precision) {
    return switch (precision) {
      case FLOAT64 -> 1e-24;
      case FLOAT32 -> 1e-12;
    };
  }

  /**
   * What slope and offset are fitted to: the target; beside known scores the step of Newton's
   * method to it from where the scores are even, for targets of -1 and 1 and the logistic loss.
   */
  private static double[] aims(RowBlocks rows) {
    double[] aims = rows.targets();
    if (rows.hasOffsets()) {
      double[] offsets = rows.offsets();
      for (int i = 0; i < aims.length; i++) {
        aims[i] = 2 * aims[i] - offsets[i];
      }
    }
    return aims;
  }

  /** The loss of the target's mean, or of the constant that a fit makes of it. */
  private double constantLoss() {
    if (isLeastSquares) {
      return targetSpread / totalWeight;
    }
    Tape constant = new Tape(1);
    constant.addConstant(targetMean);
    double fitted = ConstantOptimizer.fitFormula(constant, evaluator, 20) / totalWeight;
    return Double.isFinite(fitted) ? fitted : 1;
  }

  /** {@return whether a genome has tables whose values depend on the rest of it} */
  boolean hasTables(Tape genome) {
    return worker.template().hasOpenTables(genome);
  }

  BatchEvaluator evaluator() {
    return evaluator;
  }

  /** {@return the worker that makes the formulas} */
  Worker worker() {
    return worker;
  }

  /** {@return the number of rows of the sample} */
  int rows() {
    return target.length;
  }

  /** {@return the rows' weights, not to be written to} */
  double[] weight() {
    return weight;
  }

  /** {@return the sum of the rows' weights} */
  double totalWeight() {
    return totalWeight;
  }

  /** {@return whether target and prediction are logarithms} */
  boolean isLogarithmic() {
    return isLogarithmic;
  }

  /** {@return the target, not to be written to} */
  double[] target() {
    return target;
  }

  /** {@return the formula's values, until the next one is evaluated} */
  double[] prediction() {
    return prediction;
  }

  /** {@return the magnitude of the loss of the best constant, above 0} */
  double baseline() {
    return baseline;
  }

  /**
   * Writes the values of a genome on the sample.
   *
   * @param genome the genome
   * @param out one entry per row
   * @return whether its formula is short enough to be looked at
   */
  boolean values(Tape genome, double[] out) {
    Tape formula = worker.development().formula(closed(genome));
    if (formula == null) {
      return false;
    }
    scorer.evaluate(formula, out);
    return true;
  }

  /**
   * {@return the genome with the values of its tables fitted to the sample; itself if they are
   * there, or if it has no tables}
   *
   * @param genome not changed
   */
  Tape closed(Tape genome) {
    if (!hasTables(genome)) {
      return genome;
    }
    Tape closed = worker.template().closed(genome);
    ConstantOptimizer.fitTables(closed, worker.development(), evaluator, TABLE_FIT_ITERATIONS);
    return closed;
  }

  /**
   * Writes what the loss compares with the target: the values of a genome, or their logarithms.
   *
   * @param genome the genome
   * @param out one entry per row
   * @return whether its formula is short enough to be looked at, and its logarithms exist if they
   *     are asked for
   */
  boolean fittedValues(Tape genome, double[] out) {
    if (!values(genome, out)) {
      return false;
    }
    if (isLogarithmic) {
      sign = signOf(out);
      for (int i = 0; i < out.length; i++) {
        if (weight[i] == 0) {
          out[i] = 0;
          continue;
        }
        double value = sign * out[i];
        if (!(value > 0)) {
          return false;
        }
        out[i] = StrictMath.log(value);
      }
    }
    return true;
  }

  /** {@return the sign of the first value that counts} */
  private double signOf(double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (weight[i] != 0) {
        return Math.signum(values[i]);
      }
    }
    return 1;
  }

  /**
   * {@return whether the genome is finite on all rows of the sample}
   *
   * @param genome the genome
   */
  boolean evaluate(Tape genome) {
    if (!fittedValues(genome, prediction)) {
      return false;
    }
    int n = prediction.length;
    int paired = n & ~1;
    // Two partial sums each, in a written order, so that the additions overlap.
    double s0 = 0;
    double s1 = 0;
    for (int i = 0; i < paired; i += 2) {
      s0 += weight[i] * prediction[i];
      s1 += weight[i + 1] * prediction[i + 1];
    }
    double sum = s0 + s1 + (paired < n ? weight[paired] * prediction[paired] : 0);
    if (!Double.isFinite(sum)) {
      return false;
    }
    mean = sum / totalWeight;
    double f0 = 0;
    double f1 = 0;
    double c0 = 0;
    double c1 = 0;
    for (int i = 0; i < paired; i += 2) {
      double d0 = prediction[i] - mean;
      double d1 = prediction[i + 1] - mean;
      double w0 = weight[i] * d0;
      double w1 = weight[i + 1] * d1;
      f0 += w0 * d0;
      f1 += w1 * d1;
      c0 += w0 * (target[i] - targetMean);
      c1 += w1 * (target[i + 1] - targetMean);
    }
    if (paired < n) {
      double d = prediction[paired] - mean;
      f0 += weight[paired] * d * d;
      c0 += weight[paired] * d * (target[paired] - targetMean);
    }
    spread = f0 + f1;
    covariance = c0 + c1;
    // What rounding alone makes of a constant is no slope.
    if (spread <= leastSpread * totalWeight * mean * mean) {
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
    if (isLogarithmic) {
      return scaling == Scaling.NONE ? 1 : sign * StrictMath.exp(targetMean - mean);
    }
    return switch (scaling) {
      case AFFINE -> spread > 0 ? covariance / spread : 0;
      case SLOPE -> {
        double squares = spread + totalWeight * mean * mean;
        yield squares > 0 ? (covariance + totalWeight * mean * targetMean) / squares : 0;
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
    if (isLogarithmic) {
      return 0;
    }
    return switch (scaling) {
      case AFFINE -> targetMean - slope(scaling) * mean;
      case SLOPE, NONE -> 0;
    };
  }

  /**
   * {@return the mean loss with the least-squares slope and offset, infinite where it is not
   * defined}
   *
   * @param scaling the scaling
   */
  double loss(Scaling scaling) {
    if (isLogarithmic) {
      double shift = scaling == Scaling.NONE ? mean - targetMean : 0;
      double varying = Math.max(0, spread - 2 * covariance + targetSpread) / totalWeight;
      return scaling == Scaling.NONE && sign < 0
          ? Double.POSITIVE_INFINITY
          : varying + shift * shift;
    }
    double a = slope(scaling);
    if (!isLeastSquares) {
      double b = offset(scaling);
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = a * prediction[i] + b;
      }
      return evaluator.lossOf(scaled) / totalWeight;
    }
    double shift = a * mean + offset(scaling) - targetMean;
    double varying =
        scaling == Scaling.AFFINE
            ? targetSpread - a * covariance
            : targetSpread + a * (a * spread - 2 * covariance);
    return Math.max(0, varying) / totalWeight + shift * shift;
  }
}
