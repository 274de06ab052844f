package io.formgate.expression;

/**
 * The losses of predictions on the blocks of a data set. Owns its memory.
 *
 * <p>A loss of logarithms is least squares of the formula's logarithm and the target's.
 */
final class BlockLoss {
  private final RowBlocks data;
  private final RowLoss loss;
  private final boolean isLogarithmic;
  private final double[][] goals;
  private Tape logarithm = new Tape(0);
  private final double[] scored;
  private final double[] scratch;
  private final double[][] scratchBlocks;

  /** Makes the losses of predictions on the data. */
  BlockLoss(RowBlocks data, RowLoss loss) {
    this.data = data;
    isLogarithmic = loss.isLogarithmic();
    this.loss = loss;
    scored = new double[data.blockRows()];
    scratch = new double[data.blockRows()];
    scratchBlocks = new double[isLogarithmic ? BlockKernels.SCRATCH_BLOCKS : 0][data.blockRows()];
    goals = new double[data.blocks()][];
    for (int b = 0; b < goals.length; b++) {
      goals[b] = toCompare(data.target(b));
    }
  }

  /** {@return what is compared of a block: its values, or their logarithms in a new block} */
  double[] toCompare(double[] values) {
    if (!isLogarithmic) {
      return values;
    }
    double[] logs = new double[values.length];
    BlockKernels.apply(Operator.LOG, logs, values, values, values, scratchBlocks);
    return logs;
  }

  /** {@return the nodes of what is fitted, of a formula of a length} */
  int longest(int length) {
    return isLogarithmic ? length + 1 : length;
  }

  /** {@return what is fitted: the formula, or its logarithm, until the next call} */
  Tape fitted(Tape formula) {
    if (!isLogarithmic) {
      return formula;
    }
    if (logarithm.capacity() < longest(formula.length())) {
      logarithm = new Tape(longest(formula.length()));
    }
    logarithm.set(formula);
    logarithm.addOperator(Operator.LOG);
    return logarithm;
  }

  /** {@return whether what is fitted is so by least squares} */
  boolean isLeastSquares() {
    return loss.isLeastSquares() || isLogarithmic;
  }

  /**
   * {@return the weighted sum of a block's losses; infinite or NaN if it is not defined or a
   * prediction is not finite}
   *
   * @param prediction values of what is fitted
   */
  double of(double[] prediction, int block) {
    loss.losses(withOffsets(prediction, block), goals[block], data.weight(block), scratch);
    if (data.hasOffsets()) {
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] += data.knownLoss(block, i);
      }
    }
    double sum = BlockSum.sum(scratch);
    // A loss may be defined where the prediction is not, and a row of weight 0 costs nothing.
    if (!isLeastSquares()) {
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = 0 * prediction[i];
      }
      sum += BlockSum.sum(scratch);
    }
    return sum;
  }

  /** Writes the derivatives of each row's loss; see {@link RowLoss#derivatives}. */
  void derivatives(double[] prediction, int block, double[] gradient, double[] curvature) {
    loss.derivatives(
        withOffsets(prediction, block), goals[block], data.weight(block), gradient, curvature);
  }

  private double[] withOffsets(double[] prediction, int block) {
    if (!data.hasOffsets()) {
      return prediction;
    }
    for (int i = 0; i < scored.length; i++) {
      scored[i] = prediction[i] + data.offset(block, i);
    }
    return scored;
  }
}
