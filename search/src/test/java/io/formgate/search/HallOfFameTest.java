package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.util.List;
import org.junit.jupiter.api.Test;

class HallOfFameTest {
  private static final int CLOCK_PERIOD_PS = 5000;

  private static FrontEntry entry(double loss, int pathPs, double area) {
    Tape tape = new Tape(1);
    tape.addConstant(loss);
    HardwareCost cost =
        new HardwareCost((pathPs + 4999) / 5000, pathPs, CLOCK_PERIOD_PS, Area.NONE, 0, area);
    return new FrontEntry(tape, tape, loss, 0, pathPs / 625.0, cost, cost);
  }

  @Test
  void aBinIsAUnitOfComplexity() {
    assertThat(HallOfFame.bin(0)).isZero();
    assertThat(HallOfFame.bin(0.99)).isZero();
    assertThat(HallOfFame.bin(1)).isEqualTo(1);
    assertThat(HallOfFame.bin(1e300)).isEqualTo(HallOfFame.MAX_BINS);
  }

  @Test
  void tiesGoToTheShorterPathThenTheSmallerArea() {
    HallOfFame hall = new HallOfFame();

    assertThat(hall.offer(entry(2, 600, 10))).isTrue();
    assertThat(hall.offer(entry(2, 600, 10))).isFalse();
    assertThat(hall.offer(entry(2, 600, 9))).isTrue();
    assertThat(hall.offer(entry(2, 500, 20))).isTrue();
    assertThat(hall.offer(entry(1, 624, 90))).isTrue();
    assertThat(hall.entries()).hasSize(1);
  }

  @Test
  void whatIsNotFiniteOrTooLongIsNotKept() {
    HallOfFame hall = new HallOfFame();

    assertThat(hall.offer(entry(Double.POSITIVE_INFINITY, 1, 1))).isFalse();
    assertThat(hall.offer(entry(1, 128 * CLOCK_PERIOD_PS, 1))).isFalse();
    assertThat(hall.front()).isEmpty();
  }

  @Test
  void theFrontRisesInPathAndStrictlyFallsInLoss() {
    HallOfFame hall = new HallOfFame();
    RandomSource random = new RandomSource(9);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 5_000; i++) {
      FrontEntry entry = entry(random.nextInt(1000), random.nextInt(60_000), random.nextInt(100));
      least = Math.min(least, entry.loss());
      hall.offer(entry);
    }
    List<FrontEntry> front = hall.front();

    assertThat(front).hasSizeGreaterThan(1);
    assertThat(front.getLast().loss()).isEqualTo(least);
    for (int i = 1; i < front.size(); i++) {
      assertThat(front.get(i).pathPs()).isGreaterThan(front.get(i - 1).pathPs());
      assertThat(front.get(i).loss()).isLessThan(front.get(i - 1).loss());
    }
  }

  @Test
  void whatRoundingCouldGainIsNotOnTheFront() {
    HallOfFame hall = new HallOfFame();
    hall.offer(entry(1, 1000, 1));
    hall.offer(entry(1 - 1e-9, 2000, 1));
    hall.offer(entry(1 - 1e-3, 3000, 1));

    assertThat(hall.entries()).hasSize(3);
    assertThat(hall.front()).extracting(FrontEntry::pathPs).containsExactly(1000, 3000);
  }
}
