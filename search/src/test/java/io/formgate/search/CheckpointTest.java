package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.constraints.HardwareBudget;
import io.formgate.expression.Operator;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CheckpointTest {
  private static final int EPOCHS = 7;
  private static final RowBlocks ROWS =
      Samples.rows(300, 8, (x, y) -> Math.sqrt(1 + x * x) * Math.cos(3 * y) + Math.cosh(y - x));
  private static final SearchOptions SMALL =
      SearchOptions.of(Samples.OPERATORS)
          .withPopulations(5, 20)
          .withCyclesPerIteration(120)
          .withIterations(EPOCHS)
          .withMaxSize(18);

  /** Some circuits are slower than estimated, some cannot be built. */
  private static FullCost.Verdict verdict(Tape formula) {
    for (int i = 0; i < formula.length(); i++) {
      if (formula.isOperator(i) && formula.operatorAt(i) == Operator.COSH) {
        return new FullCost.Unbuildable("a hyperbolic cosine");
      }
    }
    PathMeasure measure = new PathMeasure();
    measure.measure(formula);
    HardwareCost c = measure.cost();
    return new FullCost.Built(
        new HardwareCost(
            c.latencyCycles() + formula.length() % 2,
            c.pathPs() + c.clockPeriodPs() * (formula.length() % 2),
            c.clockPeriodPs(),
            c.area(),
            c.brams(),
            c.lutEquivalents() + 3),
        formula.length() == 1 ? OptionalDouble.empty() : OptionalDouble.of(formula.length()));
  }

  private static SearchResult run(
      int epochs, int threads, Optional<Checkpoint> start, List<Checkpoint> checkpoints) {
    return SearchEngine.run(
        Samples.problem(ROWS, SMALL.withIterations(epochs)),
        PathMeasure::new,
        () -> Admission.ALL,
        new HardwareDemand(HardwareBudget.UNLIMITED, Optional.of(CheckpointTest::verdict)),
        threads,
        start,
        progress -> {
          checkpoints.add(progress.checkpoint().get());
          return true;
        });
  }

  @Test
  void aSearchGoesOnFromEveryEpochAsIfItHadNotStopped() {
    List<Checkpoint> whole = new ArrayList<>();
    SearchResult result = run(EPOCHS, 2, Optional.empty(), whole);

    assertThat(whole).hasSize(EPOCHS);
    assertThat(result.accuracy().unbuildable()).isPositive();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      Optional<Checkpoint> read = Checkpoint.ofBytes(whole.get(epoch - 1).toBytes());
      List<Checkpoint> rest = new ArrayList<>();
      SearchResult resumed = run(EPOCHS, 1 + epoch % 4, read, rest);

      assertThat(resumed).isEqualTo(result);
      assertThat(rest).hasSize(EPOCHS - epoch);
      for (int i = 0; i < rest.size(); i++) {
        assertThat(rest.get(i).toBytes()).isEqualTo(whole.get(epoch + i).toBytes());
      }
    }
  }

  @Test
  void moreEpochsGoOnFromTheEndOfFewer() {
    List<Checkpoint> fewer = new ArrayList<>();
    run(3, 2, Optional.empty(), fewer);

    assertThat(run(EPOCHS, 2, Optional.of(fewer.getLast()), new ArrayList<>()))
        .isEqualTo(run(EPOCHS, 2, Optional.empty(), new ArrayList<>()));
  }

  @Test
  void aDamagedFileIsNoCheckpoint() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    run(1, 1, Optional.empty(), checkpoints);
    byte[] bytes = checkpoints.getFirst().toBytes();

    assertThat(Checkpoint.ofBytes(bytes)).isPresent();
    assertThat(Checkpoint.ofBytes(new byte[0])).isEmpty();
    for (int length = 1; length < bytes.length; length += bytes.length / 20) {
      assertThat(Checkpoint.ofBytes(java.util.Arrays.copyOf(bytes, length))).isEmpty();
      byte[] flipped = bytes.clone();
      flipped[length] ^= 4;
      assertThat(Checkpoint.ofBytes(flipped)).isEmpty();
    }
  }

  @Test
  void aCheckpointOfOtherRowsOrOptionsIsRefused() {
    List<Checkpoint> checkpoints = new ArrayList<>();
    run(1, 1, Optional.empty(), checkpoints);

    for (SearchProblem other :
        List.of(
            Samples.problem(ROWS, SMALL.withSeed(2)),
            Samples.problem(Samples.rows(300, 9, (x, y) -> x), SMALL))) {
      assertThatThrownBy(() ->
              SearchEngine.run(
                  other,
                  PathMeasure::new,
                  () -> Admission.ALL,
                  HardwareDemand.NONE,
                  1,
                  Optional.of(checkpoints.getFirst()),
                  progress -> true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
