package io.formgate.expression;

import java.util.Arrays;

/**
 * Runs plans over blocks of rows. Owns the registers.
 *
 * @param <B> array of numbers
 */
final class BlockMachine<B> {
  private final BlockTable<B> table;
  private B[] registers;

  /** Makes a machine. */
  BlockMachine(BlockTable<B> table) {
    this.table = table;
    registers = table.blocks(0);
  }

  /** Fills the registers of a plan's constants; they stay until another plan's are filled. */
  void fill(BlockPlan plan) {
    int held = registers.length;
    if (held < plan.registers()) {
      registers = Arrays.copyOf(registers, plan.registers());
      System.arraycopy(
          table.blocks(plan.registers() - held), 0, registers, held, plan.registers() - held);
    }
    for (int k = 0; k < plan.constants(); k++) {
      table.fill(registers[k], plan.constant(k));
    }
  }

  /**
   * {@return the values of a plan on a block of rows, until the next run; not to be written to}
   *
   * @param plan its constants are filled
   * @param columns a block of each variable
   */
  B run(BlockPlan plan, B[] columns) {
    for (int k = 0; k < plan.steps(); k++) {
      B out = registers[plan.out(k)];
      B first = at(plan.argument(k, 0), columns);
      if (plan.kind(k) == BlockStep.OPERATOR) {
        B second = at(plan.argument(k, 1), columns);
        B third = at(plan.argument(k, 2), columns);
        table.apply(plan.operator(k), out, first, second, third);
      } else {
        table.apply(plan.kind(k), out, first, plan.value(k));
      }
    }
    return at(plan.result(), columns);
  }

  private B at(int place, B[] columns) {
    return place < 0 ? columns[~place] : registers[place];
  }
}
