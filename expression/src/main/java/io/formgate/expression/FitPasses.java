package io.formgate.expression;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The passes of a fit over blocks of rows: values up a tape, adjoints down it, and the products of
 * derivatives. Owns its memory.
 *
 * <p>What depends on constants alone is the same on every row. It is computed on {@value
 * #NARROW_ROWS} rows, as few as the shortest block has, by the loops for all lengths and hence to
 * the same bits, and goes into sums, differences, products and quotients as one number.
 */
final class FitPasses {
  private static final int NARROW_ROWS = RowBlocks.LEAST_ROWS;

  private final RowBlocks data;
  private final BlockLoss blockLoss;
  private final int blockRows;
  private final DoubleTable table;
  private final DoubleTable narrowTable = new DoubleTable(NARROW_ROWS);
  private final double[][] slots;
  private final double[][] narrow;
  private final double[] narrowPartial = new double[NARROW_ROWS];
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

  /** Whether a position depends on constants alone. */
  private final boolean[] isNarrow;

  /** Whether such a position is needed as a block of rows too. */
  private final boolean[] isSpread;

  /** What an operator of other positions does. */
  private final BlockStep[] steps;

  /** Whether a position depends on a constant that is fitted: only such need an adjoint. */
  private final boolean[] active;

  /** The tape of the last normal equations. */
  private @Nullable Tape fitted;

  private int @Nullable [][] fittedGroups;

  /** Whether the values are those of its constants now, and their loss. */
  private boolean isCurrent;

  private double current;

  private double[] blockJtr = new double[0];
  private double[][] blockJtj = new double[0][0];
  private final double[] scratch;
  private final double[] gradient;
  private final double[] curvature;
  private final double[][] factor = new double[1][];
  private final double[] sum;
  private final double[] weighted;

  /**
   * Makes the passes.
   *
   * @param data the rows
   * @param longest tape of what is fitted
   * @param blockLoss what is fitted, and its losses
   */
  FitPasses(RowBlocks data, int longest, BlockLoss blockLoss) {
    this.data = data;
    this.blockLoss = blockLoss;
    blockRows = data.blockRows();
    table = new DoubleTable(blockRows);
    scratch = new double[blockRows];
    gradient = new double[blockRows];
    curvature = new double[blockRows];
    sum = new double[blockRows];
    weighted = new double[blockRows];
    slots = new double[longest][blockRows];
    narrow = new double[longest][NARROW_ROWS];
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
    isNarrow = new boolean[longest];
    isSpread = new boolean[longest];
    steps = new BlockStep[longest];
    active = new boolean[longest];
  }

  /** {@return whether a tape is the one of the last normal equations} */
  @SuppressWarnings("ReferenceEquality")
  boolean isFitted(Tape formula) {
    return formula == fitted;
  }

  /** As {@link BatchEvaluator#normalEquations}. */
  // The values kept are those of a tape object, not of one that is equal.
  @SuppressWarnings("ReferenceEquality")
  double normalEquations(Tape formula, int[][] groups, double[][] jtj, double[] jtr) {
    Tape tape = blockLoss.fitted(formula);
    boolean isKept = isCurrent && formula == fitted && groups == fittedGroups;
    isCurrent = false;
    if (!isKept) {
      prepare(tape);
      markActive(tape, groups);
      narrowForward(tape, false);
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
   * {@return the loss of the fitted tape, of which nothing but the values of the constants to fit
   * has changed} All rows are one block.
   */
  double loss(Tape formula) {
    Tape tape = blockLoss.fitted(formula);
    narrowForward(tape, true);
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

  /** Finds each operator's children, and what is the same on every row. */
  private void prepare(Tape tape) {
    int depth = 0;
    for (int i = 0; i < tape.length(); i++) {
      int arity = tape.arityAt(i);
      depth -= arity;
      firstChild[i] = arity > 0 ? stack[depth] : i;
      secondChild[i] = arity > 1 ? stack[depth + 1] : firstChild[i];
      thirdChild[i] = arity > 2 ? stack[depth + 2] : secondChild[i];
      stack[depth++] = i;
      isSpread[i] = false;
      isNarrow[i] = tape.isConstant(i);
      if (tape.isOperator(i)) {
        boolean first = isNarrow[firstChild[i]];
        boolean second = isNarrow[secondChild[i]];
        boolean third = isNarrow[thirdChild[i]];
        isNarrow[i] = first && second && third;
        steps[i] =
            arity == 2 && first != second
                ? BlockStep.withConstant(tape.operatorAt(i), first)
                : BlockStep.OPERATOR;
        if (!isNarrow[i] && steps[i] == BlockStep.OPERATOR) {
          isSpread[firstChild[i]] |= first;
          isSpread[secondChild[i]] |= second;
          isSpread[thirdChild[i]] |= third;
        }
      }
    }
    if (depth != 1) {
      throw new IllegalStateException("a tape has to leave one value, not " + depth);
    }
    isSpread[tape.length() - 1] |= isNarrow[tape.length() - 1];
  }

  /** Computes what is the same on every row. */
  private void narrowForward(Tape tape, boolean activeOnly) {
    for (int i = 0; i < tape.length(); i++) {
      if (!isNarrow[i] || (activeOnly && !active[i])) {
        continue;
      }
      if (tape.isConstant(i)) {
        Arrays.fill(narrow[i], tape.constantAt(i));
      } else {
        narrowTable.apply(
            tape.operatorAt(i),
            narrow[i],
            narrow[firstChild[i]],
            narrow[secondChild[i]],
            narrow[thirdChild[i]]);
      }
      if (isSpread[i]) {
        values[i] = slots[i];
        Arrays.fill(slots[i], narrow[i][0]);
      }
    }
  }

  private void forward(Tape tape, int block, boolean activeOnly) {
    for (int i = 0; i < tape.length(); i++) {
      if (isNarrow[i] || (activeOnly && !active[i])) {
        continue;
      }
      if (tape.isVariable(i)) {
        values[i] = data.column(block, tape.variableAt(i));
        continue;
      }
      values[i] = slots[i];
      firsts[i] = values[firstChild[i]];
      seconds[i] = values[secondChild[i]];
      thirds[i] = values[thirdChild[i]];
      if (steps[i] == BlockStep.OPERATOR) {
        table.apply(tape.operatorAt(i), slots[i], firsts[i], seconds[i], thirds[i]);
      } else {
        boolean isFirst = isNarrow[firstChild[i]];
        double constant = narrow[isFirst ? firstChild[i] : secondChild[i]][0];
        table.apply(
            steps[i],
            slots[i],
            isFirst ? seconds[i] : firsts[i],
            tape.operatorAt(i) == Operator.SUBTRACT && !isFirst ? -constant : constant);
      }
    }
  }

  /** Marks the positions above a fitted constant. */
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
      if (active[i] && tape.isOperator(i)) {
        for (int argument = 0; argument < tape.arityAt(i); argument++) {
          int child =
              argument == 0 ? firstChild[i] : argument == 1 ? secondChild[i] : thirdChild[i];
          if (active[child]) {
            adjoints[child] =
                isNarrow[i]
                    ? BlockAdjoints.scaled(
                        ownAdjoints[child],
                        adjoints[i],
                        isCareful,
                        narrowPartial(tape, i, argument))
                    : adjoint(tape.operatorAt(i), i, argument, child, isCareful);
          }
        }
      }
    }
  }

  /** {@return the derivative of a value that is the same on every row} */
  private double narrowPartial(Tape tape, int i, int argument) {
    return BlockPartials.partial(
        tape.operatorAt(i),
        argument,
        narrowPartial,
        narrow[i],
        narrow[firstChild[i]],
        narrow[secondChild[i]],
        narrow[thirdChild[i]],
        narrowTable.scratch())[0];
  }

  private double[] adjoint(Operator operator, int i, int argument, int child, boolean isCareful) {
    double[] own = ownAdjoints[child];
    int other = argument == 0 ? secondChild[i] : firstChild[i];
    if (steps[i] == BlockStep.MULTIPLY && isNarrow[other]) {
      return BlockAdjoints.scaled(own, adjoints[i], isCareful, narrow[other][0]);
    }
    if (steps[i] == BlockStep.DIVIDE) {
      // Over what is the same on every row.
      if (argument == 0) {
        return BlockAdjoints.scaled(own, adjoints[i], isCareful, 1 / narrow[other][0]);
      }
      BlockArithmetic.divide(own, values[i], -narrow[child][0]);
      return BlockAdjoints.product(own, adjoints[i], isCareful, own);
    }
    return BlockAdjoints.adjoint(
        operator,
        argument,
        own,
        adjoints[i],
        isCareful,
        values[i],
        firsts[i],
        seconds[i],
        thirds[i],
        table.scratch());
  }
}
