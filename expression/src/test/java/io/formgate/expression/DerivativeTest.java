package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Symbolic derivatives against differences and against the adjoints of the batch evaluator. */
class DerivativeTest {
  private static final List<String> VARIABLES = List.of("x", "y", "z");

  /** A derivative by differences and a bound of its error. */
  private record Slope(double value, double error) {}

  /**
   * Richardson's extrapolation of central differences; the error is what the last step changed and
   * the rounding of the function over the smallest step.
   */
  private static Slope slope(DoubleUnaryOperator f, double x) {
    double step = 1e-3 * Math.max(1, Math.abs(x));
    double[] column = new double[4];
    double error = Double.POSITIVE_INFINITY;
    double size = 0;
    double previous = 0;
    for (int i = 0; i < column.length; i++) {
      double above = f.applyAsDouble(x + step);
      double below = f.applyAsDouble(x - step);
      size = Math.max(size, Math.max(Math.abs(above), Math.abs(below)));
      double estimate = (above - below) / ((x + step) - (x - step));
      double factor = 4;
      for (int k = 0; k < i; k++) {
        double better = estimate + (estimate - column[k]) / (factor - 1);
        column[k] = estimate;
        estimate = better;
        factor *= 4;
      }
      column[i] = estimate;
      error = Math.abs(estimate - previous) + 64 * Math.ulp(size) / step;
      previous = estimate;
      step /= 2;
    }
    return new Slope(previous, error);
  }

  /** Points inside the domain of an operator and away from its steps and kinks. */
  private static double[] inside(Operator operator, Random random) {
    double x = 4 * random.nextDouble() - 2;
    double y = 4 * random.nextDouble() - 2;
    double z = 4 * random.nextDouble() - 2;
    double positive = 0.1 + 3 * random.nextDouble();
    double whole = random.nextInt(4) + 0.1 + 0.8 * random.nextDouble();
    return switch (operator) {
      case SQRT, LOG, LOG2, LOG10 -> new double[] {positive};
      case LOG1P -> new double[] {positive - 1};
      case ASIN, ACOS, ATANH -> new double[] {0.45 * x};
      case ACOSH -> new double[] {1 + positive};
      case TAN -> new double[] {0.6 * x};
      case ABS, SIGN, CBRT, INVERSE, RELU, LOG_ABS, SQRT_ABS, NOT ->
          new double[] {Math.copySign(positive, x)};
      case FLOOR, CEIL -> new double[] {whole};
      case ROUND -> new double[] {whole + 0.5};
      case DIVIDE -> new double[] {x, Math.copySign(positive, y)};
      case MOD -> new double[] {whole * (1 + positive), Math.copySign(1 + positive, y)};
      case POWER -> new double[] {positive, y};
      case POW_ABS, AND, OR -> new double[] {Math.copySign(positive, x), y + Math.signum(y)};
      case MIN, MAX, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL ->
          new double[] {x, x + Math.copySign(positive, y)};
      case ATAN2 -> new double[] {Math.copySign(positive, x), y};
      case COND -> new double[] {Math.copySign(positive, x), y, z};
      case CLAMP -> new double[] {x, x + Math.copySign(positive, y), x + Math.copySign(4, z)};
      case ADD, SUBTRACT, MULTIPLY -> new double[] {x, y};
      case NEGATE,
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
          SINC ->
          new double[] {x};
      case FMA -> new double[] {x, y, z};
    };
  }

  private static Expr applied(Operator operator) {
    return new Expr.Apply(
        operator, VARIABLES.subList(0, operator.arity()).stream().map(Expr::variable).toList());
  }

  private static Map<String, Double> values(double[] at) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < at.length; i++) {
      values.put(VARIABLES.get(i), at[i]);
    }
    return values;
  }

  private static DoubleUnaryOperator along(Expr e, double[] at, int index) {
    return moved -> {
      double[] near = at.clone();
      near[index] = moved;
      return ReferenceEvaluator.evaluate(e, values(near));
    };
  }

  /** First and second derivatives, mixed ones too, of the expression at the point. */
  private static List<String> compare(Expr e, double[] at, Map<String, Integer> compared) {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      Expr first = Derivative.of(e, VARIABLES.get(i));
      List<Expr> functions = new ArrayList<>(List.of(e));
      List<Expr> derivatives = new ArrayList<>(List.of(first));
      List<Integer> arguments = new ArrayList<>(List.of(i));
      for (int k = 0; k < at.length; k++) {
        functions.add(first);
        derivatives.add(Derivative.of(first, VARIABLES.get(k)));
        arguments.add(k);
      }
      for (int k = 0; k < functions.size(); k++) {
        int argument = arguments.get(k);
        Slope slope = slope(along(functions.get(k), at, argument), at[argument]);
        double found = ReferenceEvaluator.evaluate(derivatives.get(k), values(at));
        if (!(Math.abs(found - slope.value()) <= 10 * slope.error() + 1e-9 * Math.abs(found))
            || slope.error() > 1e-4 * Math.max(1, Math.abs(slope.value()))) {
          wrong.add(
              FormulaPrinter.print(functions.get(k))
                  + " by "
                  + VARIABLES.get(argument)
                  + " at "
                  + Arrays.toString(at)
                  + " is "
                  + found
                  + ", not "
                  + slope);
        }
        compared.merge(k == 0 ? "first" : "second", 1, Integer::sum);
      }
    }
    return wrong;
  }

  @Test
  void everyOperatorsDerivativesAgreeWithDifferences() {
    Random random = new Random(50);
    List<String> wrong = new ArrayList<>();
    Map<Operator, Integer> points = new EnumMap<>(Operator.class);
    Map<String, Integer> compared = new HashMap<>();
    for (Operator operator : Operator.values()) {
      for (int i = 0; i < 15; i++) {
        wrong.addAll(compare(applied(operator), inside(operator, random), compared));
        points.merge(operator, 1, Integer::sum);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(points).hasSize(Operator.values().length);
    int first = Arrays.stream(Operator.values()).mapToInt(Operator::arity).sum();
    int second = Arrays.stream(Operator.values()).mapToInt(o -> o.arity() * o.arity()).sum();
    assertThat(compared).containsEntry("first", 15 * first).containsEntry("second", 15 * second);
  }

  @Test
  void sincIsSmoothAtZero() {
    Expr sinc = applied(Operator.SINC);
    Expr first = Derivative.of(sinc, "x");
    Expr second = Derivative.of(first, "x");
    for (double x : new double[] {0, 1e-9, -1e-5, 0.0999, 0.1001}) {
      Map<String, Double> at = Map.of("x", x);
      assertThat(ReferenceEvaluator.evaluate(first, at)).isCloseTo(-x / 3, within(x * x / 3));
      assertThat(ReferenceEvaluator.evaluate(second, at)).isCloseTo(-1 / 3.0, within(x * x / 9));
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance + 1e-12);
  }

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("f", formula));
  }

  @Test
  void whatIsNotTakenNeedNotBeDefined() {
    Expr derivative = Derivative.of(parse("cond(x > 0, log(x), 2*x)"), "x");
    assertThat(ReferenceEvaluator.evaluate(derivative, Map.of("x", -3.0))).isEqualTo(2);
    assertThat(ReferenceEvaluator.evaluate(derivative, Map.of("x", 4.0))).isEqualTo(0.25);
    Expr root = Derivative.of(parse("max(sqrt(x), 1) + relu(-1 - sqrt(x))"), "x");
    assertThat(ReferenceEvaluator.evaluate(root, Map.of("x", 0.0))).isZero();
  }

  @Test
  void derivativesStaySmall() {
    assertThat(Derivative.of(parse("x^3"), "x")).isEqualTo(parse("3*x^2"));
    assertThat(Derivative.of(parse("pow(x, 2)"), "x").size()).isLessThanOrEqualTo(5);
    assertThat(Derivative.of(parse("cond(y > 0, sin(x), x)"), "x"))
        .isEqualTo(parse("cond(y > 0, cos(x), 1)"));
    assertThat(Derivative.of(parse("min(2*x, y)"), "x")).isEqualTo(parse("cond(2*x <= y, 2, 0)"));
    assertThat(Derivative.of(parse("sin(y) + 3"), "x")).isEqualTo(parse("0"));
  }

  @Test
  void treesAgreeWithTheBatchEvaluatorsAdjoints() {
    Random random = new Random(51);
    int compared = 0;
    int differences = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      Expr e = expr(random, 2 + i % 4);
      // The constants hold the point: the derivative by x is the one of all positions of x.
      double[] at = random.doubles(2, 0.2, 2).toArray();
      Expr placed =
          Expansion.substitute(
              e, List.of("x", "y"), List.of(Expr.constant(at[0]), Expr.constant(at[1])));
      Tape names = Tape.of(e, List.of("x", "y"));
      Tape tape = Tape.of(placed, List.of());
      int[][] parameters = new int[2][];
      for (int v = 0; v < 2; v++) {
        int variable = v;
        parameters[v] =
            java.util.stream.IntStream.range(0, names.length())
                .filter(p -> names.isVariable(p) && names.variableAt(p) == variable)
                .toArray();
      }
      if (parameters[0].length == 0 || parameters[1].length == 0) {
        continue;
      }
      Dataset one = new Dataset(List.of("t"), new double[][] {{0}});
      BatchEvaluator evaluator = new BatchEvaluator(new RowBlocks(one, List.of(), "t"), 200);
      double[][] jtj = new double[2][2];
      double[] jtr = new double[2];
      evaluator.normalEquations(tape, parameters, jtj, jtr);
      double value = ReferenceEvaluator.evaluate(e, values(at));
      for (int v = 0; v < 2 && Double.isFinite(value) && value != 0; v++) {
        double found = ReferenceEvaluator.evaluate(Derivative.of(e, VARIABLES.get(v)), values(at));
        double adjoint = jtr[v] / value;
        if (!Double.isFinite(found) || !Double.isFinite(adjoint) || Math.abs(found) > 1e6) {
          continue;
        }
        compared++;
        if (Math.abs(found - adjoint) > 1e-7 * Math.max(1, Math.abs(found))) {
          wrong.add(
              FormulaPrinter.print(e)
                  + " at "
                  + Arrays.toString(at)
                  + " by "
                  + v
                  + " is "
                  + found
                  + ", not "
                  + adjoint);
        }
        Slope slope = slope(along(e, at, v), at[v]);
        if (slope.error() < 1e-5 * Math.max(1, Math.abs(found))) {
          differences++;
          if (!(Math.abs(found - slope.value())
              <= 10 * slope.error() + 1e-9 * Math.max(1, Math.abs(found)))) {
            wrong.add(
                FormulaPrinter.print(e)
                    + " at "
                    + Arrays.toString(at)
                    + " by "
                    + v
                    + " is "
                    + found
                    + ", not "
                    + slope);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(200);
    assertThat(differences).isGreaterThan(200);
  }

  private static Expr expr(Random random, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Expr.constant(0.5 + random.nextDouble());
        case 1, 2 -> Expr.variable("x");
        default -> Expr.variable("y");
      };
    }
    List<Operator> operators = List.of(Operator.values());
    Operator operator = operators.get(random.nextInt(operators.size()));
    List<Expr> arguments = new ArrayList<>();
    for (int i = 0; i < operator.arity(); i++) {
      arguments.add(expr(random, depth - 1));
    }
    return new Expr.Apply(operator, arguments);
  }

  @Test
  void longChainsNeedNoStack() {
    List<Operator> chained = List.of(Operator.SIN, Operator.ADD, Operator.COND, Operator.MAX);
    for (Operator operator : chained) {
      Expr e = Expr.variable("x");
      for (int i = 0; i < FormulaParser.MAX_OPERATORS; i++) {
        Expr[] arguments = new Expr[operator.arity()];
        Arrays.fill(arguments, Expr.constant(0.5));
        arguments[operator.arity() - 1] = e;
        if (operator == Operator.COND) {
          arguments[0] = Expr.constant(-1);
        }
        e = Expr.apply(operator, arguments);
      }
      Map<String, Double> at = Map.of("x", 0.75);
      assertThat(ReferenceEvaluator.evaluate(e, at)).isFinite();
      Expr expanded = Expansion.expand(Expansion.substitute(e, List.of("y"), List.of(e)), Map.of());
      assertThat(expanded).isEqualTo(e);
      Tape tape = Tape.of(e, List.of("x"));
      assertThat(tape.toExpr(List.of("x"))).isEqualTo(e);
      Expr derivative = Derivative.of(e, "x");
      if (operator == Operator.SIN) {
        // As a tree it has two million nodes, which only share parts.
        Expr call = new Expr.Call(Expansion.DERIVATIVE, List.of(e, Expr.variable("x")));
        assertThatThrownBy(() -> Expansion.expand(call, Map.of()))
            .isInstanceOf(ArithmeticException.class);
      } else {
        assertThat(ReferenceEvaluator.evaluate(derivative, at)).isEqualTo(1);
      }
    }
    assertThat(Derivative.of(Derivative.of(sums(200), "x"), "x").size()).isLessThan(2_000);
  }

  private static Expr sums(int count) {
    Expr e = Expr.variable("x");
    for (int i = 0; i < count; i++) {
      e = Expr.apply(Operator.ADD, e, Expr.apply(Operator.SIN, Expr.variable("x")));
    }
    return e;
  }

  @Test
  void callsHaveNoDerivative() {
    assertThatThrownBy(() -> Derivative.of(new Expr.Call("f", List.of()), "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("f");
  }
}
