package io.formgate.expression;

import java.util.List;

/**
 * A data set cut into blocks of {@value #BLOCK_ROWS} rows for {@link BatchEvaluator}, with the
 * target and a weight per row.
 *
 * <p>The last block is filled up with copies of the last row whose weight is 0.
 */
public final class RowBlocks {
  /** Rows of a block: two dozen blocks of doubles stay within a first-level cache. */
  public static final int BLOCK_ROWS = 256;

  private final double[][][] columns;
  private final double[][] target;
  private final double[][] weight;
  private final int rows;

  /**
   * Cuts a data set.
   *
   * @param data at least one row
   * @param inputs names of the input columns; a {@link Tape}'s variable i is the i-th of them
   * @param output name of the target column
   */
  public RowBlocks(Dataset data, List<String> inputs, String output) {
    rows = data.rows();
    if (rows == 0) {
      throw new IllegalArgumentException("row blocks need a row");
    }
    int blocks = (rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
    columns = new double[blocks][inputs.size()][];
    target = new double[blocks][];
    weight = new double[blocks][BLOCK_ROWS];
    for (int b = 0; b < blocks; b++) {
      for (int c = 0; c < inputs.size(); c++) {
        columns[b][c] = block(data.column(inputs.get(c)), b);
      }
      target[b] = block(data.column(output), b);
      for (int r = 0; r < BLOCK_ROWS; r++) {
        weight[b][r] = b * BLOCK_ROWS + r < rows ? 1 : 0;
      }
    }
  }

  private double[] block(double[] column, int block) {
    double[] out = new double[BLOCK_ROWS];
    for (int r = 0; r < BLOCK_ROWS; r++) {
      out[r] = column[Math.min(block * BLOCK_ROWS + r, rows - 1)];
    }
    return out;
  }

  /** {@return the number of rows, without those that fill the last block} */
  public int rows() {
    return rows;
  }

  int blocks() {
    return columns.length;
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
