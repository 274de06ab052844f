package io.formgate.sim;

import java.util.Arrays;

/** The inputs of a run, cycle by cycle, from the first with reset. */
@FunctionalInterface
interface Cycles {
  /** What {@link #next} gives after the last cycle. */
  long END = -1;

  /**
   * {@return the flags of the next cycle, or {@link #END}}
   *
   * @param rawInputs gets its vector
   */
  long next(long[] rawInputs);

  /**
   * {@return the cycles of a run with vectors as near as they may be}
   *
   * @param stimulus the vectors
   * @param interval cycles from one to the next
   * @param more cycles without a vector behind them
   */
  static Cycles backToBack(Stimulus stimulus, int interval, int more) {
    VectorCursor cursor = stimulus.open();
    long lastVector = (stimulus.count() - 1) * interval;
    long[] next = {-InputPacker.RESET_CYCLES};
    return rawInputs -> {
      long cycle = next[0]++;
      if (cycle < 0) {
        return Bench.RESET;
      }
      if (cycle <= lastVector && cycle % interval == 0) {
        long[][] columns = new long[rawInputs.length][1];
        cursor.next(columns, 0, 1);
        Arrays.setAll(rawInputs, i -> columns[i][0]);
        return Bench.VALID;
      }
      return cycle <= lastVector + more ? 0 : END;
    };
  }
}
