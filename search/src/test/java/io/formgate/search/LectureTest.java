package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a first lecture on symbolic regression lets its hearers try. */
class LectureTest {
  private static SearchResult search(RowBlocks rows, List<Operator> operators, int iterations) {
    SearchOptions options =
        SearchOptions.of(operators)
            .withPopulations(6, 40)
            .withCyclesPerIteration(500)
            .withIterations(iterations)
            .withMaxSize(21);
    return SearchEngine.run(
        Samples.problem(rows, options),
        PathMeasure::new,
        () -> Admission.ALL,
        HardwareDemand.NONE,
        2,
        _ -> true);
  }

  private static double[] values(Tape formula, RowBlocks rows) {
    double[] values = new double[rows.rows()];
    new BatchEvaluator(rows, formula.length()).evaluate(formula, values);
    return values;
  }

  @Test
  void withoutTheSineItsPolynomialIsFound() {
    RowBlocks rows = Samples.rows(150, 4, (x, _) -> StrictMath.sin(x));
    SearchResult result =
        search(rows, List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY), 30);

    RowBlocks others = Samples.rows(150, 5, (x, _) -> StrictMath.sin(x));
    double[] x = others.allColumns()[0];
    double[] wanted = others.targets();
    boolean isTaylorLike = false;
    for (FrontEntry entry : result.front()) {
      double[] found = values(entry.formula(), others);
      double worst = 0;
      for (int r = 0; r < x.length; r++) {
        worst = Math.max(worst, Math.abs(found[r] - wanted[r]));
      }
      isTaylorLike |= worst < 0.02;
    }

    // x - x^3/6 alone is off by 1.4 at 3; within 0.02 is a polynomial of the fifth degree or more.
    assertThat(isTaylorLike).isTrue();
  }

  @Test
  void theLawIsFoundUnderNoiseOfATenth() {
    RandomGenerator random = new RandomSource(17);
    RowBlocks clean = Samples.rows(300, 6, (x, y) -> 2.5 * StrictMath.cos(x) * y + y * y);
    double[] targets = clean.targets();
    double mean = 0;
    for (double t : targets) {
      mean += t / targets.length;
    }
    double variance = 0;
    for (double t : targets) {
      variance += (t - mean) * (t - mean) / targets.length;
    }
    double deviation = Math.sqrt(variance);
    RowBlocks noisy =
        Samples.rows(
            300,
            6,
            (x, y) ->
                2.5 * StrictMath.cos(x) * y + y * y + 0.1 * deviation * random.nextGaussian());

    SearchResult result = search(noisy, Samples.OPERATORS, 30);

    double least = Double.POSITIVE_INFINITY;
    for (FrontEntry entry : result.front()) {
      Tape refitted = entry.formula().copy();
      double squares =
          ConstantOptimizer.fitFormula(refitted, new BatchEvaluator(clean, refitted.length()), 100);
      least = Math.min(least, squares / clean.rows());
    }
    assertThat(least).as("without noise the form is exact").isLessThan(1e-20 * variance + 1e-24);
  }
}
