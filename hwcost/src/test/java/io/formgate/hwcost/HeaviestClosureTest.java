package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaviestClosureTest {
  /** Every set is tried; of those that weigh most the answer is contained in all. */
  @Test
  void noOtherSetIsHeavierAndTheSmallestIsTaken() {
    Random random = new Random(1);
    int filled = 0;
    for (int run = 0; run < 500; run++) {
      int items = 1 + random.nextInt(9);
      HeaviestClosure closure = new HeaviestClosure(items);
      int[] weights = new int[items];
      boolean[] excluded = new boolean[items];
      boolean[][] implies = new boolean[items][items];
      for (int i = 0; i < items; i++) {
        weights[i] = random.nextInt(-9, 10);
        closure.weigh(i, weights[i]);
        excluded[i] = random.nextInt(8) == 0;
        if (excluded[i]) {
          closure.exclude(i);
        }
      }
      for (int n = random.nextInt(2 * items); n > 0; n--) {
        int a = random.nextInt(items);
        int b = random.nextInt(items);
        implies[a][b] = true;
        closure.implies(a, b);
      }
      int heaviest = 0;
      long common = 0;
      for (long set = 0; set < 1L << items; set++) {
        int weight = weight(set, weights, excluded, implies);
        if (weight > heaviest) {
          heaviest = weight;
          common = set;
        } else if (weight == heaviest) {
          common &= set;
        }
      }
      filled += common == 0 ? 0 : 1;
      assertThat(closure.items()).as("run %s", run).isEqualTo(BitSet.valueOf(new long[] {common}));
    }
    assertThat(filled).isGreaterThan(200);
  }

  /** The weight of a set, or below all others if it is not allowed. */
  private static int weight(long set, int[] weights, boolean[] excluded, boolean[][] implies) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if ((set >> i & 1) == 1) {
        sum += weights[i];
        for (int j = 0; j < weights.length; j++) {
          if (excluded[i] || (implies[i][j] && (set >> j & 1) == 0)) {
            return Integer.MIN_VALUE;
          }
        }
      }
    }
    return sum;
  }
}
