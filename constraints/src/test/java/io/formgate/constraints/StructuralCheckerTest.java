package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Definition;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import io.formgate.expression.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructuralCheckerTest {
  private static final Constraint.Comparison AT_MOST = Constraint.Comparison.AT_MOST;

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("test", formula));
  }

  private static Constraint.Declared hard(Constraint constraint) {
    return new Constraint.Declared(constraint, Optional.empty(), Optional.empty(), "");
  }

  private static double distance(Constraint constraint, Expr e) {
    var checker =
        new StructuralChecker(
            List.of(hard(constraint)), RandomConstraints.COLUMNS, RandomConstraints.INPUTS);
    checker.measure(e);
    assertThat(checker.distance(0)).isEqualTo(checker.hardDistance());
    return checker.hardDistance();
  }

  private static double distance(Constraint constraint, String formula) {
    return distance(constraint, parse(formula));
  }

  @Test
  void agreesWithTheReferenceOnGeneratedSets() {
    Random random = new Random(7);
    ReferenceStructure reference = new ReferenceStructure(RandomConstraints.INPUTS);
    Set<Class<?>> kept = new HashSet<>();
    Set<Class<?>> violated = new HashSet<>();
    int compared = 0;
    for (int set = 0; set < 200; set++) {
      List<Constraint.Declared> constraints = new ArrayList<>();
      int size = 1 + random.nextInt(4);
      for (int i = 0; i < size; i++) {
        Optional<Double> weight =
            random.nextBoolean() ? Optional.empty() : Optional.of(random.nextDouble());
        constraints.add(
            new Constraint.Declared(
                RandomConstraints.constraint(random), Optional.empty(), weight, ""));
      }
      StructuralChecker checker =
          new StructuralChecker(constraints, RandomConstraints.COLUMNS, RandomConstraints.INPUTS);
      for (int n = 0; n < 1_000; n++) {
        Expr e = RandomConstraints.formula(random, 1 + random.nextInt(4));
        checker.measure(Tape.of(e, RandomConstraints.COLUMNS));
        double hard = 0;
        double soft = 0;
        boolean allHardKept = true;
        for (int i = 0; i < size; i++) {
          var constraint = (Constraint.Structural) constraints.get(i).constraint();
          double expected = reference.distance(constraint, e);
          boolean isKept = reference.isKept(constraint, e);
          if (checker.distance(i) != expected || (expected == 0) != isKept) {
            assertThat(checker.distance(i)).as(constraint + " of " + e).isEqualTo(expected);
            assertThat(expected == 0).as(constraint + " of " + e).isEqualTo(isKept);
          }
          (isKept ? kept : violated).add(constraint.getClass());
          hard += constraints.get(i).isHard() ? expected : 0;
          soft += constraints.get(i).softWeight().orElse(0.0) * expected;
          allHardKept &= isKept || !constraints.get(i).isHard();
          compared++;
        }
        assertThat(checker.hardDistance() == 0).isEqualTo(allHardKept);
        if (checker.hardDistance() != hard || checker.softCost() != soft) {
          assertThat(List.of(checker.hardDistance(), checker.softCost()))
              .isEqualTo(List.of(hard, soft));
        }
      }
    }

    assertThat(compared).isGreaterThan(400_000);
    List<Class<?>> kinds = List.of(Constraint.Structural.class.getPermittedSubclasses());
    assertThat(kinds).isNotEmpty();
    assertThat(kept).containsAll(kinds);
    assertThat(violated).containsAll(kinds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sin(0.3)*x | 0",
        "0*sin(x) | 0",
        "sin(x) - sin(x) | 0",
        "sin(p)*x | 0",
        "sin(x) | 1",
        "sin(x + 1)*sin(x + 1) | 2",
        "sin(sin(x)) | 2",
        "wave(x) | 1",
        "wave(wave(x)) + wave(y) | 3",
        "wave(0) | 0",
      })
  void sinesAreCountedWhereTheyDependOnAnInput(String formula, int count) {
    Definition wave = new Definition("wave", List.of("u"), parse("2*sin(u)"));
    Map<String, Definition> definitions = Map.of("wave", wave);
    Expr e =
        FormulaParser.parse(
            new SourceText("test", formula),
            0,
            formula.length(),
            new Vocabulary(Set.of(), definitions, false));
    Expr counted = CountedForm.of(Expansion.expand(e, definitions));
    var none = new Constraint.OperatorCount(Set.of(Operator.SIN), AT_MOST, 0);
    assertThat(distance(none, counted)).isEqualTo(count);
  }

  @Test
  void operatorsAreNotExchangedBeforeTheyAreCounted() {
    Expr e = CountedForm.of(parse("pow(x, 2) + -3*y - -y"));
    assertThat(e).isEqualTo(parse("pow(x, 2) + -3*y - -y"));
  }

  @Test
  void distancesGrowWithTheViolation() {
    var exponents = new Constraint.Exponents(Set.of(1.0, 2.0));
    assertThat(distance(exponents, "x^2")).isZero();
    assertThat(distance(exponents, "x^2.01")).isBetween(0.5, 0.51);
    assertThat(distance(exponents, "x^2.5")).isGreaterThan(distance(exponents, "x^2.01"));
    assertThat(distance(exponents, "x^y")).isEqualTo(1).isGreaterThan(distance(exponents, "x^9"));
    assertThat(distance(exponents, "sqrt(x) + cube(y)")).isBetween(1.0, 2.0);

    var range = new Constraint.ConstantRange(new Interval(-1, 2));
    assertThat(distance(range, "2*x - 1")).isZero();
    assertThat(distance(range, Expr.constant(Math.nextUp(2.0)))).isPositive();
    assertThat(distance(range, "3*x")).isLessThan(distance(range, "4*x")).isLessThan(1);
    var wide = new Constraint.ConstantRange(new Interval(0, 1e300));
    assertThat(distance(wide, Expr.constant(-Double.MIN_VALUE))).isPositive();
    var tiny = new Constraint.ConstantRange(new Interval(0, Double.MIN_VALUE));
    assertThat(distance(tiny, "1e300*x")).isEqualTo(1);

    var nesting = new Constraint.Nesting(Set.of(Operator.SIN), Set.of(Operator.EXP), 0);
    assertThat(distance(nesting, "exp(x) + sin(x)")).isZero();
    assertThat(distance(nesting, "exp(sin(x)*sin(y))")).isEqualTo(2);
    assertThat(distance(nesting, "exp(exp(sin(x)))")).isEqualTo(2);

    var size = new Constraint.ArgumentSize(Set.of(Operator.EXP), OptionalInt.empty(), AT_MOST, 1);
    assertThat(distance(size, "exp(x)")).isZero();
    assertThat(distance(size, "exp(x + y) + exp(-x)")).isEqualTo(3);

    var only = new Constraint.OnlyOf(Set.of(Operator.SIN, Operator.COS), Set.of("x"));
    assertThat(distance(only, "sin(x)*y")).isZero();
    assertThat(distance(only, "sin(x + cos(y + z))")).isEqualTo(2);
  }

  @Test
  void theGridHoldsTheNearestDoubles() {
    for (double step : new double[] {0.1, 0.3, 0.25, 7, 1e-3, 0x1p-20, 2.5e-7, 1e10}) {
      Grid grid = new Grid(step);
      for (int k = -1_000; k <= 1_000; k++) {
        double on =
            new java.math.BigDecimal(Double.toString(step))
                .multiply(java.math.BigDecimal.valueOf(k))
                .doubleValue();
        assertThat(grid.distance(on)).isZero();
        assertThat(grid.distance(Math.nextUp(on))).isPositive();
        assertThat(grid.nearest(on + 0.3 * step)).isEqualTo(on);
      }
      assertThat(grid.distance(0.5 * step)).isEqualTo(1);
    }
    assertThat(new Grid(0.1).distance(1e300)).isZero();
    assertThat(new Grid(1.0 / 3).distance(2.0 / 3)).isZero();
  }

  @Test
  void constraintsOnShapeAreLeftOut() {
    var checker =
        new StructuralChecker(
            List.of(
                hard(new Constraint.Monotone("x", true)), hard(new Constraint.Size(AT_MOST, 1))),
            RandomConstraints.COLUMNS,
            RandomConstraints.INPUTS);
    assertThat(checker.constraints()).hasSize(1);
    checker.measure(parse("x + y"));
    assertThat(checker.hardDistance()).isEqualTo(2);
  }

  @Test
  void anUnknownVariableIsRefused() {
    List<Constraint.Declared> constraints = List.of(hard(new Constraint.Uses(Set.of("q"))));
    assertThatThrownBy(() -> new StructuralChecker(constraints, List.of("x"), Set.of("x")))
        .hasMessageContaining("no column q");
  }

  @Test
  void theExcessOverABudgetIsRelative() {
    HardwareBudget budget =
        new HardwareBudget(
            OptionalInt.of(4), OptionalInt.of(100), OptionalInt.of(0), OptionalInt.empty());
    assertThat(budget.distance(new HardwareBudget.MeasuredCost(4, 100, 0, 9))).isZero();
    assertThat(budget.distance(new HardwareBudget.MeasuredCost(5, 150, 2, 9))).isEqualTo(2.75);
    assertThat(HardwareBudget.UNLIMITED.distance(new HardwareBudget.MeasuredCost(9, 9, 9, 9)))
        .isZero();
    assertThat(budget.exceeded(new HardwareBudget.MeasuredCost(4, 100, 0, 9))).isEmpty();
    assertThat(budget.exceeded(new HardwareBudget.MeasuredCost(5, 100, 2, 9)))
        .containsExactly("latency <= 4 cycles (it uses 5)", "dsp <= 0 (it uses 2)");
    assertThat(budget.isUnlimited()).isFalse();
    assertThat(HardwareBudget.UNLIMITED.isUnlimited()).isTrue();
  }
}
