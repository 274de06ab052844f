package io.formgate.expression;

/** The losses of predictions on the blocks of a data set. Owns its memory. */
final class BlockLoss {
  private final RowBlocks data;
  private final RowLoss loss;
  private final double[] scored;
  private final double[] scratch;

  /** Makes the losses of predictions on the data. */
  BlockLoss(RowBlocks data, RowLoss loss) {
    this.data = data;
    this.loss = loss;
    scored = new double[data.blockRows()];
    scratch = new double[data.blockRows()];
  }

  /**
   * {@return the weighted sum of a block's losses; infinite or NaN if it is not defined or a
   * prediction is not finite}
   */
  double of(double[] prediction, int block) {
    loss.losses(withOffsets(prediction, block), data.target(block), data.weight(block), scratch);
    if (data.hasOffsets()) {
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] += data.knownLoss(block, i);
      }
    }
    double sum = BlockSum.sum(scratch);
    // A loss may be defined where the prediction is not, and a row of weight 0 costs nothing.
    if (!loss.isLeastSquares()) {
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = 0 * prediction[i];
      }
      sum += BlockSum.sum(scratch);
    }
    return sum;
  }

  /** {@return the predictions to which a block's offsets are added, until the next call} */
  double[] withOffsets(double[] prediction, int block) {
    if (!data.hasOffsets()) {
      return prediction;
    }
    for (int i = 0; i < scored.length; i++) {
      scored[i] = prediction[i] + data.offset(block, i);
    }
    return scored;
  }
}
