package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Dataset;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SteepArgumentsTest {
  private static final List<Operator> OPERATORS =
      List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.EXP, Operator.LOG);
  private static final SearchOptions OPTIONS = SearchOptions.of(OPERATORS).withMaxSize(12);

  /** {@return rows of x from 1e9 to 1e13, y = -x and z = log(exp(x/2e10) - 1)} */
  private static RowBlocks rows() {
    double[][] columns = new double[3][60];
    for (int r = 0; r < 60; r++) {
      columns[0][r] = StrictMath.pow(10, 9 + r * 4.0 / 59);
      columns[1][r] = -columns[0][r];
      columns[2][r] = StrictMath.log(StrictMath.expm1(columns[0][r] / 2e10));
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z"), columns), List.of("x", "y"), "z");
  }

  private static Tape tape(String formula) {
    Tape tape = new Tape(20);
    tape.set(Tape.of(FormulaParser.parse(new SourceText("test", formula)), List.of("x", "y")));
    return tape;
  }

  private static boolean scale(Tape tape, Screen screen, long seed) {
    return new SteepArguments(screen, OPTIONS).scale(tape, new RandomSource(seed));
  }

  @Test
  void whatOverflowsBecomesFinite() {
    Screen screen = new Screen(Samples.worker(rows(), OPTIONS), rows());
    for (long seed = 1; seed < 20; seed++) {
      Tape tape = tape("log(exp(x) + exp(3*y))");
      assertThat(screen.evaluate(tape)).isFalse();

      assertThat(scale(tape, screen, seed)).isTrue();

      assertThat(Samples.isWellFormed(tape)).isTrue();
      assertThat(tape.constants()).as("a factor more, one changed").isEqualTo(2);
      assertThat(screen.evaluate(tape)).isTrue();
    }
  }

  @Test
  void whatItCannotMendStays() {
    Screen screen = new Screen(Samples.worker(rows(), OPTIONS), rows());

    assertThat(scale(tape("log(y)"), screen, 1)).isFalse();
    assertThat(scale(tape("exp(log(y))"), screen, 1)).isFalse();
    assertThat(scale(tape("exp(x*y*x*y*x*y)"), screen, 1)).as("no room for a factor").isFalse();
    assertThat(scale(tape("exp(log(x))"), screen, 1)).as("nothing overflows").isFalse();
  }

  @Test
  void islandsHaveLimitsOfTheirOwn() {
    assertThat(IntStream.range(0, 12).map(i -> SizeLimits.of(i, 30)))
        .containsExactly(30, 9, 30, 12, 30, 15, 30, 18, 30, 21, 30, 24);
    assertThat(IntStream.range(0, 50).map(i -> SizeLimits.of(i, 3))).allMatch(limit -> limit == 3);
  }

  @Test
  void aLawOfLargeArgumentsIsFound() {
    SearchOptions options =
        OPTIONS.withPopulations(6, 40).withCyclesPerIteration(400).withIterations(60);
    SearchResult result =
        SearchEngine.run(
            Samples.problem(rows(), options),
            PathMeasure::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            2,
            p -> p.best().orElseThrow().loss() > 1e-12);

    assertThat(result.best().orElseThrow().loss()).isLessThan(1e-12);
  }
}
