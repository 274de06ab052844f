package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.ShapeVerdict.Status;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.Simplifier;
import io.formgate.expression.SourceText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeCheckerTest {
  private static final Map<String, Interval> RANGES =
      Map.of("x", new Interval(-2, 2), "y", new Interval(-2, 2), "z", new Interval(0.5, 3));

  private static final ShapeChecker CHECKER = new ShapeChecker(RANGES);

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("test", formula));
  }

  private static Constraint.Shape constraint(String text) {
    String[] words = text.split(" ");
    return switch (words[0]) {
      case "range" ->
          new Constraint.OutputRange(
              new Interval(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
      case "defined" -> new Constraint.Defined();
      case "increasing", "decreasing" ->
          new Constraint.Monotone(words[1], words[0].equals("increasing"));
      case "convex", "concave" -> new Constraint.Curvature(words[1], words[0].equals("convex"));
      case "even", "odd" -> new Constraint.Parity(words[1], words[0].equals("even"));
      case "symmetric" -> new Constraint.Symmetric(words[1], words[2]);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static ShapeVerdict check(String constraint, String formula) {
    return CHECKER.check(constraint(constraint), parse(formula), Map.of("p", 2.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "range -1 1 | sin(x)*cos(y)",
        "range 0 4 | square(x)",
        "range -4 4 | x*p",
        "range 0 Infinity | square(x) - 2*x + 1.5",
        "range -1 1 | tanh(x*y*z)",
        "defined | 1/(x + 2.5) + log(z) + sqrt(x*x + y*y)",
        "defined | 1/(x*x - 2*x + 2)",
        "increasing x | cube(x) + x",
        "increasing x | cube(x)",
        "increasing x | exp(x)*z + floor(x)",
        "increasing x | sqrt(x + 2)",
        "increasing x | max(x, min(y, 2*x))",
        "increasing x | x + 0.5*sin(x)",
        "increasing x | relu(x)*z + cond(y > 0, x, 2*x)",
        "increasing x | p*x",
        "increasing z | z*z + y",
        "decreasing z | 1/z",
        "decreasing z | log(1/z)",
        "decreasing x | not (x > y)",
        "convex x | square(x)",
        "convex x | exp(x*y)",
        "convex x | abs(x) + max(x, y)",
        "convex x | max(square(x), x + 1)",
        "convex z | z*log(z)",
        "convex z | 1/z + z^1.5",
        "concave z | sqrt(z) + log(z)",
        "concave x | -cosh(x) - relu(x)",
        "convex x | 3*x + y*y",
        "concave x | 3*x + y*y",
        "even x | cos(x)*y + abs(x*y) + x^4",
        "even x | square(x - y) + square(x + y)",
        "even x | sinh(x)*tan(x) + gauss(x)",
        "even x | max(x, -x)",
        "even x | exp(x) + exp(-x)",
        "odd x | sin(x)*cos(x)/(1 + square(x))",
        "odd x | exp(x) - exp(-x)",
        "odd x | cube(x - y) + cube(x + y)",
        "odd x | x*abs(x) + round(x) + pow(x, 5)",
        "odd x | max(x, 0) + min(x, 0)",
        "symmetric x y | abs(x - y) + x*y",
        "symmetric x y | cos(x - y)*z",
        "symmetric x y | hypot(x, y)",
        "symmetric x y | square(x + 2*y) + square(y + 2*x)",
        "symmetric x y | max(x, y) - min(y, x)",
      })
  void knownShapesAreProved(String constraint, String formula) {
    String text = formula.replace("hypot(x, y)", "sqrt(square(x) + square(y))");
    ShapeVerdict verdict = check(constraint, text);
    assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.PROVED);
    assertThat(verdict.distance()).isZero();
    assertThat(verdict.boxes()).isLessThanOrEqualTo(ShapeChecker.MAX_BOXES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "range -1 1 | x",
        "range 0 Infinity | x*y",
        "increasing x | square(x)",
        "increasing x | floor(-x)",
        "increasing x | sin(3*x)",
        "decreasing z | z + 0.001/z",
        "convex x | cube(x)",
        "convex x | -abs(x)",
        "convex x | sign(x)",
        "concave z | z*z",
        "even x | x",
        "even x | cos(x + 0.1)",
        "odd x | square(x)",
        "odd x | x + 1",
        "symmetric x y | x - y",
        "symmetric x y | x + 1.001*y",
      })
  void violationsHaveAWitness(String constraint, String formula) {
    ShapeVerdict verdict = check(constraint, formula);
    assertThat(verdict.status()).isEqualTo(Status.VIOLATED);
    assertThat(verdict.distance()).isPositive().isFinite();
    var witness = verdict.witness().orElseThrow();
    assertThat(ReferenceEvaluator.evaluate(parse(formula), witness.at()))
        .isEqualTo(witness.value());
    assertThat(witness.demanded()).isNotEqualTo(witness.value()).isFinite();
    assertThat(check(constraint, formula)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "range -9 9 | log(x)",
        "range -9 9 | sqrt(x)",
        "defined | log(x)",
        "increasing x | 1/floor(x)",
        "convex x | exp(1000*x)",
        "even x | sqrt(x + y)",
        "symmetric x y | asin(x - y + 1)",
      })
  void aFormulaThatLeavesItsDomainIsUndefined(String constraint, String formula) {
    ShapeVerdict verdict = check(constraint, formula);
    assertThat(verdict.status()).isEqualTo(Status.UNDEFINED);
    assertThat(verdict.distance()).isGreaterThan(1);
    var witness = verdict.witness().orElseThrow();
    assertThat(ReferenceEvaluator.evaluate(parse(formula), witness.at())).isNotFinite();
  }

  @Test
  void aDipBetweenTheSamplesIsFound() {
    Map<String, Interval> ranges = Map.of("x", new Interval(-4, 4), "y", new Interval(-4, 4));
    for (String formula :
        List.of("x^2 + y^2 - 0.02", "sqrt(x^2 + y^2) - 0.0001", "(x - 0.37)^2 + y^2 - 1e-4")) {
      ShapeVerdict verdict =
          new ShapeChecker(ranges)
              .check(
                  new Constraint.OutputRange(new Interval(0, Double.POSITIVE_INFINITY)),
                  FormulaParser.parse(new SourceText("dip", formula)),
                  Map.of());
      assertThat(verdict.status()).as(formula).isEqualTo(ShapeVerdict.Status.VIOLATED);
    }
  }

  @Test
  void distancesGrowWithTheViolation() {
    assertThat(check("range -1 1", "1.1*sin(x)").distance())
        .isLessThan(check("range -1 1", "x").distance());
    assertThat(check("odd x", "x + 0.01").distance())
        .isLessThan(check("odd x", "x + 1").distance());
    assertThat(check("increasing x", "x - 1.1*x").distance())
        .isLessThan(check("increasing x", "-x").distance() * 1.01);
  }

  @Test
  void whatIsNeitherProvedNorViolatedIsSampled() {
    ShapeVerdict verdict = check("even x", "square(x - y) + 2*x*y");
    assertThat(verdict.status()).isEqualTo(Status.SAMPLED);
    assertThat(verdict.points()).isGreaterThan(200);
    ShapeVerdict range = check("range 0 Infinity", "square(x) - 2*x*y + square(y)");
    assertThat(range.status()).isEqualTo(Status.SAMPLED);
    assertThat(range.boxes()).isGreaterThan(ShapeChecker.MAX_BOXES - 2);
  }

  @Test
  void aPoleBetweenTheSamplesIsNotKept() {
    for (String pole :
        List.of("1/(x - 0.3700001)", "y/(x + y - z)", "sqrt(x)/sqrt(x)*0 + 1/(z - 1.7)")) {
      ShapeVerdict verdict = check("defined", pole);
      assertThat(verdict.isKept()).as(verdict.toString()).isFalse();
      assertThat(verdict.distance()).isPositive();
    }
    ShapeVerdict narrow = check("defined", "1/(x - 0.3700001)");
    assertThat(narrow.status()).isEqualTo(Status.UNPROVED);
    assertThat(check("range -Infinity Infinity", "1/(x - 0.3700001)").status())
        .isEqualTo(Status.SAMPLED);
  }

  /** What bounds a value, or a factor of 0, hides that a part of the formula overflows. */
  @Test
  void anOverflowWithinIsNotKept() {
    for (String overflow :
        List.of(
            "sin(exp(800*x))",
            "tanh(exp(800*x) - exp(800*y))",
            "exp(800*x)*floor(z/8)",
            "tanh(exp(800*x) - exp(799*x + 800))")) {
      ShapeVerdict verdict = check("defined", overflow);
      assertThat(verdict.isKept()).as(verdict.toString()).isFalse();
      assertThat(verdict.distance()).as(overflow).isPositive();
    }
    assertThat(check("defined", "sin(exp(800*x))").status()).isEqualTo(Status.UNDEFINED);
  }

  @Test
  void roundingIsNoViolation() {
    assertThat(check("even x", "(x + 0.1)*(x - 0.1)").isKept()).isTrue();
    assertThat(check("symmetric x y", "(x + y) + z - (x + (y + z)) + 1").isKept()).isTrue();
    assertThat(check("increasing x", "(x + 1e6) - 1e6").isKept()).isTrue();
    assertThat(check("convex x", "x*0.1 + 0.3*x").isKept()).isTrue();
  }

  @Test
  void nothingFalseIsProved() {
    Random random = new Random(11);
    List<String> kinds =
        List.of(
            "range -1 1",
            "range 0 10",
            "defined",
            "increasing x",
            "decreasing z",
            "convex x",
            "concave z",
            "convex z",
            "even x",
            "odd x",
            "odd y",
            "symmetric x y");
    Simplifier simplifier = Simplifier.removing();
    Map<String, Integer> proved = new HashMap<>();
    int compared = 0;
    for (int n = 0; n < 300; n++) {
      Expr e = simplifier.simplify(ShapeFormulas.any(random, 1 + random.nextInt(3)));
      for (String kind : kinds) {
        ShapeVerdict verdict = CHECKER.check(constraint(kind), e, Map.of("p", 2.0));
        if (verdict.status() == Status.PROVED) {
          DenseSamples.expectNoViolation(constraint(kind), e, RANGES);
          proved.merge(kind, 1, Integer::sum);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(300);
    assertThat(proved.keySet()).containsAll(kinds);
  }
}
