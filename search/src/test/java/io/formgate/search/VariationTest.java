package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariationTest {
  private static final int MAX_SIZE = 20;
  private static final RowBlocks ROWS = Samples.rows(64, 1, (x, y) -> x * y);
  private static final SearchOptions OPTIONS =
      SearchOptions.of(Samples.OPERATORS).withMaxSize(MAX_SIZE);

  @Test
  void mutationsKeepTapesWellFormedAndWithinTheBound() {
    Worker worker = Samples.worker(ROWS, OPTIONS);
    BuildingBlocks blocks = BuildingBlocks.enumerate(worker, ROWS);
    RandomSource random = new RandomSource(11);
    Tape parent = new Tape(MAX_SIZE);
    Tape child = new Tape(MAX_SIZE);
    Map<Mutation, Integer> done = new EnumMap<>(Mutation.class);
    for (int i = 0; i < 10_000; i++) {
      parent.clear();
      worker.grower().tree(parent, 1 + random.nextInt(MAX_SIZE), random);
      assertThat(Samples.isWellFormed(parent)).isTrue();
      Tape before = parent.copy();
      Mutation mutation = worker.variation().draw(parent, blocks, random);
      if (worker.variation().mutate(mutation, parent, child, 1, blocks, random)) {
        assertThat(Samples.isWellFormed(child)).as("%s", mutation).isTrue();
        assertThat(child.length()).isBetween(1, MAX_SIZE);
        done.merge(mutation, 1, Integer::sum);
      }
      assertThat(parent).isEqualTo(before);
    }

    for (Mutation mutation : Mutation.values()) {
      if (!Set.of(Mutation.GRAFT, Mutation.OPTIMISE, Mutation.NOTHING).contains(mutation)) {
        assertThat(done.getOrDefault(mutation, 0)).as("%s", mutation).isPositive();
      }
    }
  }

  @Test
  void crossoversKeepTapesWellFormedAndWithinTheBound() {
    Worker worker = Samples.worker(ROWS, OPTIONS);
    RandomSource random = new RandomSource(12);
    Tape first = new Tape(MAX_SIZE);
    Tape second = new Tape(MAX_SIZE);
    Tape child = new Tape(MAX_SIZE);
    int done = 0;
    for (int i = 0; i < 10_000; i++) {
      first.clear();
      second.clear();
      worker.grower().tree(first, MAX_SIZE, random);
      worker.grower().tree(second, MAX_SIZE, random);
      if (worker.variation().cross(first, second, child, random)) {
        assertThat(Samples.isWellFormed(child)).isTrue();
        assertThat(child.length()).isBetween(1, MAX_SIZE);
        done++;
      }
    }

    assertThat(done).isGreaterThan(5_000);
  }

  @Test
  void graftsAreWellFormedAndReachALawInOneStepAndAFit() {
    RowBlocks rows = Samples.rows(256, 2, (x, y) -> Math.cosh(x) - 3 * Math.cos(x - y));
    Worker worker = Samples.worker(rows, OPTIONS);
    BuildingBlocks blocks = BuildingBlocks.enumerate(worker, rows);
    Screen screen = new Screen(worker, rows);
    GuidedGraft graft =
        new GuidedGraft(screen, Samples.sampled(blocks.all(), rows, worker), MAX_SIZE);
    RandomSource random = new RandomSource(3);
    Tape shape = new Tape(2);
    shape.addVariable(0);
    shape.addOperator(Operator.COSH);
    Tape child = new Tape(MAX_SIZE);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 50; i++) {
      if (graft.graft(shape, child, random)) {
        assertThat(Samples.isWellFormed(child)).isTrue();
        assertThat(screen.evaluate(child)).isTrue();
        Tape formula = new Tape(MAX_SIZE + 4);
        Scaling.AFFINE.append(
            child, screen.slope(Scaling.AFFINE), screen.offset(Scaling.AFFINE), formula);
        double squares = ConstantOptimizer.fitFormula(formula, screen.evaluator(), 10);
        least = Math.min(least, squares / rows.rows());
      }
    }

    assertThat(least).isLessThan(1e-8 * screen.baseline());
  }

  @Test
  void blocksDifferByMoreThanSlopeAndOffset() {
    BuildingBlocks blocks = BuildingBlocks.enumerate(Samples.worker(ROWS, OPTIONS), ROWS);

    assertThat(blocks.all()).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    assertThat(blocks.all().stream().filter(t -> t.length() == 1)).hasSize(2);
    // x + y, x y and x - y, but not y + x, y x or y - x; unary ones of two nodes are not counted.
    assertThat(
            blocks.all().stream()
                .filter(t -> t.length() == 3 && t.arityAt(2) == 2 && !t.equals(doubled(t))))
        .hasSize(3);
  }

  private static Tape doubled(Tape tape) {
    Tape twice = new Tape(3);
    twice.addAll(tape, 0, 1);
    twice.addAll(tape, 0, 1);
    twice.addAll(tape, 2, 3);
    return twice;
  }
}
