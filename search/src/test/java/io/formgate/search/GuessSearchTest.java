package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.Spec;
import io.formgate.constraints.SpecParser;
import io.formgate.constraints.StopRule;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Guesses, warm-up, adaptive weights and early ends. */
class GuessSearchTest {
  private static final String LAW = "sqrt(1 + x*x)*cos(3*y) + cosh(y - x*cos(x))*square(y)";
  private static final RowBlocks ROWS =
      Samples.rows(
          300,
          8,
          (x, y) ->
              Math.sqrt(1 + x * x) * Math.cos(3 * y) + Math.cosh(y - x * Math.cos(x)) * y * y);
  private static final SearchOptions SMALL =
      SearchOptions.of(Samples.OPERATORS)
          .withPopulations(3, 20)
          .withCyclesPerIteration(100)
          .withIterations(4)
          .withMaxSize(30);

  private static Tape guess(String formula) {
    return Tape.of(FormulaParser.parse(new SourceText("f", formula)), List.of("x", "y"));
  }

  private static SearchResult run(
      SearchProblem problem, int threads, Optional<Checkpoint> start, List<Checkpoint> ends) {
    return SearchEngine.run(
        problem,
        PathMeasure::new,
        () -> Admission.ALL,
        HardwareDemand.NONE,
        threads,
        start,
        progress -> {
          ends.add(progress.checkpoint().get());
          return true;
        });
  }

  private static SearchResult run(SearchProblem problem) {
    return run(problem, 2, Optional.empty(), new ArrayList<>());
  }

  private static double best(SearchResult result) {
    return result.best().orElseThrow().loss();
  }

  @Test
  void aGuessedFormIsFittedAndFoundWhereASearchAloneDoesNot() {
    SearchProblem problem = Samples.problem(ROWS, SMALL.withIterations(1));
    assertThat(best(run(problem))).isGreaterThan(1e-6);
    // Constants of the guess are starting values.
    Tape near = guess(LAW.replace("3*y", "2.9*y").replace("1 + x", "1.2 + x"));
    assertThat(best(run(problem.withGuesses(List.of(near))))).isLessThan(1e-20);
  }

  @Test
  void warmUpKeepsFormulasSmallAtFirst() {
    EpochPlan plan = new EpochPlan(4, 0, StopRule.NEVER);
    assertThat(
            java.util.stream.IntStream.rangeClosed(1, 6).map(e -> plan.maxSize(3, 30, e)).toArray())
        .containsExactly(3, 9, 16, 23, 30, 30);
    List<Integer> longest = new ArrayList<>();
    SearchEngine.run(
        Samples.problem(ROWS, SMALL.withPlan(plan).withIterations(6)),
        PathMeasure::new,
        () -> Admission.ALL,
        HardwareDemand.NONE,
        2,
        progress -> {
          longest.add(progress.front().stream().mapToInt(e -> e.genome().length()).max().orElse(0));
          return true;
        });
    for (int epoch = 1; epoch <= 6; epoch++) {
      assertThat(longest.get(epoch - 1)).isLessThanOrEqualTo(plan.maxSize(3, 30, epoch));
    }
    assertThat(longest.getLast()).isGreaterThan(9);
  }

  @Test
  void theSameEndWithAnyThreadsAndStops() {
    SearchProblem problem =
        Samples.problem(ROWS, SMALL.withPlan(new EpochPlan(3, 0.3, StopRule.NEVER)))
            .withGuesses(List.of(guess("cos(3*y)"), guess("x*x*0.5 + y")));
    List<Checkpoint> ends = new ArrayList<>();
    SearchResult whole = run(problem, 1, Optional.empty(), ends);
    SearchResult resumed = run(problem, 3, Optional.of(ends.get(1)), new ArrayList<>());
    assertThat(resumed).isEqualTo(whole);
    assertThat(ends.getFirst().isOf(problem)).isTrue();
    assertThat(ends.getFirst().isOf(problem.withGuesses(List.of(guess("cos(2*y)"))))).isFalse();
    SearchOptions plain = SMALL.withPlan(EpochPlan.PLAIN);
    assertThat(ends.getFirst().isOf(Samples.problem(ROWS, plain))).isFalse();
  }

  @Test
  void aSearchEndsAtALossOrANumberOfEvaluations() {
    SearchProblem guessed =
        Samples.problem(
                ROWS,
                SMALL.withPlan(
                    new EpochPlan(
                        0, 0, new StopRule(OptionalLong.empty(), OptionalDouble.of(1e-12)))))
            .withGuesses(List.of(guess(LAW)));
    assertThat(run(guessed).epochs()).isEqualTo(1);
    SearchOptions few =
        SMALL.withPlan(
            new EpochPlan(0, 0, new StopRule(OptionalLong.of(500), OptionalDouble.empty())));
    SearchResult ended = run(Samples.problem(ROWS, few));
    assertThat(ended.evaluations()).isGreaterThanOrEqualTo(500);
    assertThat(ended.epochs()).isLessThan(4);
    // It is what as many epochs give, and the checkpoint does not ask for the rule.
    assertThat(run(Samples.problem(ROWS, SMALL.withIterations(ended.epochs())))).isEqualTo(ended);
    // From there a search without the rule goes on to all its epochs.
    List<Checkpoint> ends = new ArrayList<>();
    run(Samples.problem(ROWS, few), 2, Optional.empty(), ends);
    SearchProblem past = Samples.problem(ROWS, few).withoutStop();
    assertThat(run(past, 2, Optional.of(ends.getLast()), new ArrayList<>()))
        .isEqualTo(run(Samples.problem(ROWS, SMALL)));
  }

  @Test
  void weightsFollowWhatSucceeds() {
    AdaptiveWeights.Tally tally = new AdaptiveWeights.Tally();
    for (int i = 0; i < 1000; i++) {
      tally.attempt(Mutation.ADD);
      tally.attempt(Mutation.DELETE);
      tally.attempt(Mutation.ROTATE);
      if (i % 5 == 0) {
        tally.success(Mutation.ADD);
      }
    }
    AdaptiveWeights even = AdaptiveWeights.even();
    assertThat(even.after(List.of(tally), 0)).isSameAs(even);
    AdaptiveWeights once = even.after(List.of(tally), 0.2);
    assertThat(once.of(Mutation.ADD)).isGreaterThan(once.of(Mutation.SWAP_OPERANDS));
    assertThat(once.of(Mutation.SWAP_OPERANDS)).isGreaterThan(once.of(Mutation.DELETE));
    assertThat(once.of(Mutation.DELETE)).isEqualTo(once.of(Mutation.ROTATE)).isPositive();
    AdaptiveWeights twice = once.after(List.of(tally, tally), 0.2);
    assertThat(twice.of(Mutation.ADD)).isGreaterThan(once.of(Mutation.ADD));
    double mean =
        java.util.stream.Stream.of(Mutation.values()).mapToDouble(twice::of).average().orElse(0);
    assertThat(mean).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
  }

  @Test
  void doingNothingChangesNothingButAges() {
    // Nothing but this kind: what random formulas and fits find is all.
    MutationWeights only = new MutationWeights(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    SearchOptions still = SMALL.withWeights(only).withCrossoverProbability(0).withIterations(2);
    SearchResult result = run(Samples.problem(ROWS, still));
    assertThat(result.front()).isNotEmpty();
    assertThat(result).isEqualTo(run(Samples.problem(ROWS, still)));
    assertThat(result.evaluations())
        .isLessThan(run(Samples.problem(ROWS, SMALL.withIterations(2))).evaluations());
  }

  private static SearchProblem ofSpec(String statements) {
    String text =
        """
        data "d.csv"
        input x as fixed<8,4>
        output y as fixed<8,4>
        hardware xcvu9p-2 clock 5 ns
        """;
    Spec spec = SpecParser.parse(new SourceText("s.fg", text + statements), Path.of(""));
    SpecProblem.requireAble(spec);
    Dataset data = new Dataset(List.of("x", "y"), new double[][] {{-1, 0, 2, 3}, {1, 2, 3, 4}});
    return SpecProblem.of(spec, spec.output(), new RowBlocks(data, List.of("x"), "y"), 5, 1);
  }

  @Test
  void whatASpecSaysIsWhatIsSearched() {
    SearchProblem problem =
        ofSpec(
            """
            operators + * sq
            define sq(a) = a*a
            guess y = sq(x) + 1
            evolution adaptive 0.25
            search warmup 7, stoploss 1e-3
            """);
    assertThat(problem.guesses()).hasSize(1);
    assertThat(problem.guesses().getFirst().hasCalls()).isTrue();
    assertThat(problem.options().plan())
        .isEqualTo(
            new EpochPlan(7, 0.25, new StopRule(OptionalLong.empty(), OptionalDouble.of(1e-3))));
  }

  @Test
  void holesOfAFormAreGuessed() {
    SearchProblem problem =
        ofSpec(
            """
            operators + * sqrt
            parameter k in [2, 3]
            form y = k*f(x) + g(x, 2)
            guess f(u) = u*u + 1
            guess g(a, b) = a + b
            search maxsize 15
            """);
    assertThat(problem.guesses()).hasSize(2);
    for (Tape guess : problem.guesses()) {
      // k is 2: (x*x + 1)*2 + x + 2.
      double[] values = new double[4];
      Tape formula = problem.formula(guess);
      new io.formgate.expression.BatchEvaluator(problem.data(), formula.length())
          .evaluate(formula, values);
      assertThat(values).containsExactly(5, 4, 14, 25);
    }
    assertThatThrownBy(() -> ofSpec("operators + sqrt\nform y = f(x) + 1\nguess f(u) = sqrt(u)\n"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("no finite value on row 1");
    assertThatThrownBy(
            () -> ofSpec("operators +\nform y = f(x)\nguess f(u) = u + u + u\nsearch maxsize 4\n"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("5 nodes, more than the 4");
  }

  @Test
  void guessesThatCannotBeginASearchAreRefused() {
    assertThatThrownBy(() -> ofSpec("operators + / log\nguess y = 1/x\n"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("no finite value on row 2");
    assertThatThrownBy(() -> ofSpec("operators +\nguess y = x + x + x\nsearch maxsize 4\n"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("5 nodes, more than the 4");
    assertThatThrownBy(() -> ofSpec("operators +\nguess y = x\nguess y = 1\nsearch population 3\n"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("more than half");
  }
}
