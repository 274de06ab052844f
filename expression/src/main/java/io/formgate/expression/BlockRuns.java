package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Runs tapes over all blocks of a data set. Owns its memory.
 *
 * @param <B> array of numbers
 */
final class BlockRuns<B> {
  /** Blocks of a dozen columns that stay in a second-level cache. */
  private static final int BLOCKS_IN_TURN = 8;

  private final RowBlocks data;
  private final IntFunction<B[]> columns;
  private final BlockTable<B> table;
  private final BlockMachine<B> machine;
  private final BlockLoss loss;
  private final List<BlockPlan> plans = new ArrayList<>();

  /**
   * Makes the runs.
   *
   * @param data the rows
   * @param columns the input columns of a block
   * @param table the operators
   * @param loss what predictions cost
   */
  BlockRuns(RowBlocks data, IntFunction<B[]> columns, BlockTable<B> table, BlockLoss loss) {
    this.data = data;
    this.columns = columns;
    this.table = table;
    this.loss = loss;
    machine = new BlockMachine<>(table);
  }

  private BlockPlan plan(int index, Tape tape) {
    if (index == plans.size()) {
      plans.add(new BlockPlan());
    }
    BlockPlan plan = plans.get(index);
    plan.set(tape);
    return plan;
  }

  /** {@return the weighted sum of a tape's losses, infinite when it is not defined} */
  double loss(Tape tape) {
    return addLosses(0, plan(0, loss.fitted(tape)), 0, data.blocks());
  }

  /** Writes the losses of tapes, all of which run over some blocks before the next blocks. */
  void losses(List<Tape> tapes, double[] out) {
    for (int t = 0; t < tapes.size(); t++) {
      plan(t, loss.fitted(tapes.get(t)));
      out[t] = 0;
    }
    for (int from = 0; from < data.blocks(); from += BLOCKS_IN_TURN) {
      int to = Math.min(data.blocks(), from + BLOCKS_IN_TURN);
      for (int t = 0; t < tapes.size(); t++) {
        if (out[t] < Double.POSITIVE_INFINITY) {
          out[t] = addLosses(out[t], plans.get(t), from, to);
        }
      }
    }
  }

  private double addLosses(double start, BlockPlan plan, int from, int to) {
    machine.fill(plan);
    double total = start;
    for (int block = from; block < to; block++) {
      total += loss.of(table.doubles(machine.run(plan, columns.apply(block))), block);
      if (!(total < Double.POSITIVE_INFINITY)) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return total;
  }

  /** Writes the value of a tape on every row. */
  void evaluate(Tape tape, double[] out) {
    BlockPlan plan = plan(0, tape);
    machine.fill(plan);
    for (int block = 0; block < data.blocks(); block++) {
      double[] values = table.doubles(machine.run(plan, columns.apply(block)));
      int from = block * data.blockRows();
      System.arraycopy(values, 0, out, from, Math.min(values.length, data.rows() - from));
    }
  }
}
