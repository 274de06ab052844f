package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.expression.Dataset;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What inverse grafts and soft switches make of a shape. */
class GraftsTest {
  private static final List<String> XY = List.of("x", "y");
  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.EXP,
          Operator.LOG,
          Operator.SQUARE,
          Operator.SQRT);
  private static final SearchOptions OPTIONS = SearchOptions.of(OPERATORS).withMaxSize(30);

  private static RowBlocks rows(DoubleBinaryOperator law) {
    RandomSource random = new RandomSource(5);
    double[][] columns = new double[3][80];
    for (int r = 0; r < 80; r++) {
      columns[0][r] = 1 + 4 * random.nextDouble();
      columns[1][r] = 1 + 4 * random.nextDouble();
      columns[2][r] = law.applyAsDouble(columns[0][r], columns[1][r]);
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z"), columns), XY, "z");
  }

  private static Tape tape(String formula) {
    Tape tape = new Tape(60);
    tape.set(Tape.of(FormulaParser.parse(new SourceText("test", formula)), XY));
    return tape;
  }

  /** {@return the least loss of so many grafts, over that of the shape} */
  private static double best(RowBlocks rows, String shape, int trials) {
    return best(rows, shape, trials, new ArrayList<>());
  }

  private static double best(RowBlocks rows, String shape, int trials, List<Tape> children) {
    Worker worker = Samples.worker(rows, OPTIONS);
    Screen screen = new Screen(worker, rows);
    List<Tape> blocks = BuildingBlocks.enumerate(worker, rows).all();
    InverseGraft graft =
        new InverseGraft(screen, Samples.sampled(blocks, rows, worker), OPERATORS, 60);
    RandomSource random = new RandomSource(1);
    screen.evaluate(tape(shape));
    double before = screen.loss(Scaling.AFFINE);
    double least = before;
    for (int i = 0; i < trials; i++) {
      Tape child = new Tape(60);
      if (graft.graft(tape(shape), child, random)) {
        assertThat(Samples.isWellFormed(child)).isTrue();
        children.add(child);
        if (screen.evaluate(child)) {
          least = Math.min(least, screen.loss(Scaling.AFFINE));
        }
      }
    }
    return least / before;
  }

  @Test
  void twoTermsUnderAFunctionAreFoundAtOnce() {
    assertThat(best(rows((x, y) -> 3 - StrictMath.log(5 * x * x + 7 / y)), "log(x)", 3000))
        .isLessThan(1e-12);
    assertThat(best(rows((x, y) -> y / (2 * x * x - x / y + 1)), "y/x", 3000)).isLessThan(1e-12);
  }

  @Test
  void aFunctionOfAFunctionOfASumBecomesAFactor() {
    RowBlocks rows = rows((x, y) -> y / Math.sqrt(1 - x * x / (36 * y * y)));
    List<Tape> children = new ArrayList<>();
    assertThat(best(rows, "y", 3000, children)).isLessThan(1e-12);
    // The one term that matters stands alone under the root.
    Screen screen = new Screen(Samples.worker(rows, OPTIONS), rows);
    assertThat(
            children.stream().filter(c -> screen.evaluate(c) && screen.loss(Scaling.SLOPE) < 1e-14))
        .isNotEmpty()
        .anyMatch(c -> c.length() <= 13);
  }

  @Test
  void aTermIsAddedToWhatIsThere() {
    assertThat(
            best(
                rows((x, y) -> 1 / (StrictMath.exp(0.77 * x) + 40 * x * y)),
                "x/(x*exp(0.77*x))",
                300))
        .isLessThan(1e-12);
  }

  @Test
  void aSwitchHasTheScaleOfItsTermInTheTarget() {
    // Of x from 5e-12 on the term of large x alone is a good start, and 1e12 times x no argument.
    RandomSource random = new RandomSource(3);
    double[][] columns = new double[3][80];
    for (int r = 0; r < 80; r++) {
      columns[0][r] = StrictMath.pow(10, 10 + 5 * random.nextDouble());
      columns[1][r] = 1 + random.nextDouble();
      columns[2][r] =
          2 * StrictMath.log(columns[0][r])
              - StrictMath.log(StrictMath.expm1(columns[0][r] / 2e12));
    }
    RowBlocks rows = new RowBlocks(new Dataset(List.of("x", "y", "z"), columns), XY, "z");
    Screen screen = new Screen(Samples.worker(rows, OPTIONS), rows);
    SoftSwitch softSwitch = new SoftSwitch(screen, OPERATORS, 60);
    String shape = "log(x)*4e12 - x";
    assertThat(screen.evaluate(tape(shape))).isTrue();
    double before = screen.loss(Scaling.AFFINE);
    double least = before;
    int made = 0;
    for (int i = 0; i < 100; i++) {
      Tape child = new Tape(60);
      if (softSwitch.replace(tape(shape), child, random)) {
        made++;
        assertThat(Samples.isWellFormed(child)).isTrue();
        if (screen.evaluate(child)) {
          least = Math.min(least, screen.loss(Scaling.AFFINE));
        }
      }
    }
    assertThat(made).isGreaterThan(50);
    assertThat(least).isLessThan(0.01 * before);
  }

  /** {@return rows of a law, or those and 20 of other values with no weight} */
  private static RowBlocks weighted(boolean withMore) {
    RandomSource random = new RandomSource(7);
    double[][] columns = new double[3][withMore ? 100 : 80];
    double[] weights = new double[columns[0].length];
    for (int r = 0; r < weights.length; r++) {
      boolean counts = r < 80;
      columns[0][r] = counts ? 1 + 4 * random.nextDouble() : 30 + r;
      columns[1][r] = 1 + 4 * random.nextDouble();
      columns[2][r] =
          counts ? 3 - StrictMath.log(5 * columns[0][r] + 7 / columns[1][r]) : -50 - r % 3;
      weights[r] = counts ? 1 + r % 4 : 0;
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z"), columns), XY, "z", weights);
  }

  private interface Change {
    boolean of(Tape shape, Tape child, RandomSource random);
  }

  private static List<Tape> children(Change change) {
    RandomSource random = new RandomSource(2);
    List<Tape> children = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Tape child = new Tape(60);
      if (change.of(tape("log(x/y) + x"), child, random)) {
        children.add(child);
      }
    }
    return children;
  }

  private static List<Tape> switches(RowBlocks rows) {
    SoftSwitch change =
        new SoftSwitch(new Screen(Samples.worker(rows, OPTIONS), rows), OPERATORS, 60);
    return children(change::replace);
  }

  private static List<Tape> guided(RowBlocks rows) {
    Worker worker = Samples.worker(rows, OPTIONS);
    List<Tape> blocks = List.of(tape("x"), tape("y"), tape("x*y"), tape("1/y"), tape("square(x)"));
    return children(
        new GuidedGraft(new Screen(worker, rows), Samples.sampled(blocks, rows, worker), 60)
            ::graft);
  }

  private static List<Tape> grafts(RowBlocks rows) {
    Worker worker = Samples.worker(rows, OPTIONS);
    List<Tape> blocks = List.of(tape("x"), tape("y"), tape("x*y"), tape("1/y"), tape("square(x)"));
    InverseGraft change =
        new InverseGraft(
            new Screen(worker, rows), Samples.sampled(blocks, rows, worker), OPERATORS, 60);
    return children(change::graft);
  }

  @Test
  void rowsOfWeightZeroChangeNothing() {
    assertThat(switches(weighted(false)))
        .hasSizeGreaterThan(50)
        .isEqualTo(switches(weighted(true)));
    assertThat(grafts(weighted(false))).hasSizeGreaterThan(50).isEqualTo(grafts(weighted(true)));
    assertNear(guided(weighted(false)), guided(weighted(true)));
  }

  /** {@return the rows, each as often as its weight says, with weight 1} */
  private static RowBlocks repeated(RowBlocks rows) {
    double[] weights = rows.weights();
    int[] chosen =
        IntStream.range(0, weights.length)
            .flatMap(r -> IntStream.range(0, (int) weights[r]).map(_ -> r))
            .toArray();
    double[][] columns = {rows.allColumns()[0], rows.allColumns()[1], rows.targets()};
    double[][] all = new double[3][];
    for (int c = 0; c < 3; c++) {
      double[] column = columns[c];
      all[c] = Arrays.stream(chosen).mapToDouble(r -> column[r]).toArray();
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z"), all), XY, "z");
  }

  private static void assertNear(List<Tape> found, List<Tape> wanted) {
    assertThat(found).hasSameSizeAs(wanted).hasSizeGreaterThan(50);
    for (int i = 0; i < found.size(); i++) {
      Tape tape = found.get(i);
      assertThat(tape.length()).isEqualTo(wanted.get(i).length());
      for (int k = 0; k < tape.length(); k++) {
        if (tape.isConstant(k)) {
          double constant = wanted.get(i).constantAt(k);
          assertThat(tape.constantAt(k)).isCloseTo(constant, within(1e-6 * Math.abs(constant)));
        }
      }
    }
  }

  @Test
  void aRowOfWeightThreeCountsLikeThreeRows() {
    RowBlocks rows = weighted(false);
    assertNear(switches(rows), switches(repeated(rows)));
    assertNear(grafts(rows), grafts(repeated(rows)));
    assertNear(guided(rows), guided(repeated(rows)));
  }

  @Test
  void nothingIsMadeWithoutTheOperators() {
    RowBlocks rows = rows((x, y) -> x * y);
    List<Operator> few = List.of(Operator.ADD, Operator.SUBTRACT);
    Worker worker = Samples.worker(rows, SearchOptions.of(few).withMaxSize(30));
    Screen screen = new Screen(worker, rows);
    Tape child = new Tape(60);
    RandomSource random = new RandomSource(1);

    assertThat(new SoftSwitch(screen, few, 60).replace(tape("x + y"), child, random)).isFalse();
    assertThat(
            new InverseGraft(screen, Samples.sampled(List.of(), rows, worker), few, 60)
                .graft(tape("x + y"), child, random))
        .isFalse();
  }
}
