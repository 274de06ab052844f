package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operators over blocks of floats against the table, one value at a time. */
class FloatKernelsTest {
  private static final int ROWS = 256;

  /** Have series of their own in float32. */
  private static final Set<Operator> FUNCTIONS =
      Set.of(Operator.SIN, Operator.COS, Operator.EXP, Operator.LOG);

  /** Rounded more than once. */
  private static final Set<Operator> TWICE_ROUNDED = Set.of(Operator.CUBE);

  private static final float[] SPECIAL = {
    0,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0x1p17f,
    Math.nextUp(0x1p17f),
    -0x1p17f,
    1e22f,
    87,
    -87,
    Math.nextUp(87f),
    88.7f,
    88.8f,
    -87.4f,
    -103.9f,
    -104.1f,
    150,
    -151,
    1e-10f,
    (float) Math.PI,
    1
  };

  /** Most units in the last place of float32 between a value and the table's. */
  private static double limit(Operator operator) {
    // The exact value is rounded once; a function of the wide block is off by little before.
    return FUNCTIONS.contains(operator) ? 2 : TWICE_ROUNDED.contains(operator) ? 1.5001 : 0.5001;
  }

  private static double ulps(float found, double exact) {
    if (Double.isNaN(exact) || Double.isInfinite((float) exact)) {
      return Float.compare(found, (float) exact) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return Float.isFinite(found)
        ? Math.abs(found - exact) / Math.ulp((float) exact)
        : Double.POSITIVE_INFINITY;
  }

  private static double exact(Operator operator, float[] at) {
    double[] wide = new double[operator.arity()];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = at[k];
    }
    return operator.evaluate(wide);
  }

  private static void compare(
      Operator operator, FloatKernels kernels, float[][] in, List<String> beyond) {
    float[] out = new float[ROWS];
    kernels.apply(operator, out, in[0], in[1], in[2]);
    for (int i = 0; i < ROWS; i++) {
      float[] at = {in[0][i], in[1][i], in[2][i]};
      double exact = exact(operator, at);
      // The largest float32 is as near as infinity.
      boolean mayOverflow = Math.abs(exact) > 0.999999 * Float.MAX_VALUE;
      if (!(ulps(out[i], exact) <= limit(operator))
          && !(mayOverflow && Math.abs(out[i]) >= 0.999999 * Float.MAX_VALUE)) {
        beyond.add(operator + " of " + Arrays.toString(at) + ": " + out[i] + ", not " + exact);
      }
    }
  }

  @Test
  void everyOperatorAgreesWithTheTable() {
    Random random = new Random(1);
    FloatKernels kernels = new FloatKernels(ROWS);
    List<String> beyond = new ArrayList<>();
    float[][] in = new float[3][ROWS];
    for (Operator operator : Operator.values()) {
      for (int block = 0; block < 60; block++) {
        for (int k = 0; k < 3; k++) {
          for (int i = 0; i < ROWS; i++) {
            in[k][i] =
                switch ((block + k * (block / 6)) % 6) {
                  case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                  case 1 -> (float) random.nextGaussian();
                  case 2 -> (float) (30 * random.nextGaussian());
                  case 3 -> random.nextInt(9) - 4;
                  case 4 -> (float) (random.nextInt(80_000) * (Math.PI / 2));
                  default -> Math.scalb((float) random.nextGaussian(), random.nextInt(250) - 125);
                };
          }
        }
        compare(operator, kernels, in, beyond);
      }
    }
    assertThat(beyond).isEmpty();
  }

  /** Bit patterns at equal distances: all exponents, subnormal numbers, infinities and NaN. */
  @Test
  void functionsAgreeOverTheWholeRange() {
    FloatKernels kernels = new FloatKernels(ROWS);
    List<String> beyond = new ArrayList<>();
    long compared = 0;
    for (Operator operator : Operator.values()) {
      if (operator.arity() != 1) {
        continue;
      }
      long distance = FUNCTIONS.contains(operator) ? 2_053 : 65_537;
      float[][] in = new float[3][ROWS];
      int row = 0;
      for (long bits = 0; bits < 1L << 32; bits += distance) {
        in[0][row++] = Float.intBitsToFloat((int) bits);
        if (row == ROWS) {
          compare(operator, kernels, in, beyond);
          compared += ROWS;
          row = 0;
        }
      }
    }
    assertThat(beyond).isEmpty();
    assertThat(compared).isGreaterThan(9_000_000);
  }

  @Test
  void aValueDoesNotDependOnItsNeighbours() {
    Random random = new Random(6);
    FloatKernels kernels = new FloatKernels(ROWS);
    float[][] in = new float[3][ROWS];
    float[][] same = new float[3][ROWS];
    float[] out = new float[ROWS];
    float[] alone = new float[ROWS];
    for (Operator operator : Operator.values()) {
      for (int i = 0; i < ROWS; i++) {
        for (float[] argument : in) {
          double scale = i % 16 == 0 ? 1e7 : i % 16 == 1 ? 1e-40 : 30;
          argument[i] = (float) (random.nextGaussian() * scale);
        }
      }
      kernels.apply(operator, out, in[0], in[1], in[2]);
      for (int i = 0; i < ROWS; i += 3) {
        for (int k = 0; k < 3; k++) {
          Arrays.fill(same[k], in[k][i]);
        }
        kernels.apply(operator, alone, same[0], same[1], same[2]);
        assertThat(Float.valueOf(out[i])).as("%s", operator).isEqualTo(Float.valueOf(alone[i]));
      }
    }
  }

  @Test
  void aConstantIsWorthWhatItsBlockIs() {
    Random random = new Random(7);
    int compared = 0;
    for (double constant : new double[] {0, -0.0, 1.5, -0.3f, Double.NaN, 1e30}) {
      for (Operator operator :
          List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE)) {
        for (boolean isFirst : new boolean[] {true, false}) {
          float[] a = new float[ROWS];
          double[] wide = new double[ROWS];
          for (int i = 0; i < ROWS; i++) {
            a[i] = i < SPECIAL.length ? SPECIAL[i] : (float) random.nextGaussian();
            wide[i] = a[i];
          }
          BlockStep step = BlockStep.withConstant(operator, isFirst);
          double value = operator == Operator.SUBTRACT && !isFirst ? -constant : constant;
          check(new FloatKernels(ROWS), operator, step, isFirst, a, constant, value);
          check(new DoubleTable(ROWS), operator, step, isFirst, wide, constant, value);
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(48);
  }

  private static <B> void check(
      BlockTable<B> table,
      Operator operator,
      BlockStep step,
      boolean isFirst,
      B a,
      double constant,
      double value) {
    B[] blocks = table.blocks(3);
    table.fill(blocks[0], constant);
    table.apply(operator, blocks[1], isFirst ? blocks[0] : a, isFirst ? a : blocks[0], a);
    table.apply(step, blocks[2], a, value);
    double[] wanted = table.doubles(blocks[1]).clone();
    assertThat(table.doubles(blocks[2])).as("%s %s", operator, constant).isEqualTo(wanted);
  }

  private static RowBlocks rows(int rows) {
    Random random = new Random(4);
    double[][] columns = new double[3][rows];
    for (double[] column : columns) {
      for (int r = 0; r < rows; r++) {
        column[r] = (float) random.nextGaussian();
      }
    }
    return new RowBlocks(new Dataset(List.of("x", "y", "z"), columns), List.of("x", "y"), "z");
  }

  private static Tape tape(String formula) {
    return Tape.of(FormulaParser.parse(new SourceText("f", formula)), List.of("x", "y"));
  }

  @Test
  void lossesAreTheWideOnesButForRounding() {
    List<Tape> tapes =
        Stream.of(
                "1.5",
                "x",
                "x*y - 0.5*x/(2.5 + cos(y))",
                "exp(0.5*x) - 3/(1.5 + x*x)",
                "log(1.5 + square(y))*sin(30*x)",
                "tanh(x) + (square(y) + 0.25)^1.5",
                "sqrt(x)",
                "cond(x > y, x, 0.25 - y) + min(max(x, y), 0.5)")
            .map(FloatKernelsTest::tape)
            .toList();
    for (int rows : new int[] {1, 100, 1_000, 20_000}) {
      RowBlocks data = rows(rows);
      double[][] together = new double[2][tapes.size()];
      for (Precision precision : Precision.values()) {
        RowEvaluator evaluator = RowEvaluator.of(precision, data, 40, new LeastSquares());
        double[] losses = together[precision == Precision.FLOAT64 ? 0 : 1];
        evaluator.losses(tapes, losses);
        for (int t = 0; t < losses.length; t++) {
          assertThat(evaluator.loss(tapes.get(t))).isEqualTo(losses[t]);
        }
      }
      int differ = 0;
      for (int t = 0; t < tapes.size(); t++) {
        double wide = together[0][t];
        double narrow = together[1][t];
        if (Double.isInfinite(wide)) {
          assertThat(narrow).isEqualTo(wide);
        } else {
          assertThat(narrow / wide - 1).as("%s", t).isBetween(-1e-4, 1e-4);
          differ += narrow != wide ? 1 : 0;
        }
      }
      assertThat(differ).isGreaterThan(3);
    }
  }

  @Test
  void everyLossIsTakenOfFloats() {
    Expr formula = FormulaParser.parse(new SourceText("l", "abs(p - t)"));
    RowLoss loss = new FormulaLoss(formula, "p", "t", "w");
    RowBlocks data = rows(3_000).withOffsets(new double[3_000], new double[3_000]);
    Tape tape = tape("x*y + 0.5");
    double wide = new BatchEvaluator(data, 10, loss).loss(tape);
    double narrow = new FloatEvaluator(data, loss).loss(tape);
    assertThat(narrow).isNotEqualTo(wide);
    assertThat(narrow / wide - 1).isBetween(-1e-6, 1e-6);
  }
}
