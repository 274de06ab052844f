package io.formgate.expression;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set cut into blocks for {@link BatchEvaluator}, with the target and a weight per row. All
 * blocks have the same length, a power of two from {@value #LEAST_ROWS} to {@value #BLOCK_ROWS}
 * that depends on the number of rows alone: short enough that few rows are computed in vain, and
 * long enough that the begin of a block, which costs as much as {@value #ROWS_PER_START} rows,
 * weighs little.
 *
 * <p>The last block is filled up with copies of the last row whose weight is 0.
 */
public final class RowBlocks {
  /** Rows of the longest block. */
  public static final int BLOCK_ROWS = 1024;

  /** Rows of the shortest block: as many as the partial sums of a block. */
  static final int LEAST_ROWS = BlockSum.PARTIAL_SUMS;

  /** Rows that could be computed in the time that the begin of every block takes. */
  private static final int ROWS_PER_START = 128;

  private final double[][][] columns;
  private final double[][] target;
  private final double[][] weight;
  private final int rows;
  private final int blockRows;
  private final int inputs;
  private final double totalWeight;

  /** What is known of a row besides what a formula predicts. */
  private static final class Known {
    private final double[] offsets;
    private final double[] losses;

    Known(double[] offsets, double[] losses) {
      this.offsets = offsets;
      this.losses = losses;
    }
  }

  private final @Nullable Known known;

  /**
   * Cuts a data set.
   *
   * @param data at least one row
   * @param inputs names of the input columns; a {@link Tape}'s variable i is the i-th of them
   * @param output name of the target column
   */
  public RowBlocks(Dataset data, List<String> inputs, String output) {
    this(data, inputs, output, ones(data.rows()));
  }

  /**
   * Cuts a data set whose rows have weights.
   *
   * @param data at least one row
   * @param inputs names of the input columns; a {@link Tape}'s variable i is the i-th of them
   * @param output name of the target column
   * @param weights 0 or more, one for each row
   */
  public RowBlocks(Dataset data, List<String> inputs, String output, double[] weights) {
    this(
        inputs.stream().map(data::column).toArray(double[][]::new),
        data.column(output),
        weights,
        data.rows(),
        null);
  }

  private static double[] ones(int rows) {
    double[] weights = new double[rows];
    Arrays.fill(weights, 1);
    return weights;
  }

  private RowBlocks(
      double[][] inputColumns, double[] output, double[] weights, int rows, @Nullable Known known) {
    this.rows = rows;
    this.known = known;
    inputs = inputColumns.length;
    double total = 0;
    for (int r = 0; r < rows; r++) {
      total += weights[r];
    }
    totalWeight = total;
    if (rows == 0) {
      throw new IllegalArgumentException("row blocks need a row");
    }
    blockRows = blockRows(rows);
    int blocks = (rows + blockRows - 1) / blockRows;
    columns = new double[blocks][inputs][];
    target = new double[blocks][];
    weight = new double[blocks][blockRows];
    for (int b = 0; b < blocks; b++) {
      for (int c = 0; c < inputs; c++) {
        columns[b][c] = block(inputColumns[c], b);
      }
      target[b] = block(output, b);
      for (int r = 0; r < blockRows; r++) {
        weight[b][r] = b * blockRows + r < rows ? weights[b * blockRows + r] : 0;
      }
    }
  }

  private double[] block(double[] column, int block) {
    double[] out = new double[blockRows];
    for (int r = 0; r < blockRows; r++) {
      out[r] = column[Math.min(block * blockRows + r, rows - 1)];
    }
    return out;
  }

  private static int blockRows(int rows) {
    int best = BLOCK_ROWS;
    for (int size = BLOCK_ROWS / 2; size >= LEAST_ROWS; size /= 2) {
      best = cost(rows, size) < cost(rows, best) ? size : best;
    }
    return best;
  }

  private static long cost(int rows, int blockRows) {
    long blocks = Math.ceilDiv((long) rows, blockRows);
    return blocks * (blockRows + ROWS_PER_START);
  }

  /** {@return the rows of each block, at most {@link #BLOCK_ROWS}} */
  int blockRows() {
    return blockRows;
  }

  /** {@return the number of rows, without those that fill the last block} */
  public int rows() {
    return rows;
  }

  /** {@return the number of input columns} */
  public int inputs() {
    return inputs;
  }

  /** {@return the target of every row, a copy} */
  public double[] targets() {
    double[] all = new double[rows];
    for (int r = 0; r < rows; r++) {
      all[r] = target[r / blockRows][r % blockRows];
    }
    return all;
  }

  /** {@return the weight of every row, a copy} */
  public double[] weights() {
    double[] all = new double[rows];
    for (int r = 0; r < rows; r++) {
      all[r] = weight[r / blockRows][r % blockRows];
    }
    return all;
  }

  /** {@return the columns of inputs, target and weight, with one entry for each row, copies} */
  public double[][] allColumns() {
    double[][] all = new double[inputs + 2][rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < inputs; c++) {
        all[c][r] = columns[r / blockRows][c][r % blockRows];
      }
    }
    all[inputs] = targets();
    all[inputs + 1] = weights();
    return all;
  }

  /** {@return the sum of the rows' weights, in their order} */
  public double totalWeight() {
    return totalWeight;
  }

  /**
   * {@return the blocks of some rows, in the given order}
   *
   * @param chosen indices of rows, at least one
   */
  public RowBlocks select(int[] chosen) {
    double[][] inputColumns = new double[inputs][chosen.length];
    double[] output = new double[chosen.length];
    double[] weights = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      int block = chosen[i] / blockRows;
      int row = chosen[i] % blockRows;
      for (int c = 0; c < inputs; c++) {
        inputColumns[c][i] = columns[block][c][row];
      }
      output[i] = target[block][row];
      weights[i] = weight[block][row];
    }
    Known all = known;
    if (all == null) {
      return new RowBlocks(inputColumns, output, weights, chosen.length, null);
    }
    double[] offsets = new double[chosen.length];
    double[] losses = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      offsets[i] = all.offsets[chosen[i]];
      losses[i] = all.losses[chosen[i]];
    }
    return new RowBlocks(inputColumns, output, weights, chosen.length, new Known(offsets, losses));
  }

  /**
   * {@return these rows with an offset each, which is added to what a formula predicts before the
   * loss is taken, and a loss each, which is there whatever is predicted}: what a score costs
   * beside others that are known (the offset of generalised linear models)
   *
   * @param offsets finite, one for each row
   * @param losses finite, one for each row
   */
  public RowBlocks withOffsets(double[] offsets, double[] losses) {
    if (offsets.length != rows || losses.length != rows) {
      throw new IllegalArgumentException("every row needs an offset and a loss");
    }
    double[][] inputColumns = new double[inputs][];
    System.arraycopy(allColumns(), 0, inputColumns, 0, inputs);
    return new RowBlocks(
        inputColumns, targets(), weights(), rows, new Known(offsets.clone(), losses.clone()));
  }

  /**
   * {@return these rows with other targets}
   *
   * @param targets one for each row
   */
  public RowBlocks withTargets(double[] targets) {
    if (targets.length != rows) {
      throw new IllegalArgumentException("every row needs a target");
    }
    double[][] inputColumns = new double[inputs][];
    System.arraycopy(allColumns(), 0, inputColumns, 0, inputs);
    return new RowBlocks(inputColumns, targets, weights(), rows, known);
  }

  /** {@return whether rows have offsets} */
  public boolean hasOffsets() {
    return known != null;
  }

  /** {@return the offset of every row, a copy; zeros if there are none} */
  public double[] offsets() {
    return known == null ? new double[rows] : known.offsets.clone();
  }

  /**
   * {@return the loss that every row has whatever is predicted, a copy; zeros if there are none}
   */
  public double[] knownLosses() {
    return known == null ? new double[rows] : known.losses.clone();
  }

  /**
   * {@return the offset of a row of a block; those that fill the last block have the last row's}
   */
  double offset(int block, int row) {
    return known == null ? 0 : known.offsets[Math.min(block * blockRows + row, rows - 1)];
  }

  /** {@return the loss of a row of a block whatever is predicted, times its weight} */
  double knownLoss(int block, int row) {
    return known == null
        ? 0
        : weight[block][row] * known.losses[Math.min(block * blockRows + row, rows - 1)];
  }

  int blocks() {
    return columns.length;
  }

  double[][] columns(int block) {
    return columns[block];
  }

  double[] column(int block, int column) {
    return columns[block][column];
  }

  double[] target(int block) {
    return target[block];
  }

  double[] weight(int block) {
    return weight[block];
  }
}
