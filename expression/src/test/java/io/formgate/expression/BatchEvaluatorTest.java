package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fast evaluator against the obvious one. */
class BatchEvaluatorTest {
  private static final int ROWS = 1_100;

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
   * may be off by and passes on its arguments' bounds times the partial derivatives. Infinite where
   * a step or a branch could turn over, whose derivatives tell nothing of it.
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
      // What the branch that is not taken is worth does not matter.
      boolean taken = operator != Operator.COND || i == 0 || (i == 1) == (at[0] > 0);
      double argument = taken ? errorBound(arguments.get(i), row) : 0;
      if (argument > 0) {
        for (double moved : new double[] {at[i] - argument, at[i], at[i] + argument}) {
          double[] near = at.clone();
          near[i] = moved;
          if (jumps(operator, i) && operator.evaluate(near) != value) {
            return Double.POSITIVE_INFINITY;
          }
          bound += 4 * argument * Math.abs(operator.partial(i, near));
        }
      }
    }
    return bound;
  }

  /** Whether the result can change by a step when an argument hardly does. */
  private static boolean jumps(Operator operator, int index) {
    return switch (operator) {
      case SIGN,
          FLOOR,
          CEIL,
          ROUND,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT ->
          true;
      case COND -> index == 0;
      case MOD,
          ATAN2,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          POWER,
          ABS,
          SQUARE,
          CUBE,
          SQRT,
          CBRT,
          INVERSE,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          LOG_ABS,
          SQRT_ABS,
          POW_ABS,
          MIN,
          MAX,
          CLAMP,
          FMA ->
          false;
    };
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
    Set<Operator> used = EnumSet.noneOf(Operator.class);
    for (int i = 0; i < 600; i++) {
      Expr e = expr(random, 1 + i % 4);
      Tape tape = Tape.of(e, List.of("x", "y"));
      new BatchEvaluator(blocks, tape.length()).evaluate(tape, out);
      for (int r = 0; r < ROWS; r += 3 + i % 7) {
        Map<String, Double> row = Map.of("x", data.column("x")[r], "y", data.column("y")[r]);
        double expected = ReferenceEvaluator.evaluate(e, row);
        double bound = errorBound(e, row);
        if (!Double.isFinite(expected) || !(bound <= 1e-3 * Math.abs(expected))) {
          continue;
        }
        compared++;
        operators(e, used);
        double off = Math.abs(out[r] - expected) / Math.max(bound, Double.MIN_VALUE);
        if (!(off <= worst)) {
          worst = off;
          worstAt = FormulaPrinter.print(e) + " at " + row + ": " + out[r] + ", not " + expected;
        }
      }
    }
    assertThat(compared).isGreaterThan(20_000);
    assertThat(used).hasSize(Operator.values().length);
    assertThat(worst).as("times the bound by which it is off: " + worstAt).isLessThanOrEqualTo(1);
  }

  private static void operators(Expr e, Set<Operator> into) {
    if (e instanceof Expr.Apply(Operator operator, List<Expr> arguments)) {
      into.add(operator);
      arguments.forEach(argument -> operators(argument, into));
    }
  }

  @Test
  void undefinedRowsMakeTheSumInfinite() {
    RowBlocks blocks = blocks(data(11));
    for (String formula : List.of("sqrt(x)", "y/0", "exp(exp(exp(x*x)))", "1/(x - x)")) {
      Tape tape = Tape.of(FormulaParser.parse(new SourceText("f", formula)), List.of("x", "y"));
      BatchEvaluator evaluator = new BatchEvaluator(blocks, tape.length());
      assertThat(evaluator.loss(tape)).as(formula).isInfinite();
      assertThat(evaluator.normalEquations(tape, new int[0][], new double[0][0], new double[0]))
          .isInfinite();
    }
  }

  private static Tape tape(String formula) {
    return Tape.of(FormulaParser.parse(new SourceText("f", formula)), List.of("x", "y"));
  }

  private static int[] constants(Tape tape) {
    return IntStream.range(0, tape.length()).filter(tape::isConstant).toArray();
  }

  /** A formula in which the operator is defined and smooth near every row of the data. */
  private static String formula(Operator operator) {
    String a = "(1.3*x + 0.7)";
    String b = "(0.4*y - 9.5)";
    String positive = "(1.3*square(x) + 0.7)";
    String unit = "(0.9*sin(0.3*x + 0.2))";
    String name = operator.symbol();
    return switch (operator) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE -> a + name + b;
      case NEGATE -> "-" + a;
      case POWER -> positive + "^(0.4*y - 0.1)";
      case POW_ABS, MOD -> name + "(" + positive + ", (0.1*sin(y) + 9.5))";
      case SQRT, LOG, LOG2, LOG10, LOG1P, INVERSE, CBRT -> name + positive;
      case ACOSH -> name + "(1 + " + positive + ")";
      case ASIN, ACOS, ATANH, TAN -> name + unit;
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL ->
          "(0.4*y " + name + " 0.7*x + 0.001) * " + a;
      case AND, OR -> "(0.4*y - 0.1 > 0 " + name + " x > 0.2) * " + a;
      case NOT -> "(not 0.4*y > 0.101) * " + a;
      case MIN, MAX, ATAN2 -> name + "(" + a + ", (0.4*y - 0.1))";
      case COND -> "cond(0.5*x - 0.201, log(0.5*x), log(0.7 + x*x))";
      case CLAMP -> "clamp(" + a + ", 0.4*y - 4.2, 0.3*y + 4.1)";
      case FMA -> "fma(" + a + ", 0.4*y, 1.1*x)";
      case ABS,
          SIGN,
          SQUARE,
          CUBE,
          EXP,
          SIN,
          COS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          FLOOR,
          CEIL,
          ROUND,
          LOG_ABS,
          SQRT_ABS ->
          name + "(0.3*x + 0.2)";
    };
  }

  @Test
  void normalEquationsHoldTheDerivatives() {
    List<String> formulas = new ArrayList<>();
    for (Operator operator : Operator.values()) {
      formulas.add(formula(operator));
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
      double total = evaluator.normalEquations(tape, each(positions), jtj, jtr);
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
      // Weights of the rows that fill the last block would show here: 1,100 rows are three blocks.
      assertThat(total).as(formula).isCloseTo(squares, within(1e-12 * squares));
      assertThat(evaluator.loss(tape)).isCloseTo(squares, within(1e-12 * squares));
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
  void positionsOfOneParameterAreFittedTogether() {
    Tape tape = tape("0.8*sin(0.8*x) + 1.2*y*exp(0.1*x) + 0.8");
    int[] all = constants(tape);
    int[][] tied = {{all[0], all[1], all[4]}, {all[2]}, {all[3]}};
    BatchEvaluator evaluator = new BatchEvaluator(blocks(data(15)), tape.length());
    double[][] single = new double[5][5];
    double[] singleJtr = new double[5];
    double[][] jtj = new double[3][3];
    double[] jtr = new double[3];
    double squares = evaluator.normalEquations(tape, each(all), single, singleJtr);
    assertThat(evaluator.normalEquations(tape, tied, jtj, jtr)).isEqualTo(squares);
    int[][] groups = {{0, 1, 4}, {2}, {3}};
    for (int j = 0; j < 3; j++) {
      double sum = Arrays.stream(groups[j]).mapToDouble(p -> singleJtr[p]).sum();
      assertThat(jtr[j]).isCloseTo(sum, within(1e-12 * ROWS));
      for (int k = 0; k < 3; k++) {
        double product = 0;
        for (int p : groups[j]) {
          for (int q : groups[k]) {
            product += single[p][q];
          }
        }
        assertThat(jtj[j][k]).isCloseTo(product, within(1e-12 * ROWS));
      }
    }
  }

  @Test
  void aFitTakesUpWhatItsLossComputed() {
    Tape tape = tape("1.5*sin(0.7*x) + exp(0.1*y)/(2.5 + square(x + y)) + x*log(3.5)");
    int[] all = constants(tape);
    int[][] groups = {{all[0]}, {all[1]}, {all[3]}};
    Tape changed = tape.copy();
    for (int rows : new int[] {1, 200, 1_000, ROWS}) {
      RowBlocks some = blocks(data(17)).select(IntStream.range(0, rows).toArray());
      BatchEvaluator evaluator = new BatchEvaluator(some, tape.length());
      double[][] jtj = new double[3][3];
      double[] jtr = new double[3];
      double[][] wanted = new double[3][3];
      double[] wantedJtr = new double[3];
      changed.set(tape);
      evaluator.normalEquations(changed, groups, jtj, jtr);
      for (int step = 1; step < 6; step++) {
        for (int[] group : groups) {
          changed.setConstant(group[0], tape.constantAt(group[0]) + 0.01 * step);
        }
        double loss = evaluator.lossInFit(changed);
        assertThat(loss).isEqualTo(evaluator.loss(changed));
        if (step % 2 == 0) {
          assertThat(evaluator.normalEquations(changed, groups, jtj, jtr)).isEqualTo(loss);
          BatchEvaluator other = new BatchEvaluator(some, tape.length());
          assertThat(other.normalEquations(changed, groups, wanted, wantedJtr)).isEqualTo(loss);
          assertThat(jtj).isDeepEqualTo(wanted);
          assertThat(jtr).isEqualTo(wantedJtr);
        }
      }
    }
  }

  @Test
  void aBranchThatIsNotTakenLeavesTheDerivativesAlone() {
    // The logarithm has no value where x is below 0, and the root no finite slope at 0.
    Tape tape = tape("cond(x > 0, log(1.5*x), 2.5*x) + max(sqrt(0.5*(x - x)), 1)*0.25");
    BatchEvaluator evaluator = new BatchEvaluator(blocks(data(16)), tape.length());
    int[] positions =
        IntStream.of(constants(tape))
            .filter(p -> tape.constantAt(p) == 1.5 || tape.constantAt(p) == 0.5)
            .toArray();
    assertThat(positions).hasSize(2);
    double[][] jtj = new double[2][2];
    double[] jtr = new double[2];
    assertThat(evaluator.normalEquations(tape, each(positions), jtj, jtr)).isFinite();
    double rows = Arrays.stream(data(16).column("x")).filter(v -> v > 0).count();
    assertThat(rows).isBetween(100.0, ROWS - 100.0);
    assertThat(jtj[0][0]).isCloseTo(rows / (1.5 * 1.5), within(1e-9 * rows));
    assertThat(jtj[1][1]).isZero();
    assertThat(jtr).doesNotContain(Double.NaN);
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
      new BatchEvaluator(blocks, tape.length()).normalEquations(tape, each(positions), jtj, jtr);
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

  /** {@return groups of one position each} */
  private static int[][] each(int[] positions) {
    return Arrays.stream(positions).mapToObj(p -> new int[] {p}).toArray(int[][]::new);
  }

  @Test
  void aFewRowsAreWorthWhatTheyAreAmongMany() {
    Dataset all = data(11);
    Expr formula = FormulaParser.parse(new SourceText("test", "0.3*x*x - sin(y) + exp(0.1*x)"));
    Tape tape = Tape.of(formula, List.of("x", "y"));
    double[] wanted = new double[ROWS];
    new BatchEvaluator(blocks(all), tape.length()).evaluate(tape, wanted);
    for (int rows : new int[] {1, 2, 15, 16, 17, 33, 100, 255, 256, 257}) {
      RowBlocks few = blocks(all).select(IntStream.range(0, rows).toArray());
      BatchEvaluator evaluator = new BatchEvaluator(few, tape.length());
      double[] found = new double[rows];
      evaluator.evaluate(tape, found);
      double squares = 0;
      for (int r = 0; r < rows; r++) {
        assertThat(found[r]).isEqualTo(wanted[r]);
        double d = found[r] - few.targets()[r];
        squares += d * d;
      }
      assertThat(few.blockRows()).isBetween(Math.min(rows, 256), 512);
      assertThat(evaluator.loss(tape)).isCloseTo(squares, withinPercentage(1e-10));
      assertThat(evaluator.lossOf(found)).isCloseTo(squares, withinPercentage(1e-10));
    }
  }
}
