package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HardwareMetricTest {
  /** Sums of a few doubles, none of them above 100. */
  private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

  private static double r2(double[] values, double[] target, double... weights) {
    return Objects.requireNonNull(HardwareMetric.r2(values, target, weights));
  }

  @Test
  void r2IsOneLessTheErrorOverTheVariance() {
    double[] target = {1, 2, 3, 6};
    assertThat(r2(target, target, 1, 1, 1, 1)).isEqualTo(1.0);
    // The mean itself explains nothing.
    assertThat(r2(new double[] {3, 3, 3, 3}, target, 1, 1, 1, 1)).isEqualTo(0.0);
    // Squares of errors 1 + 4, of deviations 4 + 1 + 0 + 9.
    assertThat(r2(new double[] {2, 2, 3, 4}, target, 1, 1, 1, 1)).isCloseTo(1 - 5.0 / 14, ROUNDING);
  }

  @Test
  void aWeightOfTwoIsARowTwice() {
    assertThat(r2(new double[] {2, 2, 5}, new double[] {1, 2, 6}, 1, 2, 1))
        .isCloseTo(r2(new double[] {2, 2, 2, 5}, new double[] {1, 2, 2, 6}, 1, 1, 1, 1), ROUNDING);
  }

  @Test
  void whatIsNotDefinedIsNotShown() {
    assertThat(HardwareMetric.r2(new double[] {1, 2}, new double[] {3, 3}, new double[] {1, 1}))
        .isNull();
    assertThat(HardwareMetric.area(new double[] {1, 2}, new boolean[] {true, true})).isNull();
    assertThat(HardwareMetric.area(new double[] {1, 2}, new boolean[] {false, true}))
        .isEqualTo(1.0);
  }
}
