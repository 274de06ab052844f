package io.formgate.search;

import io.formgate.expression.Dataset;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Data sets and tapes for tests. */
final class Samples {
  static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.SQRT,
          Operator.SQUARE,
          Operator.COS,
          Operator.COSH);

  private Samples() {}

  /** {@return rows of x in [-3, 3), y in [0, 2) and a target} */
  static RowBlocks rows(int count, long seed, DoubleBinaryOperator law) {
    RandomSource random = new RandomSource(seed);
    double[][] columns = new double[3][count];
    for (int r = 0; r < count; r++) {
      columns[0][r] = 6 * random.nextDouble() - 3;
      columns[1][r] = 2 * random.nextDouble();
      columns[2][r] = law.applyAsDouble(columns[0][r], columns[1][r]);
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z"), columns), List.of("x", "y"), "z");
  }

  /** {@return whether each operator has its arguments and one value is left} */
  static boolean isWellFormed(Tape tape) {
    int depth = 0;
    for (int i = 0; i < tape.length(); i++) {
      depth -= tape.arityAt(i);
      if (depth < 0) {
        return false;
      }
      depth++;
    }
    return depth == 1;
  }

  static SearchProblem problem(RowBlocks rows, SearchOptions options) {
    return SearchProblem.leastSquares(rows, List.of("x", "y"), options);
  }

  /** {@return the blocks with their values on the rows} */
  static SampledBlocks sampled(List<Tape> blocks, RowBlocks rows, Worker worker) {
    return new SampledBlocks(new TypedBlocks(blocks, worker), rows, worker);
  }

  static Worker worker(RowBlocks rows, SearchOptions options) {
    return new Worker(
        problem(rows, options),
        new PathMeasure(),
        Admission.ALL,
        HardwareDemand.NONE,
        new RefusedForms());
  }
}
