package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogSquaresTest {
  /** Vector logarithms are within 2 ULP, and so are sums of 40 squares within some. */
  private static final double ROUNDING = 1e-12;

  /** {@return 40 rows of x with targets 3 x^2 exp(-x) from about 1e-280 to 1} */
  private static RowBlocks rows() {
    double[][] columns = new double[2][40];
    for (int r = 0; r < 40; r++) {
      double x = 1 + 16.5 * r;
      columns[0][r] = x;
      columns[1][r] = 3 * x * x * StrictMath.exp(-x) * (r % 2 == 0 ? 1.1 : 0.9);
    }
    return new RowBlocks(new Dataset(List.of("x", "t"), columns), List.of("x"), "t");
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("test", formula));
  }

  private static Tape tape(String formula) {
    return Tape.of(parse(formula), List.of("x"));
  }

  private static boolean isLogSquares(String formula) {
    return LogSquares.isWrittenAs(parse(formula), "prediction", "target");
  }

  @Test
  void itsSpellingsAreRecognised() {
    assertThat(isLogSquares("square(log(prediction) - log(target))")).isTrue();
    assertThat(isLogSquares("(log(target) - log(prediction))^2")).isTrue();
    assertThat(isLogSquares("square(log(prediction/target))")).isTrue();
    assertThat(isLogSquares("square(log(prediction) + log(target))")).isFalse();
    assertThat(isLogSquares("square(log(prediction) - target)")).isFalse();
    assertThat(isLogSquares("abs(log(prediction) - log(target))")).isFalse();
  }

  @Test
  void theLossIsThatOfTheFormula() {
    BatchEvaluator evaluator = new BatchEvaluator(rows(), 10, new LogSquares());
    Tape tape = tape("2*square(x)*exp(-1*x)");
    double[] values = new double[40];
    evaluator.evaluate(tape, values);
    double[] target = rows().targets();
    double sum = 0;
    for (int r = 0; r < 40; r++) {
      double d = StrictMath.log(values[r]) - StrictMath.log(target[r]);
      sum += d * d;
    }

    assertThat(target[39]).isLessThan(1e-270);
    assertThat(evaluator.loss(tape)).isCloseTo(sum, within(ROUNDING * sum));
    assertThat(evaluator.lossOf(values)).isCloseTo(sum, within(ROUNDING * sum));
    assertThat(evaluator.loss(tape("0 - x"))).isInfinite();
    assertThat(evaluator.loss(tape("x - 1"))).as("zero in the first row").isInfinite();
  }

  @Test
  void itsNormalEquationsAreThoseOfTheLogarithm() {
    double[][] wanted = new double[2][2];
    double[] wantedSide = new double[2];
    double[][] jtj = new double[2][2];
    double[] jtr = new double[2];
    double[][] columns = rows().allColumns();
    double[] logs = new double[40];
    for (int r = 0; r < 40; r++) {
      logs[r] = StrictMath.log(columns[1][r]);
    }
    RowBlocks ofLogs =
        new RowBlocks(
            new Dataset(List.of("x", "t"), new double[][] {columns[0], logs}), List.of("x"), "t");
    Tape tape = tape("2*square(x)*exp(-1.01*x)");
    Tape log = tape("log(2*square(x)*exp(-1.01*x))");
    int[][] groups = {{0}, {position(tape)}};

    double squares =
        new BatchEvaluator(ofLogs, 12).normalEquations(log, groups, wanted, wantedSide);
    double loss =
        new BatchEvaluator(rows(), 12, new LogSquares()).normalEquations(tape, groups, jtj, jtr);

    assertThat(loss).isCloseTo(squares, within(ROUNDING * squares));
    for (int i = 0; i < 2; i++) {
      assertThat(jtr[i]).isCloseTo(wantedSide[i], within(1e-9 * Math.abs(wantedSide[i])));
      assertThat(jtj[i][i]).isCloseTo(wanted[i][i], within(ROUNDING * wanted[i][i]));
    }
  }

  /**
   * {@return rows of x from 1 to 5 with targets x^2, or those and three more, of weight 0, with a
   * negative target, with a formula x - 7 below 0 and with one that is 0}
   */
  private static RowBlocks counted(boolean withMore) {
    double[] x = {1, 2, 3, 4, 5, 9, -7, 0};
    double[] t = {1, 4, 9, 16, 25, -1, 0, 3};
    double[] w = {1, 2, 1, 3, 1, 0, 0, 0};
    int rows = withMore ? 8 : 5;
    double[][] columns = {Arrays.copyOf(x, rows), Arrays.copyOf(t, rows)};
    return new RowBlocks(
        new Dataset(List.of("x", "t"), columns), List.of("x"), "t", Arrays.copyOf(w, rows));
  }

  @Test
  void aRowOfWeightZeroNeedsNoLogarithm() {
    Tape tape = tape("2*x");
    int[][] groups = {{0}};
    double[][] wanted = new double[1][1];
    double[] wantedSide = new double[1];
    double loss =
        new BatchEvaluator(counted(false), 10, new LogSquares())
            .normalEquations(tape, groups, wanted, wantedSide);
    assertThat(loss).isPositive();
    BatchEvaluator evaluator = new BatchEvaluator(counted(true), 10, new LogSquares());
    double[] values = new double[8];
    evaluator.evaluate(tape, values);
    double[][] jtj = new double[1][1];
    double[] jtr = new double[1];

    assertThat(values).contains(0, -14);
    assertThat(evaluator.loss(tape)).isEqualTo(loss);
    assertThat(evaluator.lossOf(values)).isEqualTo(loss);
    assertThat(evaluator.normalEquations(tape, groups, jtj, jtr)).isEqualTo(loss);
    assertThat(jtj).isDeepEqualTo(wanted);
    assertThat(jtr).isEqualTo(wantedSide);
    assertThat(RowEvaluator.of(Precision.FLOAT32, counted(true), 10, new LogSquares()).loss(tape))
        .isCloseTo(loss, within(1e-5 * loss));
  }

  private static int position(Tape tape) {
    for (int i = 1; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        return i;
      }
    }
    throw new AssertionError("no second constant");
  }
}
