package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
  @Test
  void aSplitDoesNotDependOnWhatWasDrawn() {
    RandomSource fresh = new RandomSource(7);
    RandomSource used = new RandomSource(7);
    for (int i = 0; i < 100; i++) {
      used.nextLong();
    }

    assertThat(used.split(1, 2, 3).nextLong()).isEqualTo(fresh.split(1, 2, 3).nextLong());
  }

  @Test
  void differentPathsAndSeedsGiveDifferentStreams() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      RandomSource root = new RandomSource(seed);
      firsts.add(root.nextLong());
      for (int island = 0; island < 20; island++) {
        for (int epoch = 0; epoch < 20; epoch++) {
          firsts.add(root.split(island, epoch).nextLong());
        }
        firsts.add(root.split(island).nextLong());
      }
    }

    assertThat(firsts).hasSize(10 * (1 + 20 * 20 + 20));
  }

  @Test
  void numbersAreSpreadEvenly() {
    RandomSource random = new RandomSource(1).split(4);
    int[] counts = new int[10];
    int draws = 100_000;
    for (int i = 0; i < draws; i++) {
      counts[(int) (10 * random.nextDouble())]++;
    }

    // The standard deviation of a count is 95.
    for (int count : counts) {
      assertThat(count).isBetween(9_500, 10_500);
    }
  }

  @Test
  void theStreamOfASeedIsFixed() {
    RandomSource random = new RandomSource(1);

    assertThat(random.nextLong()).isEqualTo(6791897765849424158L);
    assertThat(random.split(2, 3).nextLong()).isEqualTo(-1233655212553731299L);
  }

  @Test
  void gaussiansHaveTheMomentsAndTailsOfTheNormalDistribution() {
    RandomSource random = new RandomSource(1).split(5);
    int draws = 100_000;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    int beyondTwo = 0;
    for (int i = 0; i < draws; i++) {
      double x = random.nextGaussian();
      sum += x;
      squares += x * x;
      fourths += x * x * x * x;
      beyondTwo += Math.abs(x) > 2 ? 1 : 0;
    }

    // Five standard deviations: of the mean 0.0032, of the variance 0.0045, of the fourth moment
    // 0.031, of the count beyond two 66.
    assertThat(sum / draws).isBetween(-0.016, 0.016);
    assertThat(squares / draws).isBetween(0.977, 1.023);
    assertThat(fourths / draws).isBetween(2.84, 3.16);
    assertThat(beyondTwo).isBetween(4_220, 4_880);
  }

  @Test
  void theGaussiansOfASeedAreFixedToTheLastBit() {
    RandomSource random = new RandomSource(1);

    assertThat(random.nextGaussian()).isEqualTo(-0.15855199083906063);
    assertThat(random.nextGaussian()).isEqualTo(-0.7032460307787808);
  }
}
