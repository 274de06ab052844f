package io.formgate.expression;

/** The input columns of row blocks rounded to floats: half the memory. */
final class FloatBlocks {
  private final float[][][] columns;

  /** Rounds the columns. */
  FloatBlocks(RowBlocks data) {
    columns = new float[data.blocks()][data.inputs()][data.blockRows()];
    for (int b = 0; b < columns.length; b++) {
      for (int c = 0; c < columns[b].length; c++) {
        double[] from = data.column(b, c);
        for (int i = 0; i < from.length; i++) {
          columns[b][c][i] = (float) from[i];
        }
      }
    }
  }

  /** {@return a block of each column} */
  float[][] columns(int block) {
    return columns[block];
  }
}
