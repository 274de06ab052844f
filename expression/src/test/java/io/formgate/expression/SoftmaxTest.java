package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One score beside others that are known costs what all together cost. */
class SoftmaxTest {
  private static final int ROWS = 300;
  private static final int CLASSES = 3;
  private static final SourceText LOGISTIC =
      new SourceText(
          "logistic", "relu(-(prediction*target)) + log1p(exp(-abs(prediction*target)))");

  private final double[][] scores = new double[CLASSES][ROWS];
  private final double[] inputs = new double[ROWS];
  private final int[] truth = new int[ROWS];
  private final double[] weights = new double[ROWS];

  SoftmaxTest() {
    SplittableRandom random = new SplittableRandom(5);
    for (int row = 0; row < ROWS; row++) {
      inputs[row] = random.nextDouble(-2, 2);
      truth[row] = random.nextInt(CLASSES);
      weights[row] = random.nextDouble(0, 3);
      for (int k = 0; k < CLASSES; k++) {
        scores[k][row] = random.nextDouble(-4, 4);
      }
    }
  }

  private RowBlocks beside(int output) {
    double[] target = new double[ROWS];
    double[] offsets = new double[ROWS];
    double[] losses = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      target[row] = truth[row] == output ? 1 : -1;
      double others = Softmax.logSum(scores, row, output);
      offsets[row] = -others;
      losses[row] = truth[row] == output ? 0 : others - scores[truth[row]][row];
    }
    return new RowBlocks(
            new Dataset(List.of("x", "t"), new double[][] {inputs, target}),
            List.of("x"),
            "t",
            weights)
        .withOffsets(offsets, losses);
  }

  private static BatchEvaluator evaluator(RowBlocks rows) {
    return new BatchEvaluator(
        rows, 9, new FormulaLoss(FormulaParser.parse(LOGISTIC), "prediction", "target", "weight"));
  }

  private double joint() {
    return Softmax.crossEntropy(scores, truth, weights, IntStream.range(0, ROWS).boxed().toList());
  }

  @Test
  void aScoreBesideKnownOnesCostsTheCrossEntropyOfAll() {
    for (int k = 0; k < CLASSES; k++) {
      RowBlocks rows = beside(k);
      assertThat(evaluator(rows).lossOf(scores[k]) / rows.totalWeight())
          .isCloseTo(joint(), within(1e-12));
    }
  }

  @Test
  void theGradientIsThatOfTheCrossEntropy() {
    Tape tape = Tape.of(FormulaParser.parse(new SourceText("f", "0.7*x + 0.3")), List.of("x"));
    RowBlocks rows = beside(1);
    double[][] jtj = new double[2][2];
    double[] jtr = new double[2];
    int first = tape.isConstant(0) ? 0 : 1;
    int second = tape.length() - 2;
    double loss = evaluator(rows).normalEquations(tape, new int[][] {{first}, {second}}, jtj, jtr);
    assertThat(loss).isCloseTo(evaluator(rows).loss(tape), within(1e-9));
    double step = 1e-6;
    int[] places = {first, second};
    for (int i = 0; i < 2; i++) {
      Tape more = tape.copy();
      more.setConstant(places[i], tape.constantAt(places[i]) + step);
      Tape less = tape.copy();
      less.setConstant(places[i], tape.constantAt(places[i]) - step);
      double slope = (evaluator(rows).loss(more) - evaluator(rows).loss(less)) / (2 * step);
      assertThat(jtr[i]).isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
    }
  }

  @Test
  void chosenRowsKeepTheirOffsets() {
    RowBlocks rows = beside(2);
    int[] chosen = {299, 3, 256, 3};
    RowBlocks some = rows.select(chosen);
    assertThat(some.hasOffsets()).isTrue();
    assertThat(some.offsets())
        .containsExactly(Arrays.stream(chosen).mapToDouble(r -> rows.offsets()[r]).toArray());
    assertThat(some.knownLosses())
        .containsExactly(Arrays.stream(chosen).mapToDouble(r -> rows.knownLosses()[r]).toArray());
    assertThat(
            new RowBlocks(new Dataset(List.of("x"), new double[][] {{1}}), List.of(), "x")
                .offsets())
        .containsExactly(0);
  }

  @Test
  void largeScoresDoNotOverflow() {
    double[][] large = {{1e300, -1e300}, {900, 900}, {-900, 901}};
    assertThat(Softmax.logSum(large, 0, -1)).isEqualTo(1e300);
    assertThat(Softmax.logSum(large, 0, 0)).isEqualTo(900);
    assertThat(Softmax.logSum(large, 1, 2)).isEqualTo(900);
  }
}
