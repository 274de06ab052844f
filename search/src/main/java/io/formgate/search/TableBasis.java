package io.formgate.search;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A table of one value that a search may learn: of what, and where its steps stand. What each step
 * adds is fitted for every candidate.
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
    double smoothness)
    implements LearnedBasis {

  /** Checks the grid. */
  public TableBasis {
    if (!LearnedTable.isGrid(first, step)
        || steps < LearnedTable.LEAST_RISES
        || steps > LearnedTable.MOST_RISES) {
      throw new IllegalArgumentException(first + ", " + step + ", " + steps);
    }
  }

  @Override
  public int constants() {
    return steps + 1;
  }

  @Override
  public Expr formula(IntFunction<Expr> constant) {
    Expr sum = constant.apply(0);
    for (int k = 0; k < steps; k++) {
      Expr smooth =
          Expr.apply(Operator.SIGMOID, LearnedTable.stepArgument(argument, first, step, k));
      Expr rise = Expr.apply(Operator.MULTIPLY, constant.apply(k + 1), smooth);
      sum = Expr.apply(Operator.ADD, sum, rise);
    }
    return sum;
  }

  @Override
  public double flat(int constant) {
    return constant == 0 ? 1 : 0;
  }

  /** Rises go up and down. */
  @Override
  public double typical(int constant) {
    return constant == 0 ? 1 : typicalRise * (constant % 2 == 1 ? 1 : -1);
  }

  @Override
  public Interval range(int constant) {
    return constant == 0 ? ConstantRule.ANY.range() : rises;
  }

  /** Differences of neighbouring rises are second differences of values. */
  @Override
  public List<Roughness> roughness() {
    List<Roughness> all = new ArrayList<>();
    for (int k = 1; smoothness > 0 && k < steps; k++) {
      all.add(new Roughness(List.of(k, k + 1), List.of(-1.0, 1.0), smoothness / steps));
    }
    return all;
  }
}
