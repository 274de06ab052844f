package io.formgate.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MonotoneTest {
  @Test
  void whatRisesStaysAsItIs() {
    int[] rising = {3, 3, 7, 20};
    assertThat(Monotone.rising(rising)).containsExactly(3, 3, 7, 20);
    assertThat(Monotone.atMostWider(rising)).containsExactly(3, 3, 7, 20);
    assertThat(Monotone.rising(new int[0])).isEmpty();
  }

  /** One placement that took more than twice as long as both of its neighbours. */
  @Test
  void anOutlierTakesTheValueOfItsNeighbours() {
    int[] measured = {724, 868, 967, 2314, 1320, 1279, 1464, 1654, 2915};
    assertThat(Monotone.rising(measured))
        .containsExactly(724, 868, 967, 1320, 1320, 1320, 1464, 1654, 2915);
  }

  @Test
  void twoInTheWrongOrderMeetInTheMiddle() {
    assertThat(Monotone.rising(new int[] {1, 9, 6, 10})).containsExactly(1, 8, 8, 10);
  }

  @Test
  void aNarrowerRowHasNoMoreCellsThanAWiderOne() {
    assertThat(Monotone.atMostWider(new int[] {35, 19, 17, 20, 330, 125}))
        .containsExactly(17, 17, 17, 20, 125, 125);
  }

  /** Against all rising sequences of the same values: none has a smaller sum of differences. */
  @Test
  void noRisingSequenceIsCloser() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      int[] measured = random.ints(5, 0, 6).toArray();
      int[] rising = Monotone.rising(measured);
      assertThat(rising).isSorted();
      assertThat(Monotone.rising(rising)).containsExactly(rising);
      assertThat(distance(measured, rising))
          .as(Arrays.toString(measured))
          .isLessThanOrEqualTo(closest(measured, 0, 0));
    }
  }

  private static int distance(int[] a, int[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum;
  }

  private static int closest(int[] measured, int from, int least) {
    if (from == measured.length) {
      return 0;
    }
    int best = Integer.MAX_VALUE;
    for (int value = least; value <= 6; value++) {
      int here = Math.abs(measured[from] - value);
      best = Math.min(best, here + closest(measured, from + 1, value));
    }
    return best;
  }
}
