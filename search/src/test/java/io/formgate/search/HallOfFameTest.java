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
  void aNicheIsACycleCountAndAClassOfAreas() {
    assertThat(Niche.areaClass(0)).isZero();
    assertThat(Niche.areaClass(199)).isEqualTo(Niche.areaClass(99) + 2);
    assertThat(entry(1, 4000, 10).niche(true)).isEqualTo(entry(1, 5000, 10).niche(true));
    assertThat(entry(1, 5001, 10).niche(true)).isNotEqualTo(entry(1, 5000, 10).niche(true));
    assertThat(entry(1, 4000, 10).niche(false)).isNotEqualTo(entry(1, 5000, 10).niche(false));
  }

  @Test
  void ofLossesAsGoodTheSmallestCircuitWinsThenTheShortestPath() {
    HallOfFame hall = new HallOfFame(true, 0);

    assertThat(hall.offer(entry(2, 600, 100))).isTrue();
    assertThat(hall.offer(entry(2, 600, 100))).isFalse();
    assertThat(hall.offer(entry(2.01, 600, 99))).isTrue();
    assertThat(hall.offer(entry(2.01, 500, 99))).isTrue();
    assertThat(hall.offer(entry(1.995, 500, 100))).isFalse();
    assertThat(hall.offer(entry(2.03, 500, 97))).isFalse();
    assertThat(hall.offer(entry(1, 624, 99))).isTrue();
    assertThat(hall.entries()).hasSize(1);
  }

  @Test
  void withoutAScheduleTiesGoToTheLowerComplexityThenTheSmallerArea() {
    HallOfFame hall = new HallOfFame(false, 0);

    assertThat(hall.offer(entry(2, 600, 10))).isTrue();
    assertThat(hall.offer(entry(2, 600, 10))).isFalse();
    assertThat(hall.offer(entry(2, 600, 9))).isTrue();
    assertThat(hall.offer(entry(2, 500, 20))).isTrue();
    assertThat(hall.offer(entry(1, 624, 90))).isTrue();
    assertThat(hall.entries()).hasSize(1);
  }

  @Test
  void whatIsNotFiniteOrTooLongIsNotKept() {
    HallOfFame hall = new HallOfFame(true, 0);

    assertThat(hall.offer(entry(Double.POSITIVE_INFINITY, 1, 1))).isFalse();
    assertThat(hall.offer(entry(Double.NaN, 1, 1))).isFalse();
    assertThat(hall.offer(entry(1, 128 * CLOCK_PERIOD_PS, 1))).isFalse();
    assertThat(hall.front()).isEmpty();
  }

  private static HallOfFame filled(boolean isScheduled) {
    HallOfFame hall = new HallOfFame(isScheduled, 0);
    RandomSource random = new RandomSource(9);
    for (int i = 0; i < 5_000; i++) {
      hall.offer(entry(random.nextInt(1000), random.nextInt(60_000), random.nextInt(10_000)));
    }
    return hall;
  }

  @Test
  void noEntryOfAFrontIsAsGoodAsASmallerOneOfAsFewCycles() {
    List<FrontEntry> front = filled(true).front();

    assertThat(front).hasSizeGreaterThan(5);
    assertThat(front.stream().mapToDouble(FrontEntry::area).distinct().count()).isGreaterThan(2);
    for (FrontEntry a : front) {
      for (FrontEntry b : front) {
        assertThat(
                !a.equals(b)
                    && a.latencyCycles() <= b.latencyCycles()
                    && a.area() <= b.area()
                    && a.loss() <= b.loss())
            .isFalse();
      }
    }
  }

  @Test
  void withoutAScheduleTheFrontRisesInComplexityAndStrictlyFallsInLoss() {
    List<FrontEntry> front = filled(false).front();

    assertThat(front).hasSizeGreaterThan(1);
    for (int i = 1; i < front.size(); i++) {
      assertThat(front.get(i).complexity()).isGreaterThan(front.get(i - 1).complexity());
      assertThat(front.get(i).loss()).isLessThan(front.get(i - 1).loss());
    }
  }

  @Test
  void withAScheduleAHundredthOfTheLossIsNoReasonToBuildMore() {
    HallOfFame hall = new HallOfFame(true, 0);
    hall.offer(entry(1, 1000, 1));
    hall.offer(entry(0.995, 6000, 10));
    hall.offer(entry(0.98, 11_000, 20));

    assertThat(hall.entries()).hasSize(3);
    assertThat(hall.front()).extracting(FrontEntry::pathPs).containsExactly(1000, 11_000);
  }

  @Test
  void whatRoundingCouldGainIsNotOnTheFront() {
    HallOfFame hall = new HallOfFame(false, 1e-20);
    hall.offer(entry(1, 1000, 1));
    hall.offer(entry(1 - 1e-9, 2000, 1));
    hall.offer(entry(1 - 1e-3, 3000, 1));
    hall.offer(entry(1e-22, 4000, 1));
    hall.offer(entry(1e-25, 5000, 1));

    assertThat(hall.entries()).hasSize(5);
    assertThat(hall.front()).extracting(FrontEntry::pathPs).containsExactly(1000, 3000, 4000);
  }

  private static FrontEntry form(double loss, int complexity, int column) {
    Tape tape = new Tape(1);
    tape.addVariable(column);
    HardwareCost cost = new HardwareCost(0, 0, CLOCK_PERIOD_PS, Area.NONE, 0, 0);
    return new FrontEntry(tape, tape, loss, 0, complexity, cost, cost);
  }

  @Test
  void alternativesAreTheNextBestFormulasOfOtherForms() {
    HallOfFame hall = new HallOfFame(false, 1e-20, 1);
    hall.offer(form(4, 3, 0));
    hall.offer(form(2, 5, 1));
    hall.offer(form(1, 5, 2));
    assertThat(hall.offer(form(1.5, 5, 2))).as("one form").isFalse();
    assertThat(hall.offer(form(1.9, 5, 3))).as("better than the alternative").isTrue();
    assertThat(hall.offer(form(1.95, 5, 4))).as("no better").isFalse();
    hall.offer(form(0.9, 7, 5));
    hall.offer(form(1.0005, 7, 6));
    hall.offer(form(0.5, 9, 7));
    hall.offer(form(0.89, 9, 8));
    hall.offer(form(1.7, 8, 9));

    assertThat(hall.front())
        .extracting(FrontEntry::loss)
        .as(
            "not what is as good as a simpler one, nor what two are better than, nor twice the loss")
        .containsExactly(4.0, 1.0, 1.9, 0.9, 0.5, 0.89);
    assertThat(hall.leaders()).extracting(FrontEntry::loss).containsExactly(4.0, 1.0, 0.9, 0.5);
    assertThat(new HallOfFame(true, 0, 3).emptied().isScheduled()).isTrue();

    StateWriter out = new StateWriter();
    hall.write(out);
    HallOfFame read = hall.emptied();
    read.read(new StateReader(out.toBytes()));
    assertThat(read.entries()).isEqualTo(hall.entries());
  }
}
