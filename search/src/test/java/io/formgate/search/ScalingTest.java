package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
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
}
