package io.formgate.expression;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates tapes over all rows of a data set, block by block, and their derivatives.
 *
 * <p>Not shared between threads: it owns the scratch memory of one evaluation, at most (3 x longest
 * tape + 22) blocks of doubles. Every sum has a written order (see {@link BlockSum}), so a result
 * never depends on threads or the machine's vector length.
 */
public final class BatchEvaluator implements RowEvaluator {
  private final RowBlocks data;
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

  /** The tape of the last normal equations. */
  private @Nullable Tape fitted;

  private int @Nullable [][] fittedGroups;

  /** Whether the values are those of its constants now, and their loss. */
  private boolean isCurrent;

  private double current;

  private double[] blockJtr = new double[0];
  private double[][] blockJtj = new double[0][0];
  private final double[][] scratchBlocks;
  private final double[] scratch;
  private final double[] gradient;
  private final double[] curvature;
  private final double[][] factor = new double[1][];
  private final double[] sum;
  private final double[] weighted;
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
    scratchBlocks = new double[BlockKernels.SCRATCH_BLOCKS][blockRows];
    scratch = new double[blockRows];
    gradient = new double[blockRows];
    curvature = new double[blockRows];
    sum = new double[blockRows];
    weighted = new double[blockRows];
    blockLoss = new BlockLoss(data, loss);
    runs = new BlockRuns<>(data, data::columns, new DoubleTable(blockRows), blockLoss);
    int longest = blockLoss.longest(maxLength);
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
  // The values kept are those of a tape object, not of one that is equal.
  @SuppressWarnings("ReferenceEquality")
  public double normalEquations(Tape formula, int[][] groups, double[][] jtj, double[] jtr) {
    Tape tape = blockLoss.fitted(formula);
    boolean isKept = isCurrent && formula == fitted && groups == fittedGroups;
    isCurrent = false;
    if (!isKept) {
      prepare(tape);
      markActive(tape, groups);
      fitted = formula;
      fittedGroups = groups;
    }
    for (double[] row : jtj) {
      Arrays.fill(row, 0);
    }
    Arrays.fill(jtr, 0);
    double total = 0;
    for (int block = 0; block < data.blocks(); block++) {
      if (!isKept) {
        forward(tape, block, false);
      }
      double[] prediction = values[tape.length() - 1];
      total += isKept ? current : blockLoss.of(prediction, block);
      if (!(total < Double.POSITIVE_INFINITY)) {
        return Double.POSITIVE_INFINITY;
      }
      blockLoss.derivatives(prediction, block, gradient, curvature);
      // Most derivatives are finite; only sums tell where some are not.
      if (!addProducts(tape, groups, block, false)) {
        addProducts(tape, groups, block, true);
      }
      for (int j = 0; j < groups.length; j++) {
        jtr[j] += blockJtr[j];
        for (int k = 0; k <= j; k++) {
          jtj[j][k] += blockJtj[j][k];
          jtj[k][j] = jtj[j][k];
        }
      }
    }
    return total;
  }

  /** Sums a block's products of derivatives; false if any is NaN. */
  private boolean addProducts(Tape tape, int[][] groups, int block, boolean isCareful) {
    backward(tape, block, isCareful);
    if (blockJtr.length < groups.length) {
      blockJtr = new double[groups.length];
      blockJtj = new double[groups.length][groups.length];
    }
    boolean isNumber = true;
    for (int j = 0; j < groups.length; j++) {
      double[] dj = adjoint(groups[j]);
      blockJtr[j] = BlockSum.products(gradient, second(dj), scratch);
      isNumber &= !Double.isNaN(blockJtr[j]);
      BlockArithmetic.multiply(weighted, curvature, dj);
      for (int k = 0; k <= j; k++) {
        blockJtj[j][k] = BlockSum.products(weighted, second(adjoints[groups[k][0]]), scratch);
        isNumber &= !Double.isNaN(blockJtj[j][k]);
      }
    }
    return isNumber;
  }

  /**
   * {@return the loss of the tape of the last {@link #normalEquations}, of which nothing but the
   * values of the constants to fit has changed since} If all rows are one block, what does not
   * depend on these constants is not computed again, and normal equations that follow for the same
   * groups, without another change, take what was computed here.
   *
   * @param formula the tape
   */
  @SuppressWarnings("ReferenceEquality")
  public double lossInFit(Tape formula) {
    if (data.blocks() > 1 || formula != fitted) {
      return loss(formula);
    }
    Tape tape = blockLoss.fitted(formula);
    for (int i = 0; i < tape.length(); i++) {
      if (active[i] && tape.isConstant(i)) {
        Arrays.fill(slots[i], tape.constantAt(i));
      }
    }
    forward(tape, 0, true);
    current = blockLoss.of(values[tape.length() - 1], 0);
    isCurrent = true;
    return current < Double.POSITIVE_INFINITY ? current : Double.POSITIVE_INFINITY;
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

  private void forward(Tape tape, int block, boolean activeOnly) {
    for (int i = 0; i < tape.length(); i++) {
      if (activeOnly && !active[i]) {
        continue;
      }
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

  /** The adjoint of what is fitted: 1 in the rows that count, as others may have none. */
  private double[] counted(int block, double[] out) {
    double[] weight = data.weight(block);
    for (int i = 0; i < out.length; i++) {
      out[i] = weight[i] == 0 ? 0 : 1;
    }
    return out;
  }

  /** Finds the adjoints from the root down; every value goes into one other only. */
  private void backward(Tape tape, int block, boolean isCareful) {
    int root = tape.length() - 1;
    adjoints[root] = isCareful ? counted(block, ownAdjoints[root]) : BlockPartials.ONES;
    for (int i = root; i >= 0; i--) {
      if (!active[i] || !tape.isOperator(i)) {
        continue;
      }
      Operator operator = tape.operatorAt(i);
      for (int argument = 0; argument < tape.arityAt(i); argument++) {
        int child = argument == 0 ? firstChild[i] : argument == 1 ? secondChild[i] : thirdChild[i];
        if (active[child]) {
          adjoints[child] =
              BlockPartials.adjoint(
                  operator,
                  argument,
                  ownAdjoints[child],
                  adjoints[i],
                  isCareful,
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
