package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Definition;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaLoss;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.LeastSquares;
import io.formgate.expression.Operator;
import io.formgate.expression.ReferenceEvaluator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Searches with forms, custom operators, losses and rules for constants find what was planted. */
class FormSearchTest {
  private static final SearchOptions OPTIONS =
      SearchOptions.of(Samples.OPERATORS)
          .withPopulations(4, 30)
          .withCyclesPerIteration(300)
          .withIterations(25)
          .withMaxSize(13);

  private static Expr parse(String text) {
    return FormulaParser.parse(
        new SourceText("test", text), 0, text.length(), new Vocabulary(Set.of(), Map.of(), true));
  }

  private static FrontEntry best(SearchProblem problem, double enough) {
    SearchResult result =
        SearchEngine.run(
            problem,
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            p -> p.best().isEmpty() || p.best().get().loss() > enough);
    assertThat(result.front()).isNotEmpty();
    return result.best().orElseThrow();
  }

  @Test
  void fillsAHoleThatStandsTwiceAndFitsAParameter() {
    RowBlocks rows = Samples.rows(200, 4, (x, y) -> 3.5 * (Math.cos(x) + x) - (Math.cos(y) + y));
    FormulaTemplate template =
        new FormulaTemplate(
            List.of("x", "y"),
            List.of(),
            List.of(new FormulaTemplate.Parameter("k", new ConstantRule(new Interval(0, 10), 0))),
            List.of(new FormulaTemplate.Hole("f", 1)),
            parse("k*f(x) - f(y)"),
            ConstantRule.ANY);

    FrontEntry found = best(new SearchProblem(rows, template, LeastSquares::new, OPTIONS), 1e-12);

    assertThat(found.loss()).isLessThan(1e-12);
    assertThat(found.genome().constantAt(0)).isBetween(3.49, 3.51);
  }

  @Test
  void usesCustomOperators() {
    RowBlocks rows = Samples.rows(200, 4, (x, y) -> Math.cos(x) * (x + y) + 2);
    Definition special = new Definition("special", List.of("a", "b"), parse("cos(a)*(a + b)"));
    SearchOptions options =
        SearchOptions.of(List.of(Operator.ADD))
            .withPopulations(2, 20)
            .withCyclesPerIteration(200)
            .withIterations(10)
            .withMaxSize(9);

    FrontEntry found =
        best(
            new SearchProblem(
                rows,
                FormulaTemplate.free(List.of("x", "y"), List.of(special)),
                LeastSquares::new,
                options),
            1e-20);

    assertThat(found.loss()).isLessThan(1e-20);
    assertThat(found.genome().hasCalls()).isTrue();
    assertThat(found.formula().hasCalls()).isFalse();
  }

  @Test
  void customOperatorsOfTwoArgumentsStandBesideSumsAndProducts() {
    RowBlocks rows = Samples.rows(200, 4, (x, y) -> 3 * Math.hypot(x, y) + 1);
    Definition hyp = new Definition("hyp", List.of("a", "b"), parse("sqrt(a^2 + b^2)"));
    SearchOptions options =
        SearchOptions.of(List.of(Operator.ADD, Operator.MULTIPLY))
            .withPopulations(2, 20)
            .withCyclesPerIteration(300)
            .withIterations(10)
            .withMaxSize(9);

    FrontEntry found =
        best(
            new SearchProblem(
                rows,
                FormulaTemplate.free(List.of("x", "y"), List.of(hyp)),
                LeastSquares::new,
                options),
            1e-20);

    assertThat(found.loss()).isLessThan(1e-20);
  }

  @Test
  void anAbsoluteLossIgnoresOutliers() {
    RowBlocks rows = Samples.rows(200, 4, (x, y) -> 2 * x + y + (x > 2.8 ? 1000 * (x - 2.8) : 0));
    Expr absolute = parse("abs(prediction - target)");
    SearchOptions options =
        SearchOptions.of(List.of(Operator.ADD, Operator.MULTIPLY))
            .withPopulations(3, 20)
            .withCyclesPerIteration(200)
            .withIterations(12)
            .withMaxSize(9);

    FrontEntry found =
        best(
            new SearchProblem(
                rows,
                FormulaTemplate.free(List.of("x", "y"), List.of()),
                () -> new FormulaLoss(absolute, "prediction", "target", "weight"),
                options),
            0);

    double atOrigin = value(found, 0, 0);
    assertThat(value(found, 1, 0) - atOrigin).isBetween(1.98, 2.02);
    assertThat(value(found, 0, 1) - atOrigin).isBetween(0.98, 1.02);
  }

  private static double value(FrontEntry entry, double x, double y) {
    return ReferenceEvaluator.evaluate(
        entry.formula().toExpr(List.of("x", "y")), Map.of("x", x, "y", y));
  }

  @Test
  void constantsLieOnTheirGrid() {
    RowBlocks rows = Samples.rows(200, 4, (x, y) -> 0.37 * x + 1.81 * y);
    ConstantRule eighths = new ConstantRule(new Interval(-4, 4), 0.125);

    SearchResult result =
        SearchEngine.run(
            new SearchProblem(
                rows,
                FormulaTemplate.free(List.of("x", "y"), List.of()).withConstants(eighths),
                LeastSquares::new,
                OPTIONS.withIterations(3)),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            p -> true);

    int constants = 0;
    for (FrontEntry entry : result.front()) {
      for (int i = 0; i < entry.formula().length(); i++) {
        if (entry.formula().isConstant(i)) {
          constants++;
          assertThat(entry.formula().constantAt(i) * 8)
              .isEqualTo(Math.rint(entry.formula().constantAt(i) * 8))
              .isBetween(-32.0, 32.0);
        }
      }
    }
    assertThat(constants).isPositive();
  }
}
