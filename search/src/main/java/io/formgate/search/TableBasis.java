package io.formgate.search;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.LearnedTable;

/**
 * A table that a search may learn: of what, and where its steps stand. What each step adds is
 * fitted for every candidate.
 *
 * @param argument an input, or a sum or difference of inputs that is exact in a circuit
 * @param first place of the first step, a whole multiple of half of the distance
 * @param step distance of the steps, a power of two
 * @param steps number of steps
 * @param typicalRise what a step may add, by its size, before anything is fitted
 * @param rises what a step may add
 * @param smoothness weight of the squared differences of neighbouring rises, per row of a step
 */
public record TableBasis(
    Expr argument,
    double first,
    double step,
    int steps,
    double typicalRise,
    Interval rises,
    double smoothness) {

  /** Checks the grid. */
  public TableBasis {
    if (!LearnedTable.isGrid(first, step)
        || steps < LearnedTable.LEAST_RISES
        || steps > LearnedTable.MOST_RISES) {
      throw new IllegalArgumentException(first + ", " + step + ", " + steps);
    }
  }

  /** {@return the constants of the table: its offset and what each step adds} */
  int constants() {
    return steps + 1;
  }

  /** {@return the formula of a step's place} */
  Expr stepArgument(int k) {
    return LearnedTable.stepArgument(argument, first, step, k);
  }

  /** {@return the nodes of the formula with all steps} */
  int nodes() {
    int nodes = 1;
    for (int k = 0; k < steps; k++) {
      nodes += 4 + stepArgument(k).size();
    }
    return nodes;
  }
}
