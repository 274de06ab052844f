package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Learned tables as formulas, as text and as points. */
class LearnedTableTest {
  private static final Expr X = Expr.variable("x");
  private static final LearnedTable TABLE =
      new LearnedTable(X, -0.5, 0.25, 1.5, List.of(0.125, 0.0, -2.0, 1.0));

  private static Expr parse(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  private static LearnedTable random(Random random) {
    List<Double> rises = new ArrayList<>();
    for (int k = 0; k < 2 + random.nextInt(12); k++) {
      rises.add(
          random.nextInt(4) == 0 ? 0.0 : random.nextInt(8) == 0 ? 1.0 : random.nextGaussian());
    }
    rises.set(0, 0.5);
    rises.set(rises.size() - 1, -1.25);
    double step = Math.scalb(1.0, random.nextInt(9) - 4);
    Expr argument =
        switch (random.nextInt(3)) {
          case 0 -> X;
          case 1 -> Expr.apply(Operator.SUBTRACT, X, Expr.variable("y"));
          default -> Expr.apply(Operator.MULTIPLY, X, Expr.constant(3));
        };
    return new LearnedTable(
        argument,
        step * (random.nextInt(9) - 4) / 2,
        step,
        random.nextBoolean() ? 0 : random.nextGaussian(),
        rises);
  }

  @Test
  void whatTextShowsIsReadBackEqualAndFoundAgain() {
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < 2_000; i++) {
      LearnedTable table = random(random);
      Expr e = table.toExpr();
      String text = FormulaPrinter.print(e);
      assertThat(parse(text)).as(text).isEqualTo(e);
      found += text.startsWith("tab(") ? 1 : 0;
      assertThat(LearnedTable.of(e).orElseThrow().toExpr()).isEqualTo(e);
      Expr within = Expr.apply(Operator.MULTIPLY, Expr.variable("z"), e);
      assertThat(parse(FormulaPrinter.print(within))).isEqualTo(within);
    }
    assertThat(found).isEqualTo(2_000);
  }

  @Test
  void whatIsNearlyATableIsNone() {
    Expr other = Expr.apply(Operator.ADD, TABLE.toExpr(), Expr.variable("y"));
    assertThat(LearnedTable.of(other)).isEmpty();
    assertThat(FormulaPrinter.print(other)).startsWith("tab(x, ").endsWith(") + y");
    assertThat(LearnedTable.of(parse("1 + 2*sigmoid(x) + 3*sigmoid(y - 2)"))).isEmpty();
    assertThat(LearnedTable.of(parse("1 + 2*sigmoid(x) + 3*sigmoid(x - 1)"))).isEmpty();
    assertThat(
            LearnedTable.of(parse("1 + 2*sigmoid(x*3) + 3*sigmoid(x*3 - 2)"))
                .orElseThrow()
                .argument())
        .isEqualTo(parse("x*3"));
    assertThat(LearnedTable.of(parse("1 + 2*sigmoid(x) + 3*sigmoid(x - 2)"))).isPresent();
  }

  @Test
  void itsValueIsThatOfItsFormula() {
    for (double x = -3; x < 3; x += 0.07) {
      double value = ReferenceEvaluator.evaluate(TABLE.toExpr(), Map.of("x", x));
      // Two orders of a handful of additions.
      assertThat(TABLE.at(x)).isCloseTo(value, within(1e-14));
    }
  }

  @Test
  void withoutNegativeRisesItNeverFalls() {
    LearnedTable rising = new LearnedTable(X, 0, 1, -1, List.of(1.0, 0.0, 3.0, 0.25));
    List<LearnedTable.Point> points = rising.points();
    for (int i = 1; i < points.size(); i++) {
      assertThat(points.get(i).y()).isGreaterThan(points.get(i - 1).y());
    }
    assertThat(Derivative.of(rising.toExpr(), "x").variables()).containsExactly("x");
  }

  @Test
  void equalRisesMakeALine() {
    List<Double> ones = new ArrayList<>();
    for (int k = 0; k < 16; k++) {
      ones.add(2.0);
    }
    LearnedTable line = new LearnedTable(X, 0.5, 1, 0, ones);
    for (double x = 4; x < 12; x += 0.1) {
      // Each step is as wide as the distance of two: the ripple is below a thousandth of a step.
      assertThat(line.at(x)).isCloseTo(2 * x, within(2e-3));
    }
  }

  @Test
  void peopleSeeTheNameOfItsContents() {
    String brief = FormulaPrinter.print(Expr.apply(Operator.EXP, TABLE.toExpr()), 4);
    assertThat(brief).matches("exp\\(tab#[0-9a-f]{8}\\(x\\)\\)").contains(TABLE.shortName());
    assertThat(FormulaPrinter.print(LearnedFunction.named(TABLE.toExpr())))
        .isEqualTo(TABLE.shortName() + "(x)");
    assertThat(new LearnedTable(X, -0.5, 0.25, 1.75, TABLE.rises()).shortName())
        .isNotEqualTo(TABLE.shortName());
  }

  @Test
  void allTablesOfAFormulaAreFoundOnce() {
    Expr e = TABLE.toExpr();
    assertThat(LearnedFunction.allOf(Expr.apply(Operator.MULTIPLY, e, Expr.apply(Operator.SIN, e))))
        .containsExactly(LearnedTable.of(e).orElseThrow());
    assertThat(LearnedFunction.allOf(X)).isEmpty();
  }

  @Test
  void simplificationLeavesItWhole() {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      LearnedTable table = random(random);
      Expr e = table.toExpr();
      Expr other = new LearnedTable(parse("(2*x - 0.3)*1.5 + y"), 0, 1, 3, table.rises()).toExpr();
      assertThat(Simplifier.removing().simplify(e)).isEqualTo(e);
      // Neither a constant nor a factor beside it goes into it.
      Expr sum =
          Expr.apply(Operator.ADD, e, Expr.apply(Operator.MULTIPLY, other, Expr.constant(2)));
      assertThat(Simplifier.removing().simplify(sum)).isEqualTo(sum);
    }
  }

  @Test
  void numbersThatMakeNoTableAreRefused() {
    for (String text :
        List.of(
            "tab(x)",
            "tab(x, 0, 1, 2, y, 3)",
            "tab(x, 0, 3, 2, 1, 1)",
            "tab(x, 0.3, 1, 2, 1, 1)",
            "tab(x, 0, 1, 2, 1)",
            "tab(x, 0, 1, 2, 0, 1)")) {
      assertThatThrownBy(() -> parse(text))
          .as(text)
          .isInstanceOf(DiagnosticException.class)
          .hasMessageContaining("FG690");
    }
    assertThatThrownBy(() -> new LearnedTable(X, 0, 3, 0, List.of(1.0, 1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsRangeHoldsAllValuesAndHardlyMore() {
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      LearnedTable table = random(random);
      int steps = table.rises().size();
      double from = table.first() + (random.nextDouble(steps + 8) - 4) * table.step();
      double to = from + random.nextDouble(steps + 4) * table.step();
      Interval range = table.range(new Interval(from, to));
      double lo = Double.POSITIVE_INFINITY;
      double hi = Double.NEGATIVE_INFINITY;
      for (int k = 0; k <= 1000; k++) {
        double value = table.at(Math.min(to, from + k * (to - from) / 1000));
        lo = Math.min(lo, value);
        hi = Math.max(hi, value);
      }
      double largest = table.rises().stream().mapToDouble(Math::abs).max().orElseThrow();
      assertThat(range.lo()).isLessThanOrEqualTo(lo).isGreaterThan(lo - 0.1 * largest);
      assertThat(range.hi()).isGreaterThanOrEqualTo(hi).isLessThan(hi + 0.1 * largest);
    }
    Interval all = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    LearnedTable bump = new LearnedTable(X, 0, 1, 0, List.of(4.0, 0.0, 0.0, -4.0));
    assertThat(bump.range(all).lo()).isBetween(-0.1, 0.0);
    assertThat(bump.range(all).hi()).isBetween(3.62, 3.64);
  }
}
