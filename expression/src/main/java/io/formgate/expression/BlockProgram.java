package io.formgate.expression;

import java.util.Arrays;

/** A tape that is run again and again over blocks of columns. Owns its memory. */
final class BlockProgram {
  private final Tape tape;
  private final double[][] values;
  private double[][] slots = new double[0][];
  private double[][] scratch = new double[0][];
  private int rows = -1;

  /** Makes a program; constants are filled once for each length of blocks. */
  BlockProgram(Tape tape) {
    this.tape = tape;
    values = new double[tape.length()][];
  }

  private void reserve(int newRows) {
    rows = newRows;
    slots = new double[tape.length()][rows];
    scratch = new double[BlockKernels.SCRATCH_BLOCKS][rows];
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        Arrays.fill(slots[i], tape.constantAt(i));
      }
    }
  }

  /**
   * {@return the values of the rows of a block, until the next run}
   *
   * @param columns a block of each variable
   */
  double[] run(double[]... columns) {
    if (columns[0].length != rows) {
      reserve(columns[0].length);
    }
    int top = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isVariable(i)) {
        values[top++] = columns[tape.variableAt(i)];
      } else if (tape.isConstant(i)) {
        values[top++] = slots[i];
      } else {
        int arity = tape.arityAt(i);
        top -= arity;
        double[] a = values[top];
        double[] b = arity > 1 ? values[top + 1] : a;
        double[] c = arity > 2 ? values[top + 2] : b;
        BlockKernels.apply(tape.operatorAt(i), slots[i], a, b, c, scratch);
        values[top++] = slots[i];
      }
    }
    return values[0];
  }
}
