package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fast evaluator against the obvious one. */
class BatchEvaluatorTest {
  private static final int ROWS = 700;

  private static Dataset data(long seed) {
    Random random = new Random(seed);
    double[][] columns = new double[3][ROWS];
    for (double[] column : columns) {
      for (int r = 0; r < ROWS; r++) {
        column[r] = 3 * random.nextGaussian();
      }
    }
    return new Dataset(List.of("x", "y", "out"), columns);
  }

  private static RowBlocks blocks(Dataset data) {
    return new RowBlocks(data, List.of("x", "y"), "out");
  }

  private static Expr expr(Random random, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return switch (random.nextInt(3)) {
        case 0 -> Expr.constant(2 * random.nextGaussian());
        case 1 -> Expr.variable("x");
        default -> Expr.variable("y");
      };
    }
    List<Operator> operators = List.of(Operator.values());
    Operator operator = operators.get(random.nextInt(operators.size()));
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = expr(random, depth - 1);
    }
    return Expr.apply(operator, arguments);
  }

  /**
   * Bound of the difference that the functions' errors make: every node adds what its own function
   * may be off by and passes on its arguments' bounds times the partial derivatives.
   */
  private static double errorBound(Expr e, Map<String, Double> row) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return 0;
    }
    double[] at =
        arguments.stream().mapToDouble(a -> ReferenceEvaluator.evaluate(a, row)).toArray();
    double value = operator.evaluate(at);
    double bound = BlockKernels.ERROR_ULP * Math.ulp(value);
    for (int i = 0; i < at.length; i++) {
      double argument = errorBound(arguments.get(i), row);
      if (argument > 0) {
        for (double moved : new double[] {at[i] - argument, at[i], at[i] + argument}) {
          double[] near = at.clone();
          near[i] = moved;
          bound += 4 * argument * Math.abs(operator.partial(i, near));
        }
      }
    }
    return bound;
  }

  @Test
  void valuesAgreeWithTheReference() {
    Random random = new Random(9);
    Dataset data = data(10);
    RowBlocks blocks = blocks(data);
    double[] out = new double[ROWS];
    int compared = 0;
    double worst = 0;
    String worstAt = "";
    for (int i = 0; i < 300; i++) {
      Expr e = expr(random, 1 + i % 4);
      Tape tape = Tape.of(e, List.of("x", "y"));
      new BatchEvaluator(blocks, tape.length()).evaluate(tape, out);
      for (int r = 0; r < ROWS; r += 1 + i % 7) {
        Map<String, Double> row = Map.of("x", data.column("x")[r], "y", data.column("y")[r]);
        double expected = ReferenceEvaluator.evaluate(e, row);
        double bound = errorBound(e, row);
        if (!Double.isFinite(expected) || !(bound < 1e-3 * Math.abs(expected))) {
          continue;
        }
        compared++;
        double off = Math.abs(out[r] - expected) / Math.max(bound, Double.MIN_VALUE);
        if (!(off <= worst)) {
          worst = off;
          worstAt = FormulaPrinter.print(e) + " at " + row + ": " + out[r] + ", not " + expected;
        }
      }
    }
    assertThat(compared).isGreaterThan(20_000);
    assertThat(worst).as("times the bound by which it is off: " + worstAt).isLessThanOrEqualTo(1);
  }

  @Test
  void undefinedRowsMakeTheSumInfinite() {
    RowBlocks blocks = blocks(data(11));
    for (String formula : List.of("sqrt(x)", "y/0", "exp(exp(exp(x*x)))", "1/(x - x)")) {
      Tape tape = Tape.of(FormulaParser.parse(new SourceText("f", formula)), List.of("x", "y"));
      BatchEvaluator evaluator = new BatchEvaluator(blocks, tape.length());
      assertThat(evaluator.sumOfSquares(tape)).as(formula).isInfinite();
      assertThat(evaluator.normalEquations(tape, new int[0], new double[0][0], new double[0]))
          .isInfinite();
    }
  }

  private static Tape tape(String formula) {
    return Tape.of(FormulaParser.parse(new SourceText("f", formula)), List.of("x", "y"));
  }

  private static int[] constants(Tape tape) {
    return IntStream.range(0, tape.length()).filter(tape::isConstant).toArray();
  }

  @Test
  void normalEquationsHoldTheDerivatives() {
    List<String> formulas = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      String a = "(1.3*x + 0.7)";
      String b = "(0.4*y - 9.5)";
      String positive = "(1.3*square(x) + 0.7)";
      formulas.add(
          switch (operator.notation()) {
            case SUM, PRODUCT -> a + operator.symbol() + b;
            case PREFIX_MINUS -> "-" + a;
            case CALL ->
                operator.symbol() + (operator == Operator.SQRT ? positive : "(0.3*x + 0.2)");
            case CALL2 -> operator.symbol() + "(" + a + ", (0.4*y - 0.1))";
          });
    }
    formulas.add("2.5*cosh(0.1*x)*sin(1.5*y + 0.3) + min(0.5, x*0.2)");
    Dataset data = data(12);
    RowBlocks blocks = blocks(data);
    for (String formula : formulas) {
      Tape tape = tape(formula);
      int[] positions = constants(tape);
      int n = positions.length;
      double[][] jtj = new double[n][n];
      double[] jtr = new double[n];
      BatchEvaluator evaluator = new BatchEvaluator(blocks, tape.length());
      double total = evaluator.normalEquations(tape, positions, jtj, jtr);
      double[] prediction = new double[ROWS];
      evaluator.evaluate(tape, prediction);
      double[][] j = new double[n][ROWS];
      for (int k = 0; k < n; k++) {
        double at = tape.constantAt(positions[k]);
        double step = 1e-6;
        double[] above = new double[ROWS];
        double[] below = new double[ROWS];
        Tape moved = tape.copy();
        moved.setConstant(positions[k], at + step);
        evaluator.evaluate(moved, above);
        moved.setConstant(positions[k], at - step);
        evaluator.evaluate(moved, below);
        for (int r = 0; r < ROWS; r++) {
          j[k][r] = (above[r] - below[r]) / (2 * step);
        }
      }
      double squares = 0;
      for (int r = 0; r < ROWS; r++) {
        squares += Math.pow(prediction[r] - data.column("out")[r], 2);
      }
      // Weights of the rows that fill the last block would show here: 700 is no multiple of 256.
      assertThat(total).as(formula).isCloseTo(squares, within(1e-12 * squares));
      assertThat(evaluator.sumOfSquares(tape)).isCloseTo(squares, within(1e-12 * squares));
      for (int k = 0; k < n; k++) {
        double r0 = 0;
        double scale = 0;
        for (int r = 0; r < ROWS; r++) {
          r0 += j[k][r] * (prediction[r] - data.column("out")[r]);
          scale += Math.abs(j[k][r] * (prediction[r] - data.column("out")[r]));
        }
        assertThat(jtr[k]).as("J'r of %s", formula).isCloseTo(r0, within(1e-5 * scale + 1e-9));
        for (int l = 0; l < n; l++) {
          double sum = 0;
          double size = 0;
          for (int r = 0; r < ROWS; r++) {
            sum += j[k][r] * j[l][r];
            size += Math.abs(j[k][r] * j[l][r]);
          }
          assertThat(jtj[k][l]).as("J'J of %s", formula).isCloseTo(sum, within(1e-5 * size + 1e-9));
        }
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  @Test
  void partialsAgreeWithDifferences() {
    Random random = new Random(13);
    for (Operator operator : Operator.values()) {
      for (int i = 0; i < 500; i++) {
        double[] at = random.doubles(operator.arity(), 0.2, 3).toArray();
        if (operator.arity() == 2 && Math.abs(at[0] - at[1]) < 1e-3) {
          continue;
        }
        for (int k = 0; k < at.length; k++) {
          double[] above = at.clone();
          double[] below = at.clone();
          above[k] += 1e-6;
          below[k] -= 1e-6;
          double slope =
              (operator.evaluate(above) - operator.evaluate(below)) / (above[k] - below[k]);
          assertThat(operator.partial(k, at))
              .as("%s argument %s at %s", operator, k, at)
              .isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
      }
    }
    assertThat(Operator.MIN.partial(0, 2, 2) + Operator.MIN.partial(1, 2, 2)).isEqualTo(1);
    assertThat(Operator.MAX.partial(0, 2, 2) + Operator.MAX.partial(1, 2, 2)).isEqualTo(1);
  }

  @Test
  void resultsRepeatBitForBit() {
    RowBlocks blocks = blocks(data(14));
    Tape tape = tape("2.5*cosh(0.1*x)*sin(1.5*y + 0.3) + exp(0.2*x)/(1.7 + cos(y))");
    int[] positions = constants(tape);
    double[][] first = null;
    double[] firstJtr = null;
    // Enough runs for the compiler to replace the loops while they repeat.
    for (int run = 0; run < 3_000; run++) {
      double[][] jtj = new double[positions.length][positions.length];
      double[] jtr = new double[positions.length];
      new BatchEvaluator(blocks, tape.length()).normalEquations(tape, positions, jtj, jtr);
      if (first == null || firstJtr == null) {
        first = jtj;
        firstJtr = jtr;
      } else if (!java.util.Arrays.deepEquals(first, jtj)
          || !java.util.Arrays.equals(firstJtr, jtr)) {
        throw new AssertionError("run " + run + " differs from the first");
      }
    }
    assertThat(first).isNotNull();
  }
}
