package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantOptimizerTest {
  /** {@return a cosh(b x) + c y} */
  private static Tape model(double a, double b, double c) {
    Tape tape = new Tape(20);
    tape.addConstant(a);
    tape.addConstant(b);
    tape.addVariable(0);
    tape.addOperator(Operator.MULTIPLY);
    tape.addOperator(Operator.COSH);
    tape.addOperator(Operator.MULTIPLY);
    tape.addConstant(c);
    tape.addVariable(1);
    tape.addOperator(Operator.MULTIPLY);
    tape.addOperator(Operator.ADD);
    return tape;
  }

  @Test
  void findsTheConstantsOfANonlinearModel() {
    RowBlocks rows = Samples.rows(300, 3, (x, y) -> 1.5 * Math.cosh(0.8 * x) - 4 * y);
    Tape tape = model(1, 1, 1);

    double squares = ConstantOptimizer.fitFormula(tape, new BatchEvaluator(rows, 20), 40);

    assertThat(squares).isLessThan(1e-15);
    assertThat(tape.constantAt(0)).isCloseTo(1.5, within(1e-7));
    assertThat(tape.constantAt(1)).isCloseTo(0.8, within(1e-7));
    assertThat(tape.constantAt(6)).isCloseTo(-4, within(1e-7));
  }

  @Test
  void aLinearModelTakesOneStepOrTwo() {
    RowBlocks rows = Samples.rows(300, 3, (x, y) -> 3 * x);
    Tape tape = new Tape(3);
    tape.addVariable(0);
    tape.addConstant(-50);
    tape.addOperator(Operator.MULTIPLY);

    double squares = ConstantOptimizer.fitFormula(tape, new BatchEvaluator(rows, 3), 4);

    assertThat(squares).isLessThan(1e-12);
  }

  @Test
  void restartsLeaveAConstantOfZeroAndNeverLose() {
    RowBlocks rows = Samples.rows(300, 5, (x, y) -> Math.cosh(2 * x));
    BatchEvaluator evaluator = new BatchEvaluator(rows, 20);
    Tape stuck = new Tape(4);
    stuck.addConstant(0);
    stuck.addVariable(0);
    stuck.addOperator(Operator.MULTIPLY);
    stuck.addOperator(Operator.COSH);
    Tape restarted = stuck.copy();
    double before = evaluator.loss(stuck);

    double single = ConstantOptimizer.fitFormula(stuck, evaluator, 30);
    double best =
        ConstantOptimizer.fit(
            restarted,
            new Development(FormulaTemplate.free(List.of("x", "y"), List.of()), 20),
            evaluator,
            30,
            3,
            new RandomSource(1));

    assertThat(single).isEqualTo(before);
    assertThat(best).isLessThan(1e-9 * before);
  }

  @Test
  void keepsTheConstantsWhenNothingIsFinite() {
    RowBlocks rows = Samples.rows(50, 5, (x, y) -> x);
    Tape tape = new Tape(4);
    tape.addConstant(-1);
    tape.addVariable(1);
    tape.addOperator(Operator.MULTIPLY);
    tape.addOperator(Operator.SQRT);

    double squares = ConstantOptimizer.fitFormula(tape, new BatchEvaluator(rows, 4), 10);

    assertThat(squares).isInfinite();
    assertThat(tape.constantAt(0)).isEqualTo(-1);
  }
}
