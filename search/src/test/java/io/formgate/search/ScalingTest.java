package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Dataset;
import io.formgate.expression.LogSquares;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScalingTest {
  /** Sums of 200 terms near 100, each rounded at 2^-53, with room for cancellation. */
  private static final Offset<Double> ROUNDING = within(1e-9);

  private static Screen screen(RowBlocks rows) {
    return new Screen(
        Samples.worker(rows, SearchOptions.of(Samples.OPERATORS).withMaxSize(10)), rows);
  }

  @Test
  void theScreenGivesTheLossOfTheFormula() {
    RowBlocks rows = Samples.rows(201, 4, (x, y) -> 7 * x * x - y);
    Tape shape = new Tape(2);
    shape.addVariable(0);
    shape.addOperator(Operator.COSH);
    Screen screen = screen(rows);
    assertThat(screen.evaluate(shape)).isTrue();
    for (Scaling scaling : Scaling.values()) {
      Tape formula = new Tape(10);
      scaling.append(shape, screen.slope(scaling), screen.offset(scaling), formula);
      assertThat(formula.length()).isEqualTo(2 + scaling.nodes());
      double squares = new BatchEvaluator(rows, 10).loss(formula);
      assertThat(screen.loss(scaling)).isCloseTo(squares / 201, ROUNDING);

      Tape fitted = formula.copy();
      double best = ConstantOptimizer.fitFormula(fitted, new BatchEvaluator(rows, 10), 20);
      assertThat(best / 201).isCloseTo(screen.loss(scaling), ROUNDING);

      Tape back = new Tape(10);
      Scaling.AFFINE.appendShape(formula, back);
      assertThat(back).isEqualTo(shape);
    }
    assertThat(screen.loss(Scaling.AFFINE)).isLessThan(screen.loss(Scaling.SLOPE));
    assertThat(screen.loss(Scaling.SLOPE)).isLessThan(screen.loss(Scaling.NONE));
  }

  @Test
  void aConstantShapeHasTheLossOfTheMean() {
    RowBlocks rows = Samples.rows(100, 4, (x, y) -> x);
    Tape shape = new Tape(1);
    shape.addConstant(1e9);
    Screen screen = screen(rows);

    assertThat(screen.evaluate(shape)).isTrue();
    assertThat(screen.slope(Scaling.AFFINE)).isZero();
    assertThat(screen.loss(Scaling.AFFINE)).isEqualTo(screen.baseline());
  }

  @Test
  void aShapeOutOfItsDomainIsNotFinite() {
    RowBlocks rows = Samples.rows(100, 4, (x, y) -> x);
    Tape shape = new Tape(2);
    shape.addVariable(0);
    shape.addOperator(Operator.SQRT);

    assertThat(screen(rows).evaluate(shape)).isFalse();
  }

  @Test
  void constantsOnEitherSideAreTakenOff() {
    Tape formula = new Tape(9);
    formula.addConstant(3);
    formula.addVariable(1);
    formula.addOperator(Operator.COS);
    formula.addConstant(2);
    formula.addOperator(Operator.DIVIDE);
    formula.addOperator(Operator.SUBTRACT);
    Tape shape = new Tape(9);
    Scaling.AFFINE.appendShape(formula, shape);

    Tape expected = new Tape(2);
    expected.addVariable(1);
    expected.addOperator(Operator.COS);
    assertThat(shape).isEqualTo(expected);
  }

  private static SearchProblem ofLogarithms(RowBlocks rows, SearchOptions options) {
    return new SearchProblem(
        rows, FormulaTemplate.free(List.of("x", "y"), List.of()), LogSquares::new, options);
  }

  private static Worker worker(SearchProblem problem) {
    return new Worker(
        problem, new PathMeasure(), Admission.ALL, HardwareDemand.NONE, new RefusedForms());
  }

  /**
   * {@return 60 rows of a target 3 x^2, and as many of weight 0 whose targets have no logarithm}
   */
  private static RowBlocks halfCounted() {
    RowBlocks rows = Samples.rows(120, 4, (x, y) -> x > 0 ? 3 * x * x : x > -1 ? 0 : -1);
    double[][] columns = rows.allColumns();
    double[] weights = Arrays.stream(columns[0]).map(x -> x > 0 ? 2 : 0).toArray();
    return new RowBlocks(
        new Dataset(
            List.of("x", "y", "z"), new double[][] {columns[0], columns[1], rows.targets()}),
        List.of("x", "y"),
        "z",
        weights);
  }

  @Test
  void ofLogarithmsARowOfWeightZeroNeedsNone() {
    RowBlocks rows = halfCounted();
    SearchOptions options = SearchOptions.of(List.of(Operator.MULTIPLY)).withMaxSize(7);
    Screen screen = new Screen(worker(ofLogarithms(rows, options)), rows);
    Tape shape = new Tape(1);
    shape.addVariable(0);

    assertThat(screen.baseline()).isFinite();
    assertThat(screen.evaluate(shape)).as("below 0 in rows of weight 0 only").isTrue();
    Tape formula = new Tape(10);
    Scaling.SLOPE.append(shape, screen.slope(Scaling.SLOPE), 0, formula);
    assertThat(new BatchEvaluator(rows, 10, new LogSquares()).loss(formula) / rows.totalWeight())
        .isCloseTo(screen.loss(Scaling.SLOPE), ROUNDING);

    SearchResult result =
        SearchEngine.run(
            ofLogarithms(rows, options.withIterations(2).withPopulations(2, 20)),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            1,
            _ -> true);
    assertThat(result.best().orElseThrow().loss()).isLessThan(1e-20);
  }

  @Test
  void ofLogarithmsTheSlopeIsKnownAndItsSignIsThatOfTheTarget() {
    RowBlocks rows = Samples.rows(201, 4, (x, y) -> 1e-200 * (y + 1) * StrictMath.exp(90 * x));
    SearchOptions options =
        SearchOptions.of(List.of(Operator.MULTIPLY, Operator.EXP, Operator.ADD));
    Worker worker = worker(ofLogarithms(rows, options));
    Screen screen = new Screen(worker, rows);
    Tape shape = new Tape(6);
    shape.addVariable(0);
    shape.addConstant(90);
    shape.addOperator(Operator.MULTIPLY);
    shape.addOperator(Operator.EXP);
    shape.addConstant(-5);
    shape.addOperator(Operator.MULTIPLY);

    assertThat(worker.scalings()).containsExactly(Scaling.SLOPE, Scaling.NONE);
    assertThat(screen.evaluate(shape)).isTrue();
    assertThat(screen.slope(Scaling.SLOPE)).isNegative();
    assertThat(screen.loss(Scaling.NONE)).isInfinite();
    Tape formula = new Tape(10);
    Scaling.SLOPE.append(shape, screen.slope(Scaling.SLOPE), 0, formula);
    BatchEvaluator evaluator = new BatchEvaluator(rows, 10, new LogSquares());
    assertThat(evaluator.loss(formula) / 201).isCloseTo(screen.loss(Scaling.SLOPE), ROUNDING);
    assertThat(ConstantOptimizer.fitFormula(formula.copy(), evaluator, 20) / 201)
        .as("the slope is the best")
        .isCloseTo(screen.loss(Scaling.SLOPE), within(1e-3));
    shape.clear();
    shape.addVariable(0);
    assertThat(screen.evaluate(shape)).as("values of both signs").isFalse();
  }
}
