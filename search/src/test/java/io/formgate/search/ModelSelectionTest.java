package io.formgate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.formgate.constraints.SelectionRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSelectionTest {
  private static List<ModelSelection.Point> points(double... complexityAndLoss) {
    List<ModelSelection.Point> points = new ArrayList<>();
    for (int i = 0; i < complexityAndLoss.length; i += 2) {
      points.add(new ModelSelection.Point(complexityAndLoss[i], complexityAndLoss[i + 1]));
    }
    return points;
  }

  private static double chosen(SelectionRule rule, List<ModelSelection.Point> points) {
    return points.get(ModelSelection.choose(rule, points)).complexity();
  }

  /** In no order, with points that others make pointless. */
  private static final List<ModelSelection.Point> FRONT =
      points(9, 0.09, 1, 8, 3, 1, 4, 0.9, 5, 0.1, 5, 0.5, 2, 7, 7, 0.2, 12, 0.0899);

  @Test
  void everyRuleChoosesByItsFormula() {
    assertThat(chosen(SelectionRule.ACCURACY, FRONT)).isEqualTo(12);
    // ln(0.9/0.1)/1 is the steepest fall.
    assertThat(chosen(SelectionRule.SCORE, FRONT)).isEqualTo(5);
    assertThat(chosen(SelectionRule.BEST, FRONT)).isEqualTo(5);
    assertThat(chosen(SelectionRule.KNEE, FRONT)).isEqualTo(5);
  }

  @Test
  void bestLooksOnlyAtLossesNearTheSmallest() {
    List<ModelSelection.Point> front = points(1, 100, 2, 1, 5, 0.5, 9, 0.4);
    assertThat(chosen(SelectionRule.SCORE, front)).isEqualTo(2);
    assertThat(chosen(SelectionRule.BEST, front)).isEqualTo(5);
  }

  @Test
  void scoresAreThoseOfPySr() {
    double[] scores = ModelSelection.scores(points(1, 8, 3, 2, 4, 1, 7, 0));
    assertThat(scores[0]).isZero();
    assertThat(scores[1]).isCloseTo(Math.log(4) / 2, within(1e-15));
    assertThat(scores[2]).isCloseTo(Math.log(2), within(1e-15));
    assertThat(scores[3]).isInfinite();
  }

  @Test
  void anExactFormulaIsChosenByAllButTheKnee() {
    List<ModelSelection.Point> front = points(1, 8, 3, 1e-3, 9, 0);
    assertThat(chosen(SelectionRule.SCORE, front)).isEqualTo(9);
    assertThat(chosen(SelectionRule.BEST, front)).isEqualTo(9);
    assertThat(chosen(SelectionRule.ACCURACY, front)).isEqualTo(9);
    // ln(1e-3) is a sixth of the way to the 1e-24 of the largest loss that 0 counts as.
    assertThat(chosen(SelectionRule.KNEE, front)).isEqualTo(9);
    assertThat(chosen(SelectionRule.KNEE, points(1, 8, 3, 1e-20, 9, 0))).isEqualTo(3);
  }

  @Test
  void negativeLossesHaveNoLogarithms() {
    List<ModelSelection.Point> front = points(1, 3, 2, -1, 3, -1.5);
    assertThat(chosen(SelectionRule.SCORE, front)).isEqualTo(3);
    assertThat(chosen(SelectionRule.BEST, front)).isEqualTo(3);
    assertThat(chosen(SelectionRule.KNEE, front)).isEqualTo(2);
  }

  @Test
  void oneOrTwoFormulasAreEnough() {
    for (SelectionRule rule :
        List.of(
            SelectionRule.ACCURACY, SelectionRule.SCORE, SelectionRule.BEST, SelectionRule.KNEE)) {
      assertThat(chosen(rule, points(4, 0))).isEqualTo(4);
      assertThat(chosen(rule, points(1, 0.5, 2, 0.1))).isEqualTo(2);
    }
  }
}
