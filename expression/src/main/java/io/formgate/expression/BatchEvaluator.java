package io.formgate.expression;

import java.util.List;

/**
 * Evaluates tapes over all rows of a data set, block by block, and their derivatives.
 *
 * <p>Not shared between threads: it owns the scratch memory of one evaluation, at most (3 x longest
 * tape + 22) blocks of doubles and, for what is the same on every row, as many of {@value
 * RowBlocks#LEAST_ROWS}. Every sum has a written order (see {@link BlockSum}), so a result never
 * depends on threads or the machine's vector length.
 */
public final class BatchEvaluator implements RowEvaluator {
  private final RowBlocks data;
  private final int blockRows;
  private final FitPasses fit;
  private final BlockLoss blockLoss;
  private final BlockRuns<double[]> runs;

  /**
   * Makes an evaluator whose loss is least squares.
   *
   * @param data the rows
   * @param maxLength longest tape that will be evaluated
   */
  public BatchEvaluator(RowBlocks data, int maxLength) {
    this(data, maxLength, new LeastSquares());
  }

  /**
   * Makes an evaluator.
   *
   * @param data the rows
   * @param maxLength longest tape that will be evaluated
   * @param loss what predictions cost
   */
  public BatchEvaluator(RowBlocks data, int maxLength, RowLoss loss) {
    this.data = data;
    blockRows = data.blockRows();
    blockLoss = new BlockLoss(data, loss);
    runs = new BlockRuns<>(data, data::columns, new DoubleTable(blockRows), blockLoss);
    fit = new FitPasses(data, blockLoss.longest(maxLength), blockLoss);
  }

  /** {@return whether the loss is the squared error} */
  public boolean isLeastSquares() {
    return blockLoss.isLeastSquares();
  }

  /** {@return the rows that tapes are evaluated on} */
  public RowBlocks data() {
    return data;
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

  /**
   * {@return the weighted sum of the losses of given predictions, infinite when it is not defined}
   *
   * @param predictions one for each row
   */
  public double lossOf(double[] predictions) {
    double total = 0;
    double[] block = new double[blockRows];
    for (int b = 0; b < data.blocks(); b++) {
      for (int i = 0; i < blockRows; i++) {
        block[i] = predictions[Math.min(b * blockRows + i, predictions.length - 1)];
      }
      total += blockLoss.of(blockLoss.toCompare(block), b);
    }
    return total < Double.POSITIVE_INFINITY ? total : Double.POSITIVE_INFINITY;
  }

  /**
   * Accumulates the normal equations of a fit of the tape's constants: J'HJ and J'g, where J holds
   * the derivatives of the prediction, g the derivatives of the rows' losses and H their
   * curvatures.
   *
   * @param formula the tape
   * @param groups for each constant to fit, its positions in the tape, at least one
   * @param jtj {@code [groups][groups]}, overwritten, symmetric
   * @param jtr {@code [groups]}, overwritten
   * @return the weighted sum of losses, infinite when it is not defined
   */
  public double normalEquations(Tape formula, int[][] groups, double[][] jtj, double[] jtr) {
    return fit.normalEquations(formula, groups, jtj, jtr);
  }

  /**
   * {@return the loss of the tape of the last {@link #normalEquations}, of which nothing but the
   * values of the constants to fit has changed since} If all rows are one block, what does not
   * depend on these constants is not computed again, and normal equations that follow for the same
   * groups, without another change, take what was computed here.
   *
   * @param formula the tape
   */
  public double lossInFit(Tape formula) {
    return data.blocks() > 1 || !fit.isFitted(formula) ? loss(formula) : fit.loss(formula);
  }
}
