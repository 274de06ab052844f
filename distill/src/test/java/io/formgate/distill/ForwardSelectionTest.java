package io.formgate.distill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Columns that explain targets linearly. */
class ForwardSelectionTest {
  @Test
  void takesTheColumnsThatTargetsAreMadeOfAndNoCopies() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] columns = new double[200][6];
    double[][] targets = new double[200][2];
    for (int row = 0; row < 200; row++) {
      double[] c = columns[row];
      for (int i = 0; i < 5; i++) {
        c[i] = random.nextDouble(-1, 1);
      }
      c[5] = 3 * c[1] + 2;
      targets[row][0] = 10 * c[1] + c[4];
      targets[row][1] = c[3] - 7 * c[1];
    }
    assertThat(ForwardSelection.most(columns, targets, 1)).isSubsetOf(1, 5).hasSize(1);
    assertThat(ForwardSelection.most(columns, targets, 3))
        .hasSize(3)
        .contains(3, 4)
        .matches(c -> c.contains(1) || c.contains(5));
    // The copy adds nothing, whichever of the two was taken.
    assertThat(ForwardSelection.most(columns, targets, 6).size()).isLessThanOrEqualTo(5);
  }
}
