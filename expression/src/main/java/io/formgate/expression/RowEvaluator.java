package io.formgate.expression;

import java.util.List;

/**
 * Evaluates tapes over all rows of a data set, block by block. Not shared between threads: it owns
 * the scratch memory of an evaluation. Results never depend on threads or on the machine.
 */
public sealed interface RowEvaluator permits BatchEvaluator, FloatEvaluator {
  /**
   * {@return an evaluator}
   *
   * @param precision numbers of the formulas' values; losses are always of float64
   * @param data the rows
   * @param maxLength longest tape that will be evaluated
   * @param loss what predictions cost
   */
  static RowEvaluator of(Precision precision, RowBlocks data, int maxLength, RowLoss loss) {
    return switch (precision) {
      case FLOAT64 -> new BatchEvaluator(data, maxLength, loss);
      case FLOAT32 -> new FloatEvaluator(data, loss);
    };
  }

  /**
   * {@return the weighted sum of the rows' losses, infinite when it is not defined or the tape is
   * not finite on every row}
   *
   * @param tape not longer than the evaluator's longest
   */
  default double loss(Tape tape) {
    double[] losses = new double[1];
    losses(List.of(tape), losses);
    return losses[0];
  }

  /**
   * Writes the losses of several tapes, each as {@link #loss} gives it. All of them are evaluated
   * on one block of rows before the next, so that data that exceed the caches are read once for
   * all.
   *
   * @param tapes not longer than the evaluator's longest
   * @param out overwritten, one entry for each
   */
  void losses(List<Tape> tapes, double[] out);

  /**
   * Writes the value of a tape on every row.
   *
   * @param tape the tape
   * @param out one entry per row
   */
  void evaluate(Tape tape, double[] out);
}
