package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The class of a row is that of its largest score, as far as there are scores. */
class PredictedClassTest {
  private static final double NONE = Double.NaN;

  @Test
  void scoresThatAreNotDefinedCountForNothing() {
    double[][] scores = {{1, 2, NONE, NONE, 3}, {2, 2, NONE, -1, NONE}, {0, 1, NONE, NONE, 5}};
    assertThat(PredictCommand.largest(scores, 0)).isEqualTo(1);
    assertThat(PredictCommand.largest(scores, 1)).isZero();
    assertThat(PredictCommand.largest(scores, 2)).isEqualTo(PredictedTable.NO_CLASS);
    assertThat(PredictCommand.largest(scores, 3)).isEqualTo(1);
    assertThat(PredictCommand.largest(scores, 4)).isEqualTo(2);
  }
}
