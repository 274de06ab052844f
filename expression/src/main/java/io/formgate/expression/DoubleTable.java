package io.formgate.expression;

import java.util.Arrays;

/** The operators over blocks of doubles: {@link BlockKernels}. */
final class DoubleTable implements BlockTable<double[]> {
  private final int rows;
  private final double[][] scratch;

  /**
   * Makes a table.
   *
   * @param rows of a block
   */
  DoubleTable(int rows) {
    this.rows = rows;
    scratch = new double[BlockKernels.SCRATCH_BLOCKS][rows];
  }

  /** {@return the scratch blocks of {@link BlockKernels}, to be overwritten} */
  double[][] scratch() {
    return scratch;
  }

  @Override
  public double[][] blocks(int count) {
    return new double[count][rows];
  }

  @Override
  public void fill(double[] out, double value) {
    Arrays.fill(out, value);
  }

  @Override
  public double[] doubles(double[] block) {
    return block;
  }

  @Override
  public void apply(Operator operator, double[] out, double[] a, double[] b, double[] c) {
    BlockKernels.apply(operator, out, a, b, c, scratch);
  }

  @Override
  public void apply(BlockStep step, double[] out, double[] a, double constant) {
    switch (step) {
      case ADD -> BlockArithmetic.add(out, a, constant);
      case MULTIPLY -> BlockArithmetic.multiply(out, a, constant);
      case DIVIDE -> BlockArithmetic.divide(out, a, constant);
      case SUBTRACT_FROM -> BlockArithmetic.subtractFrom(out, constant, a);
      case DIVIDE_INTO -> BlockArithmetic.divideInto(out, constant, a);
      case OPERATOR -> throw new IllegalArgumentException("an operator takes blocks only");
    }
  }
}
