package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.constraints.HardwareBudget;
import io.formgate.expression.BatchEvaluator;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchEngineTest {
  private static final RowBlocks ROWS =
      Samples.rows(700, 8, (x, y) -> Math.sqrt(1 + x * x) * Math.cos(3 * y) + Math.cosh(y - x));
  private static final SearchOptions SMALL =
      SearchOptions.of(Samples.OPERATORS)
          .withPopulations(5, 20)
          .withCyclesPerIteration(150)
          .withIterations(4)
          .withMaxSize(18);

  private static String text(SearchResult result) {
    StringBuilder text = new StringBuilder();
    for (FrontEntry e : result.front()) {
      Expr formula = e.formula().toExpr(List.of("x", "y"));
      text.append(FormulaPrinter.print(formula))
          .append(' ')
          .append(e.loss())
          .append(' ')
          .append(e.pathPs())
          .append(' ')
          .append(e.area())
          .append('\n');
    }
    return text.append(result.evaluations()).toString();
  }

  private static SearchResult run(SearchOptions options, int threads) {
    return SearchEngine.run(
        Samples.problem(ROWS, options),
        PathMeasure::new,
        () -> Admission.ALL,
        HardwareDemand.NONE,
        threads,
        p -> true);
  }

  @Test
  void theNumberOfThreadsDoesNotChangeTheResult() {
    String one = text(run(SMALL, 1));

    assertThat(one.lines().count()).isGreaterThan(4);
    assertThat(text(run(SMALL, 2))).isEqualTo(one);
    assertThat(text(run(SMALL, 4))).isEqualTo(one);
  }

  @Test
  void theSeedChangesTheResult() {
    assertThat(text(run(SMALL, 2))).isNotEqualTo(text(run(SMALL.withSeed(2), 2)));
  }

  @Test
  void theFrontHoldsFormulasScoredOnAllRows() {
    SearchResult result = run(SMALL, 2);
    BatchEvaluator evaluator = new BatchEvaluator(ROWS, SMALL.maxSize());
    PathMeasure measure = new PathMeasure();

    assertThat(result.front()).hasSizeGreaterThan(2);
    for (FrontEntry entry : result.front()) {
      assertThat(Samples.isWellFormed(entry.formula())).isTrue();
      assertThat(entry.formula().length()).isLessThanOrEqualTo(SMALL.maxSize());
      assertThat(entry.loss()).isEqualTo(evaluator.loss(entry.formula()) / ROWS.rows());
      measure.measure(entry.formula());
      assertThat(entry.pathPs()).isEqualTo(measure.pathPs());
      assertThat(entry.latencyCycles()).isEqualTo(measure.latencyCycles());
    }
  }

  /** What stands on the front was told of before the epoch was over. */
  @Test
  void proposalsAreHeardOfIslandByIsland() {
    List<List<FrontEntry>> heard = new ArrayList<>();
    List<Integer> heardAtIsland = new ArrayList<>();
    SearchResult result =
        SearchEngine.run(
            Samples.problem(ROWS, SMALL.withIterations(1)),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            new SearchListener() {
              @Override
              public boolean onEpoch(SearchProgress progress) {
                return true;
              }

              @Override
              public void onIsland(int epoch, int islands, int of) {
                heardAtIsland.add(heard.size());
              }

              @Override
              public void onProposals(List<FrontEntry> proposals) {
                heard.add(proposals);
              }
            });

    assertThat(heardAtIsland).containsExactly(1, 2, 3, 4, 5);
    List<FrontEntry> all = heard.stream().flatMap(List::stream).toList();
    assertThat(result.front()).isNotEmpty().isSubsetOf(all);
  }

  @Test
  void islandsTakeTurnsInStartingAnew() {
    Restarts restarts = new Restarts(20, 8);
    for (int island = 0; island < 4; island++) {
      int i = island;
      assertThat(IntStream.range(1, 21).filter(epoch -> restarts.age(i, 4, epoch) == 0))
          .containsExactly(20 - 5 * island);
    }
    assertThat(Restarts.NONE.age(3, 4, 12)).isGreaterThan(1_000_000);
  }

  @Test
  void findsALaw() {
    RowBlocks rows = Samples.rows(200, 6, (x, y) -> 2.5 * Math.cos(x) + y * y);
    SearchOptions options =
        SearchOptions.of(Samples.OPERATORS)
            .withPopulations(4, 40)
            .withCyclesPerIteration(500)
            .withIterations(40)
            .withMaxSize(15);

    SearchResult result =
        SearchEngine.run(
            Samples.problem(rows, options),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            p -> p.best().orElseThrow().loss() > 1e-12);

    assertThat(result.best().orElseThrow().loss()).isLessThan(1e-12);
  }

  @Test
  void theListenerHearsOfEveryEpochAndMayStop() {
    List<Integer> epochs = new ArrayList<>();

    SearchResult result =
        SearchEngine.run(
            Samples.problem(ROWS, SMALL),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            p -> {
              assertThat(p.epochs()).isEqualTo(SMALL.iterations());
              epochs.add(p.epoch());
              return p.epoch() < 2;
            });

    assertThat(epochs).containsExactly(1, 2);
    assertThat(result.epochs()).isEqualTo(2);
    assertThat(result.evaluations()).isGreaterThan(2 * 5 * 20);
  }

  @Test
  void onlyAdmissibleFormulasReachTheFront() {
    Admission twoCosines = tape -> Math.abs(2 - count(tape, Operator.COS));

    SearchResult result =
        SearchEngine.run(
            Samples.problem(ROWS, SMALL),
            PathMeasure::new,
            () -> twoCosines,
            HardwareDemand.NONE,
            2,
            p -> true);

    assertThat(result.front()).isNotEmpty();
    for (FrontEntry entry : result.front()) {
      assertThat(count(entry.formula(), Operator.COS)).isEqualTo(2);
    }
  }

  private static HardwareDemand atMostCycles(int cycles) {
    return new HardwareDemand(
        new HardwareBudget(
            OptionalInt.of(cycles), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
        Optional.empty());
  }

  @Test
  void theFrontKeepsTheHardwareBudget() {
    SearchResult result =
        SearchEngine.run(
            Samples.problem(ROWS, SMALL),
            PathMeasure::new,
            () -> Admission.ALL,
            atMostCycles(1),
            2,
            p -> true);

    assertThat(run(SMALL, 2).best().orElseThrow().latencyCycles()).isGreaterThan(1);
    assertThat(result.front()).hasSizeGreaterThan(2);
    assertThat(result.front()).allMatch(e -> e.latencyCycles() <= 1);
  }

  @Test
  void withoutAFormulaInTheBudgetTheNearestIsTold() {
    SearchResult result =
        SearchEngine.run(
            Samples.problem(ROWS, SMALL.withIterations(20)),
            PathMeasure::new,
            () -> tape -> Math.abs(2 - count(tape, Operator.SQRT)),
            atMostCycles(0),
            2,
            p -> true);

    assertThat(result.front()).isEmpty();
    assertThat(result.nearMiss().orElseThrow().cost().latencyCycles()).isEqualTo(2);
    assertThat(result.nearMiss().orElseThrow().distance()).isEqualTo(2);
  }

  private static SearchResult scheduled(FullCost fullCost, int threads) {
    return SearchEngine.run(
        Samples.problem(ROWS, SMALL),
        PathMeasure::new,
        () -> Admission.ALL,
        new HardwareDemand(HardwareBudget.UNLIMITED, Optional.of(fullCost)),
        threads,
        p -> true);
  }

  /**
   * Half a cycle more than the estimate; a formula with the function that the law grows with cannot
   * be built.
   */
  private static FullCost.Verdict slower(Tape formula) {
    if (count(formula, Operator.COSH) > 0) {
      return new FullCost.Unbuildable("a hyperbolic cosine");
    }
    PathMeasure measure = new PathMeasure();
    measure.measure(formula);
    HardwareCost c = measure.cost();
    int pathPs = c.pathPs() + c.clockPeriodPs() / 2;
    return new FullCost.Built(
        new HardwareCost(
            pathPs / c.clockPeriodPs(),
            pathPs,
            c.clockPeriodPs(),
            c.area(),
            c.brams(),
            c.lutEquivalents()));
  }

  @Test
  void theFrontStandsByTheFullCostWithAnyNumberOfThreads() {
    SearchResult one = scheduled(SearchEngineTest::slower, 1);
    SearchResult three = scheduled(SearchEngineTest::slower, 3);

    assertThat(text(three)).isEqualTo(text(one));
    assertThat(three.refused()).isEqualTo(one.refused());
    assertThat(three.accuracy()).isEqualTo(one.accuracy());
    assertThat(one.front()).hasSizeGreaterThan(2);
    for (FrontEntry entry : one.front()) {
      assertThat(count(entry.formula(), Operator.COSH)).isZero();
      assertThat(entry.pathPs()).isEqualTo(entry.estimate().pathPs() + 2500);
      assertThat(entry.complexity()).isEqualTo(8.0 * entry.pathPs() / 5000);
    }
    assertThat(one.refused()).allMatch(r -> r.reason().equals("a hyperbolic cosine"));
    assertThat(one.accuracy().unbuildable()).isPositive();
    assertThat(one.accuracy().scheduled()).isGreaterThanOrEqualTo(one.front().size());
  }

  @Test
  void aFormIsRefusedAfterAFewTriesUnlessOneWasBuilt() {
    RefusedForms forms = new RefusedForms();
    Tape form = new Tape(1);
    form.addVariable(0);
    for (int i = 0; i < 2; i++) {
      forms.failed(form);
      assertThat(forms.isRefused(form)).isFalse();
    }
    forms.failed(form);
    assertThat(forms.isRefused(form)).isTrue();
    forms.built(form);
    forms.failed(form);
    assertThat(forms.isRefused(form)).isFalse();
  }

  @Test
  void aSearchWithoutProductsAddsNone() {
    SearchOptions options =
        SearchOptions.of(List.of(Operator.ADD, Operator.COS))
            .withPopulations(2, 20)
            .withCyclesPerIteration(300)
            .withIterations(3)
            .withMaxSize(11);

    SearchResult result = run(options, 2);

    assertThat(result.front()).isNotEmpty();
    for (FrontEntry entry : result.front()) {
      assertThat(count(entry.formula(), Operator.MULTIPLY)).isZero();
    }
  }

  private static int count(Tape tape, Operator operator) {
    int count = 0;
    for (int i = 0; i < tape.length(); i++) {
      count += tape.isOperator(i) && tape.operatorAt(i) == operator ? 1 : 0;
    }
    return count;
  }
}
