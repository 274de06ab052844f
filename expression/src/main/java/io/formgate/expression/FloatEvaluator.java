package io.formgate.expression;

import java.util.List;

/**
 * Evaluates tapes in float32, from columns and constants rounded to it; targets, weights, losses
 * and their sums are float64, in the order of {@link BatchEvaluator}. A function stays within
 * {@value FloatKernels#ERROR_ULP} ulp of float32.
 */
public final class FloatEvaluator implements RowEvaluator {
  private final BlockRuns<float[]> runs;

  /**
   * Makes an evaluator, and a copy of the columns in half the memory.
   *
   * @param data the rows
   * @param loss what predictions cost
   */
  public FloatEvaluator(RowBlocks data, RowLoss loss) {
    FloatBlocks rounded = new FloatBlocks(data);
    runs =
        new BlockRuns<>(
            data, rounded::columns, new FloatKernels(data.blockRows()), new BlockLoss(data, loss));
  }

  @Override
  public double loss(Tape tape) {
    return runs.loss(tape);
  }

  @Override
  public void losses(List<Tape> tapes, double[] out) {
    runs.losses(tapes, out);
  }

  @Override
  public void evaluate(Tape tape, double[] out) {
    runs.evaluate(tape, out);
  }
}
