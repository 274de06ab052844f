package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimplifierTest {
  private static final Expr X = Expr.variable("x");

  private static final Simplifier SIMPLIFIER = new Simplifier(2, Samples.OPERATORS);

  private static Expr of(Operator operator, Expr... arguments) {
    return SIMPLIFIER.simplify(Expr.apply(operator, arguments));
  }

  @Test
  void neutralElementsAndDoubleSignsGo() {
    assertThat(of(Operator.MULTIPLY, X, Expr.constant(1))).isEqualTo(X);
    assertThat(of(Operator.ADD, Expr.constant(0), X)).isEqualTo(X);
    assertThat(of(Operator.SUBTRACT, X, X)).isEqualTo(Expr.constant(0));
    assertThat(of(Operator.NEGATE, Expr.apply(Operator.NEGATE, X))).isEqualTo(X);
    assertThat(of(Operator.COS, Expr.apply(Operator.NEGATE, X)))
        .isEqualTo(Expr.apply(Operator.COS, X));
  }

  @Test
  void constantsFoldAndMerge() {
    assertThat(of(Operator.SQRT, Expr.constant(4))).isEqualTo(Expr.constant(2));
    assertThat(of(Operator.SQRT, Expr.constant(-4)))
        .isEqualTo(Expr.apply(Operator.SQRT, Expr.constant(-4)));
    assertThat(
            of(
                Operator.MULTIPLY,
                Expr.constant(3),
                Expr.apply(Operator.MULTIPLY, X, Expr.constant(2))))
        .isEqualTo(Expr.apply(Operator.MULTIPLY, X, Expr.constant(6)));
  }

  @Test
  void aNegativeFactorBecomesADifferenceWhereThatIsAllowed() {
    Expr sum =
        Expr.apply(
            Operator.ADD, X, Expr.apply(Operator.MULTIPLY, Expr.constant(-3), Expr.variable("y")));

    assertThat(SIMPLIFIER.simplify(sum))
        .isEqualTo(
            Expr.apply(
                Operator.SUBTRACT,
                X,
                Expr.apply(Operator.MULTIPLY, Expr.variable("y"), Expr.constant(3))));
    assertThat(new Simplifier(2, List.of(Operator.ADD, Operator.MULTIPLY)).simplify(sum))
        .isEqualTo(sum);
  }

  @Test
  void theValueStaysAndTheLengthDoesNotGrow() {
    RandomSource random = new RandomSource(5);
    TreeGrower grower = new TreeGrower(SearchOptions.of(Samples.OPERATORS), 2);
    int compared = 0;
    int shorter = 0;
    for (int i = 0; i < 5_000; i++) {
      Tape tape = new Tape(15);
      grower.tree(tape, 15, random);
      Tape simple = new Tape(15);
      SIMPLIFIER.simplify(tape, simple);
      assertThat(simple.length()).isLessThanOrEqualTo(tape.length());
      shorter += simple.length() < tape.length() ? 1 : 0;
      List<String> names = List.of("x", "y");
      Map<String, Double> at = Map.of("x", random.nextDouble(), "y", random.nextDouble());
      double before = ReferenceEvaluator.evaluate(tape.toExpr(names), at);
      double after = ReferenceEvaluator.evaluate(simple.toExpr(names), at);
      if (Math.abs(before) < 1e6) {
        // Merged constants round once where they rounded twice; later nodes may magnify it.
        assertThat(after).isCloseTo(before, within(1e-9 * (1 + Math.abs(before))));
        compared++;
      }
    }

    assertThat(compared).isGreaterThan(2_000);
    assertThat(shorter).isGreaterThan(100);
  }
}
