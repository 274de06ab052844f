package io.formgate.expression;

import java.util.Arrays;

/**
 * Evaluates tapes over all rows of a data set, block by block, and their derivatives.
 *
 * <p>Not shared between threads: it owns the scratch memory of one evaluation, (2 x longest tape +
 * 12) blocks of doubles. Every sum has a written order (see {@link BlockSum}), so a result never
 * depends on threads or the machine's vector length.
 */
public final class BatchEvaluator {
  private final RowBlocks data;
  private final RowLoss loss;
  private final boolean isLogarithmic;
  private final double[][] goals;
  private final Tape logarithm;
  private final int blockRows;
  private final double[][] slots;
  private final double[][] ownAdjoints;
  private final double[][] adjoints;
  private final double[][] values;
  private final double[][] firsts;
  private final double[][] seconds;
  private final double[][] thirds;
  private final int[] firstChild;
  private final int[] secondChild;
  private final int[] thirdChild;
  private final int[] stack;
  private final boolean[] active;
  private final double[][] scratchBlocks;
  private final double[] scratch;
  private final double[] gradient;
  private final double[] curvature;
  private final double[][] factor = new double[1][];
  private final double[] sum;
  private final double[] weighted;
  private final double[] scored;

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
    isLogarithmic = loss.isLogarithmic();
    this.loss = isLogarithmic ? new LeastSquares() : loss;
    blockRows = data.blockRows();
    scratchBlocks = new double[BlockKernels.SCRATCH_BLOCKS][blockRows];
    logarithm = new Tape(isLogarithmic ? maxLength + 1 : 0);
    goals = new double[data.blocks()][];
    for (int b = 0; b < goals.length; b++) {
      goals[b] = isLogarithmic ? logarithms(data.target(b)) : data.target(b);
    }
    int longest = isLogarithmic ? maxLength + 1 : maxLength;
    scratch = new double[blockRows];
    gradient = new double[blockRows];
    curvature = new double[blockRows];
    sum = new double[blockRows];
    weighted = new double[blockRows];
    scored = new double[blockRows];
    slots = new double[longest][blockRows];
    ownAdjoints = new double[longest][blockRows];
    adjoints = new double[longest][];
    values = new double[longest][];
    firsts = new double[longest][];
    seconds = new double[longest][];
    thirds = new double[longest][];
    firstChild = new int[longest];
    secondChild = new int[longest];
    thirdChild = new int[longest];
    stack = new int[longest];
    active = new boolean[longest];
  }

  private double[] logarithms(double[] values) {
    double[] logs = new double[blockRows];
    BlockKernels.apply(Operator.LOG, logs, values, values, values, scratchBlocks);
    return logs;
  }

  /** {@return what is fitted: the formula, or its logarithm} */
  private Tape fitted(Tape tape) {
    if (!isLogarithmic) {
      return tape;
    }
    logarithm.set(tape);
    logarithm.addOperator(Operator.LOG);
    return logarithm;
  }

  /** {@return whether the loss is the squared error} */
  public boolean isLeastSquares() {
    return loss.isLeastSquares();
  }

  /** {@return the rows that tapes are evaluated on} */
  public RowBlocks data() {
    return data;
  }

  /**
   * {@return the weighted sum of the rows' losses, infinite when it is not defined or the tape is
   * not finite on every row}
   *
   * @param formula not longer than the evaluator's longest
   */
  public double loss(Tape formula) {
    Tape tape = fitted(formula);
    prepare(tape);
    double total = 0;
    for (int block = 0; block < data.blocks(); block++) {
      forward(tape, block);
      double[] prediction = values[tape.length() - 1];
      total += blockLoss(prediction, block);
      if (!(total < Double.POSITIVE_INFINITY)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return total;
  }

  private double blockLoss(double[] prediction, int block) {
    loss.losses(withOffsets(prediction, block), goals[block], data.weight(block), scratch);
    if (data.hasOffsets()) {
      for (int i = 0; i < blockRows; i++) {
        scratch[i] += data.knownLoss(block, i);
      }
    }
    double sum = BlockSum.sum(scratch);
    // A loss may be defined where the prediction is not, and a row of weight 0 costs nothing.
    if (!loss.isLeastSquares()) {
      for (int i = 0; i < blockRows; i++) {
        scratch[i] = 0 * prediction[i];
      }
      sum += BlockSum.sum(scratch);
    }
    return sum;
  }

  private double[] withOffsets(double[] prediction, int block) {
    if (!data.hasOffsets()) {
      return prediction;
    }
    for (int i = 0; i < blockRows; i++) {
      scored[i] = prediction[i] + data.offset(block, i);
    }
    return scored;
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
      total += blockLoss(isLogarithmic ? logarithms(block) : block, b);
    }
    return total < Double.POSITIVE_INFINITY ? total : Double.POSITIVE_INFINITY;
  }

  /**
   * Writes the value of a tape on every row.
   *
   * @param tape the tape
   * @param out one entry per row
   */
  public void evaluate(Tape tape, double[] out) {
    prepare(tape);
    for (int block = 0; block < data.blocks(); block++) {
      forward(tape, block);
      int from = block * blockRows;
      System.arraycopy(
          values[tape.length() - 1], 0, out, from, Math.min(blockRows, data.rows() - from));
    }
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
    Tape tape = fitted(formula);
    prepare(tape);
    markActive(tape, groups);
    for (double[] row : jtj) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(jtr, 0);
    double total = 0;
    for (int block = 0; block < data.blocks(); block++) {
      forward(tape, block);
      double[] prediction = values[tape.length() - 1];
      total += blockLoss(prediction, block);
      if (!(total < Double.POSITIVE_INFINITY)) {
        return Double.POSITIVE_INFINITY;
      }
      loss.derivatives(
          withOffsets(prediction, block), goals[block], data.weight(block), gradient, curvature);
      backward(tape);
      for (int j = 0; j < groups.length; j++) {
        double[] dj = adjoint(groups[j]);
        jtr[j] += BlockSum.products(gradient, second(dj), scratch);
        BlockArithmetic.multiply(weighted, curvature, dj);
        for (int k = 0; k <= j; k++) {
          jtj[j][k] += BlockSum.products(weighted, second(adjoints[groups[k][0]]), scratch);
          jtj[k][j] = jtj[j][k];
        }
      }
    }
    return total;
  }

  /** Sums the adjoints of a parameter's positions into that of the first, and returns it. */
  private double[] adjoint(int[] positions) {
    int first = positions[0];
    for (int p = 1; p < positions.length; p++) {
      // Other values may have the same block.
      BlockArithmetic.add(sum, adjoints[first], adjoints[positions[p]]);
      System.arraycopy(sum, 0, ownAdjoints[first], 0, blockRows);
      adjoints[first] = ownAdjoints[first];
    }
    return adjoints[first];
  }

  private double[][] second(double[] block) {
    factor[0] = block;
    return factor;
  }

  /** Finds each operator's children and fills the constants, which are the same in every block. */
  private void prepare(Tape tape) {
    int depth = 0;
    for (int i = 0; i < tape.length(); i++) {
      int arity = tape.arityAt(i);
      depth -= arity;
      firstChild[i] = arity > 0 ? stack[depth] : i;
      secondChild[i] = arity > 1 ? stack[depth + 1] : firstChild[i];
      thirdChild[i] = arity > 2 ? stack[depth + 2] : secondChild[i];
      stack[depth++] = i;
      if (tape.isConstant(i)) {
        Arrays.fill(slots[i], tape.constantAt(i));
      }
    }
    if (depth != 1) {
      throw new IllegalStateException("a tape has to leave one value, not " + depth);
    }
  }

  private void forward(Tape tape, int block) {
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isVariable(i)) {
        values[i] = data.column(block, tape.variableAt(i));
      } else {
        values[i] = slots[i];
        if (tape.isOperator(i)) {
          firsts[i] = values[firstChild[i]];
          seconds[i] = values[secondChild[i]];
          thirds[i] = values[thirdChild[i]];
          BlockKernels.apply(
              tape.operatorAt(i), slots[i], firsts[i], seconds[i], thirds[i], scratchBlocks);
        }
      }
    }
  }

  /** Marks the positions above a fitted constant: only they need an adjoint. */
  private void markActive(Tape tape, int[][] groups) {
    Arrays.fill(active, 0, tape.length(), false);
    for (int[] group : groups) {
      for (int position : group) {
        active[position] = true;
      }
    }
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isOperator(i)) {
        active[i] = active[firstChild[i]] || active[secondChild[i]] || active[thirdChild[i]];
      }
    }
  }

  /** Finds the adjoints from the root down; every value goes into one other only. */
  private void backward(Tape tape) {
    int root = tape.length() - 1;
    adjoints[root] = BlockPartials.ONES;
    for (int i = root; i >= 0; i--) {
      if (!active[i] || !tape.isOperator(i)) {
        continue;
      }
      Operator operator = tape.operatorAt(i);
      boolean hasNoZero = BlockLoop.hasNoZero(adjoints[i]);
      for (int argument = 0; argument < tape.arityAt(i); argument++) {
        int child = argument == 0 ? firstChild[i] : argument == 1 ? secondChild[i] : thirdChild[i];
        if (active[child]) {
          adjoints[child] =
              BlockPartials.adjoint(
                  operator,
                  argument,
                  ownAdjoints[child],
                  adjoints[i],
                  hasNoZero,
                  values[i],
                  firsts[i],
                  seconds[i],
                  thirds[i],
                  scratchBlocks);
        }
      }
    }
  }
}
