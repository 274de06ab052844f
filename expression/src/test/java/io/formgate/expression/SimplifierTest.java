package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimplifierTest {
  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private static final List<String> COLUMNS = List.of("x0", "x1");

  private static final Simplifier ALL = new Simplifier(List.of(Operator.values()));

  private static Expr parse(String formula) {
    return FormulaParser.parse(new SourceText("test", formula));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x*1 | x",
        "0 + x | x",
        "x - x | 0",
        "0*sin(x) | 0",
        "x/x | 1",
        "-(-x) | x",
        "-(x - y) | y - x",
        "x + -y | x - y",
        "x - -y | x + y",
        "(-x)*(-y) | x*y",
        "cos(-x) | cos(x)",
        "sinc(abs(x)) | sinc(x)",
        "-sin(-x) | sin(x)",
        "abs(tanh(-x)) | abs(tanh(x))",
        "inv(inv(x)) | x",
        "inv(-inv(x)) | -x",
        "cube(cbrt(x)) | x",
        "cbrt(cube(x)) | x",
        "x^0 | 1",
        "pow(x, 1) | x",
        "pow(x, 2) | square(x)",
        "pow(1, x) | 1",
        "pow_abs(-x, 3) | pow_abs(x, 3)",
        "pow_abs(x, 1) | abs(x)",
        "cond(1, x, y) | x",
        "cond(0, x, y) | y",
        "cond(x, y, y) | y",
        "cond(not x, x, y) | cond(x, y, x)",
        "clamp(x, 2, 1) | 1",
        "clamp(clamp(x, 0, 1), 0, 1) | clamp(x, 0, 1)",
        "fma(x, 0, y) | y",
        "fma(x, 1, y) | x + y",
        "fma(x, y, 0) | x*y",
        "not (not (x > y)) | x > y",
        "not (x > y) | x <= y",
        "not (not x) | not (not x)",
        "min(x, x) | x",
        "max(3, max(x, 2)) | max(x, 3)",
        "relu(relu(x)) | relu(x)",
        "relu(exp(x)) | exp(x)",
        "abs(square(x)) | square(x)",
        "sqrt(square(x)) | abs(x)",
        "square(sqrt(x)) | square(sqrt(x))",
        "square(sqrt(abs(x))) | abs(x)",
        "log(exp(x)) | x",
        "exp(log(x)) | exp(log(x))",
        "exp(log(exp(x))) | exp(x)",
        "exp(log(cosh(x))) | cosh(x)",
        "x < x | 0",
        "x >= x | 1",
        "(x > y) and 1 | x > y",
        "x and 1 | x and 1",
        "x or 2 | 1",
        "floor(ceil(x)) | ceil(x)",
        "mod(mod(x, y), y) | mod(x, y)",
        "sin(0.5 - 0.5)*x | 0",
        "sqrt(4) | 2",
        "sqrt(-4) | sqrt(-4)",
        "3*(x*2) | 6*x",
        "x/2*3 | x*1.5",
        "y/1*3 | y*3",
        "x - -3664 + -1967 | x + 1697",
        "2 - x + 3 | 5 - x",
        "(2 - x) - (3 - y) | -1 - x + y",
        "x + -3 | x - 3",
        "x - (y - 2) - 3 | x - (y + 1)",
        "2/(x*4) | 0.5/x",
        "(2/x)*(3/y) | 6/x/y",
        "square(x*3)*2 | square(x)*18",
        "sqrt(4*x)*3 | sqrt(x)*6",
        "sqrt(-4*x)*3 | sqrt(-4*x)*3",
        "abs(-2*x)*3 | abs(x)*6",
        "square(x*3) | square(x*3)",
        "(x + 1)*2 + 3 | x*2 + 5",
        "(2*x + 1)*3 | 6*x + 3",
        "(2*x - 1)/4 | 0.5*x - 0.25",
        "(x + 1)*3 | (x + 1)*3",
        "(x*2 + y)*3 | (x*2 + y)*3",
        "sin(2*x*3)*4*5 | sin(6*x)*20",
        "square(x*1e-200)*1e200 | square(x*1e-200)*1e200",
        "x + y*-3 | x - y*3",
        "1e-200*(x*1e-200) | 1e-200*(x*1e-200)",
      })
  void rulesSimplify(String formula, String expected) {
    assertThat(ALL.simplify(parse(formula))).isEqualTo(parse(expected));
  }

  @Test
  void noOperatorIsIntroducedThatIsNotAllowed() {
    Expr sum = parse("x + -3*y");

    assertThat(ALL.simplify(sum)).isEqualTo(parse("x - y*3"));
    assertThat(new Simplifier(List.of(Operator.ADD, Operator.MULTIPLY)).simplify(sum))
        .isEqualTo(sum);
    Random random = new Random(3);
    int fewer = 0;
    for (int i = 0; i < 3_000; i++) {
      Expr before = any(random, 4);
      Expr after = Simplifier.removing().simplify(before);
      assertThat(operators(before)).containsAll(operators(after));
      fewer += after.size() < before.size() ? 1 : 0;
    }
    assertThat(fewer).isGreaterThan(300);
  }

  private static Set<Operator> operators(Expr e) {
    Set<Operator> found = EnumSet.noneOf(Operator.class);
    if (e instanceof Expr.Apply(Operator operator, List<Expr> arguments)) {
      found.add(operator);
      arguments.forEach(a -> found.addAll(operators(a)));
    }
    return found;
  }

  @Test
  void theValueStaysAndTheLengthDoesNotGrow() {
    Random random = new Random(5);
    Set<Operator> met = EnumSet.noneOf(Operator.class);
    int compared = 0;
    int shorter = 0;
    for (int i = 0; i < 12_000; i++) {
      Expr before = any(random, 4);
      Expr after = ALL.simplify(before);
      assertThat(after.size()).isLessThanOrEqualTo(before.size());
      assertThat(ALL.simplify(after)).as(() -> "" + before).isEqualTo(after);
      if (after.equals(before)) {
        continue;
      }
      shorter += after.size() < before.size() ? 1 : 0;
      Map<String, Double> at = Map.of("x0", value(random), "x1", value(random));
      double exact = ReferenceEvaluator.evaluate(before, at);
      double simple = ReferenceEvaluator.evaluate(after, at);
      if (Double.isFinite(exact)) {
        assertThat(simple).as(() -> before + " at " + at).isFinite();
        // What the rounding errors of single operators amount to in this formula at this point.
        double spread = 0;
        for (int k = 0; k < 12; k++) {
          spread = Math.max(spread, Math.abs(jittered(before, at, random) - exact));
          spread = Math.max(spread, Math.abs(jittered(after, at, random) - simple));
        }
        if (spread <= 1e-6 * (1 + Math.abs(exact))) {
          assertThat(Math.abs(simple - exact))
              .as(() -> before + " at " + at)
              .isLessThanOrEqualTo(10 * spread + 4 * Math.ulp(exact));
          met.addAll(operators(before));
          compared++;
        }
      }
    }

    assertThat(compared).isGreaterThan(2_000);
    assertThat(shorter).isGreaterThan(2_000);
    assertThat(met).containsAll(EnumSet.allOf(Operator.class));
  }

  private static double value(Random random) {
    return random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 2 * random.nextGaussian();
  }

  private static Expr any(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(2) : random.nextInt(10);
    if (kind == 0) {
      return Expr.constant(value(random));
    } else if (kind == 1) {
      return Expr.variable(COLUMNS.get(random.nextInt(2)));
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      boolean same = i > 0 && random.nextInt(5) == 0;
      arguments[i] = same ? arguments[i - 1] : any(random, depth - 1);
    }
    return Expr.apply(operator, arguments);
  }

  /** {@return the value when the result of every operator is off by up to 3 ULP} */
  private static double jittered(Expr e, Map<String, Double> at, Random random) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return ReferenceEvaluator.evaluate(e, at);
    }
    double[] values = arguments.stream().mapToDouble(a -> jittered(a, at, random)).toArray();
    double value = operator.evaluate(values);
    boolean exact =
        switch (operator.notation()) {
          case COMPARISON, LOGIC_AND, LOGIC_OR, LOGIC_NOT, PREFIX_MINUS -> true;
          case SUM, PRODUCT, POWER, CALL, CALL2, CALL3 -> false;
        };
    return exact ? value : value + (random.nextInt(7) - 3) * Math.ulp(value);
  }
}
