package io.formgate.search;

import io.formgate.expression.RowBlocks;

/**
 * The values of the building blocks on a sample of rows, which the grafts of all islands of an
 * epoch share: to compute them takes longer than hundreds of candidates.
 */
final class SampledBlocks {
  /**
   * A graft is a guess, whose constants are fitted on the island's own sample: more rows make it
   * slower, and seldom better.
   */
  static final int MOST_ROWS = 256;

  private final RowBlocks rows;
  private final TypedBlocks blocks;
  private final double[][] values;
  private final double[][] byRow;

  /**
   * Evaluates the blocks.
   *
   * @param blocks the blocks
   * @param rows the sample
   * @param worker scratch memory
   */
  SampledBlocks(TypedBlocks blocks, RowBlocks rows, Worker worker) {
    this.rows = rows;
    this.blocks = blocks;
    values = new double[blocks.size()][rows.rows()];
    byRow = new double[rows.rows()][blocks.size()];
    Screen screen = new Screen(worker, rows);
    for (int i = 0; i < values.length; i++) {
      if (!screen.values(blocks.get(i), values[i])) {
        throw new IllegalStateException("a building block is too long");
      }
      for (int r = 0; r < byRow.length; r++) {
        byRow[r][i] = values[i][r];
      }
    }
  }

  /** {@return the sample} */
  RowBlocks rows() {
    return rows;
  }

  /** {@return the blocks} */
  TypedBlocks blocks() {
    return blocks;
  }

  /** {@return {@code [block][row]}, not to be written to} */
  double[][] values() {
    return values;
  }

  /** {@return {@code [row][block]}, not to be written to} */
  double[][] byRow() {
    return byRow;
  }
}
