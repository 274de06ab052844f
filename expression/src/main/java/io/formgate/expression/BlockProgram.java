package io.formgate.expression;

/** A tape that is run again and again over blocks of columns. Owns its memory. */
final class BlockProgram {
  private final BlockPlan plan = new BlockPlan();
  private BlockMachine<double[]> machine = new BlockMachine<>(new DoubleTable(0));
  private int rows;

  /** Makes a program; constants are filled once for each length of blocks. */
  BlockProgram(Tape tape) {
    plan.set(tape);
  }

  /**
   * {@return the values of the rows of a block, until the next run}
   *
   * @param columns a block of each variable
   */
  double[] run(double[]... columns) {
    if (columns[0].length != rows) {
      rows = columns[0].length;
      machine = new BlockMachine<>(new DoubleTable(rows));
      machine.fill(plan);
    }
    return machine.run(plan, columns);
  }
}
