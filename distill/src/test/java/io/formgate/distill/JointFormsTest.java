package io.formgate.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Formulas of classes are chosen and fitted together. */
class JointFormsTest {
  private static final List<String> INPUTS = List.of("x", "y");

  private static Expr formula(String text) {
    return FormulaParser.parse(new SourceText("formula", text));
  }

  private static double[][] columns(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, 2)
        .mapToObj(_ -> random.doubles(rows, -2, 2).toArray())
        .toArray(double[][]::new);
  }

  private static double value(Expr formula, double[][] columns, int row) {
    return ReferenceEvaluator.evaluate(formula, Map.of("x", columns[0][row], "y", columns[1][row]));
  }

  private static double[][] logits(List<Expr> formulas, double[][] columns) {
    return IntStream.range(0, columns[0].length)
        .mapToObj(row -> formulas.stream().mapToDouble(f -> value(f, columns, row)).toArray())
        .toArray(double[][]::new);
  }

  @Test
  void constantsOfTheTeacherAreFound() {
    double[][] columns = columns(500);
    List<Expr> teacher =
        List.of(formula("1.5*x - 0.25"), formula("2*y*x"), formula("0.5 - abs(y)"));
    double[] targets = FitRows.probabilities(logits(teacher, columns), 1);
    List<Expr> start = List.of(formula("0.1*x"), formula("0.3*y*x"), formula("-abs(y)"));
    List<Expr> fitted = JointRefit.fit(start, INPUTS, columns, targets, 50);
    // Only differences of scores count.
    for (int row = 0; row < 20; row++) {
      double shift =
          value(fitted.getFirst(), columns, row) - value(teacher.getFirst(), columns, row);
      for (int k = 1; k < 3; k++) {
        assertThat(value(fitted.get(k), columns, row) - value(teacher.get(k), columns, row))
            .isCloseTo(shift, within(1e-3));
      }
    }
  }

  @Test
  void aFitNeverMakesItWorseAndConstantsWithoutInfluenceStay() {
    double[][] columns = columns(50);
    List<Expr> best = List.of(formula("x + 0"), formula("0*y + 0"));
    double[] targets = FitRows.probabilities(logits(best, columns), 1);
    List<Expr> fitted = JointRefit.fit(best, INPUTS, columns, targets, 10);
    for (int row = 0; row < 50; row++) {
      assertThat(value(fitted.get(0), columns, row) - value(fitted.get(1), columns, row))
          .isCloseTo(columns[0][row], within(1e-6));
    }
  }

  private static double crossEntropy(List<Expr> formulas, double[][] columns, double[] targets) {
    double[] found = FitRows.probabilities(logits(formulas, columns), 1);
    return -IntStream.range(0, targets.length)
        .mapToDouble(i -> targets[i] * Math.log(found[i]))
        .sum();
  }

  private static void constants(Expr formula, List<Double> into) {
    switch (formula) {
      case Expr.Constant(double value) -> into.add(value);
      case Expr.Apply(_, List<Expr> arguments) -> arguments.forEach(a -> constants(a, into));
      default -> {}
    }
  }

  @Test
  void constantsMoveToNumbersOfFewBitsTogether() {
    double[][] columns = columns(500);
    List<Expr> teacher =
        List.of(formula("1.53*x - 0.26"), formula("2.01*y*x"), formula("0.49 - 0.97*abs(y)"));
    double[] targets = FitRows.probabilities(logits(teacher, columns), 1);
    List<Expr> fitted = JointRefit.fit(teacher, INPUTS, columns, targets, 50);
    List<Expr> rounded = JointRefit.onGrids(fitted, INPUTS, columns, targets);
    assertThat(crossEntropy(rounded, columns, targets))
        .isLessThan(1.01 * crossEntropy(fitted, columns, targets));
    List<Double> values = new ArrayList<>();
    rounded.forEach(f -> constants(f, values));
    assertThat(values).isNotEmpty().allMatch(v -> JointRefit.rounded(v, 4) == v);
    assertThat(JointRefit.rounded(-3.51963, 3)).isEqualTo(-3.5);
    assertThat(JointRefit.rounded(1.96, 2)).isEqualTo(2);
    assertThat(JointRefit.rounded(0, 1)).isZero();
  }

  private static JointChoice.Option option(String text, double[][] columns, double area) {
    Expr formula = formula(text);
    List<Double> values =
        IntStream.range(0, columns[0].length)
            .mapToObj(row -> value(formula, columns, row))
            .toList();
    return new JointChoice.Option(formula, values, area);
  }

  @Test
  void whatIsSharedCountsOnceAndAgreementRises() {
    double[][] columns = columns(400);
    List<List<JointChoice.Option>> fronts = new ArrayList<>();
    fronts.add(
        List.of(option("0", columns, 0), option("x*y", columns, 40), option("y*x", columns, 41)));
    fronts.add(List.of(option("0", columns, 0), option("square(x*y)", columns, 80)));
    int[] teacher =
        IntStream.range(0, 400)
            .map(row -> {
              double p = columns[0][row] * columns[1][row];
              return p >= p * p ? 0 : 1;
            })
            .toArray();
    List<List<Integer>> path = JointChoice.path(fronts, teacher);
    assertThat(path.getFirst()).containsExactly(0, 0);
    // With x*y, which the second class has too; y*x would be another multiplier.
    assertThat(path.getLast()).containsExactly(1, 1);
  }
}
