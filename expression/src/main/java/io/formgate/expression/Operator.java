package io.formgate.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The one table of operators: what each is called, computes, and demands.
 *
 * <p>Columns: names (the symbol first, then others that formulas of other tools use), notation,
 * unit rule, real-valued meaning, interval rule, partial derivatives as formulas in which {@code
 * x}, {@code y} and {@code z} stand for the arguments. The meaning of an operator outside its
 * domain is NaN; the search rejects a candidate that gets there and the quantizer proves whether it
 * can.
 *
 * <p>A truth value is 1 or 0; a number is true when it is above 0.
 */
// The columns are lambdas without state, which the checker cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum Operator {
  /** Sum of two values. */
  ADD(
      "+",
      Notation.SUM,
      UnitRule.ALL_EQUAL,
      x -> x[0] + x[1],
      v -> v.get(0).add(v.get(1)),
      "1",
      "1"),
  /** Difference of two values. */
  SUBTRACT(
      "-",
      Notation.SUM,
      UnitRule.ALL_EQUAL,
      x -> x[0] - x[1],
      v -> v.get(0).subtract(v.get(1)),
      "1",
      "-1"),
  /** Product of two values. */
  MULTIPLY(
      "*",
      Notation.PRODUCT,
      UnitRule.PRODUCT,
      x -> x[0] * x[1],
      v -> v.get(0).multiply(v.get(1)),
      "y",
      "x"),
  /** Quotient of two values; the divisor is not 0. */
  DIVIDE(
      "/",
      Notation.PRODUCT,
      UnitRule.QUOTIENT,
      x -> x[1] == 0 ? Double.NaN : x[0] / x[1],
      v -> v.get(0).divide(v.get(1)),
      "1/y",
      "-(x/y)/y"),
  /** The value with the other sign. */
  NEGATE(
      "neg", Notation.PREFIX_MINUS, UnitRule.ALL_EQUAL, x -> -x[0], v -> v.get(0).negate(), "-1"),
  /**
   * A value to the power of another: any base above 0; 0 with exponents from 0, 0^0 being 1; below
   * 0 with whole exponents.
   */
  POWER(
      "pow",
      Notation.POWER,
      UnitRule.POWER,
      x -> RealFunctions.pow(x[0], x[1]),
      v -> IntervalFunctions.pow(v.get(0), v.get(1)),
      "cond(y == 0, 0, y*x^(y - 1))",
      "cond(x == 0, 0, x^y*log(x))"),
  /** Absolute value. */
  ABS(
      "abs Abs fabs",
      Notation.CALL,
      UnitRule.ALL_EQUAL,
      x -> Math.abs(x[0]),
      v -> v.get(0).abs(),
      "sign(x)"),
  /** -1, 0 or 1: the sign of the value. */
  SIGN(
      "sign",
      Notation.CALL,
      UnitRule.SAME_TO_NONE,
      x -> Math.signum(x[0]) + 0.0,
      v -> IntervalFunctions.sign(v.get(0)),
      "0"),
  /** The value times itself. */
  SQUARE("square", Notation.CALL, UnitRule.SQUARE, x -> x[0] * x[0], v -> v.get(0).square(), "2*x"),
  /** The third power. */
  CUBE(
      "cube",
      Notation.CALL,
      UnitRule.CUBE,
      x -> x[0] * x[0] * x[0],
      v -> IntervalFunctions.cube(v.get(0)),
      "3*square(x)"),
  /** Square root of a value that is not negative. */
  SQRT(
      "sqrt",
      Notation.CALL,
      UnitRule.SQUARE_ROOT,
      x -> Math.sqrt(x[0]),
      v -> v.get(0).sqrt(),
      "0.5/sqrt(x)"),
  /** Cube root, negative of a negative value. */
  CBRT(
      "cbrt",
      Notation.CALL,
      UnitRule.CUBE_ROOT,
      x -> StrictMath.cbrt(x[0]),
      v -> IntervalFunctions.increasing(v.get(0), StrictMath::cbrt),
      "1/(3*square(cbrt(x)))"),
  /** One over a value that is not 0. */
  INVERSE(
      "inv",
      Notation.CALL,
      UnitRule.RECIPROCAL,
      x -> x[0] == 0 ? Double.NaN : 1 / x[0],
      v -> Interval.of(1).divide(v.get(0)),
      "-square(inv(x))"),
  /** Exponential function. */
  EXP(
      "exp",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.exp(x[0]),
      v -> v.get(0).exp(),
      "exp(x)"),
  /** Natural logarithm of a value above 0. */
  LOG(
      "log ln",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.log(x[0]),
      v -> IntervalFunctions.log(v.get(0), RealFunctions::log),
      "1/x"),
  /** Logarithm to base 2 of a value above 0. */
  LOG2(
      "log2",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.log2(x[0]),
      v -> IntervalFunctions.log(v.get(0), RealFunctions::log2),
      "1.4426950408889634/x"),
  /** Logarithm to base 10 of a value above 0. */
  LOG10(
      "log10",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.log10(x[0]),
      v -> IntervalFunctions.log(v.get(0), RealFunctions::log10),
      "0.4342944819032518/x"),
  /** Natural logarithm of one more than a value above -1. */
  LOG1P(
      "log1p",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.log1p(x[0]),
      v -> IntervalFunctions.log1p(v.get(0)),
      "1/(1 + x)"),
  /** Sine of an angle in radians. */
  SIN(
      "sin",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.sin(x[0]),
      v -> v.get(0).sin(),
      "cos(x)"),
  /** Cosine of an angle in radians. */
  COS(
      "cos",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.cos(x[0]),
      v -> v.get(0).cos(),
      "-sin(x)"),
  /** Tangent of an angle in radians. */
  TAN(
      "tan",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.tan(x[0]),
      v -> IntervalFunctions.tan(v.get(0)),
      "1 + square(tan(x))"),
  /** Angle in radians whose sine is a value from -1 to 1. */
  ASIN(
      "asin arcsin",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.asin(x[0]),
      v -> IntervalFunctions.asin(v.get(0)),
      "1/sqrt((1 - x)*(1 + x))"),
  /** Angle in radians whose cosine is a value from -1 to 1. */
  ACOS(
      "acos arccos",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.acos(x[0]),
      v -> IntervalFunctions.acos(v.get(0)),
      "-1/sqrt((1 - x)*(1 + x))"),
  /** Angle in radians whose tangent is the value. */
  ATAN(
      "atan arctan",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.atan(x[0]),
      v -> IntervalFunctions.increasing(v.get(0), StrictMath::atan),
      "1/(1 + square(x))"),
  /** Hyperbolic sine. */
  SINH(
      "sinh",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.sinh(x[0]),
      v -> IntervalFunctions.increasing(v.get(0), StrictMath::sinh),
      "cosh(x)"),
  /** Hyperbolic cosine. */
  COSH(
      "cosh",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.cosh(x[0]),
      v -> v.get(0).cosh(),
      "sinh(x)"),
  /** Hyperbolic tangent. */
  TANH(
      "tanh",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> StrictMath.tanh(x[0]),
      v -> IntervalFunctions.bounded(v.get(0), StrictMath::tanh, -1, 1),
      "1 - square(tanh(x))"),
  /** Inverse hyperbolic sine. */
  ASINH(
      "asinh arcsinh",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.asinh(x[0]),
      v -> IntervalFunctions.increasing(v.get(0), RealFunctions::asinh),
      "1/sqrt(square(x) + 1)"),
  /** Inverse hyperbolic cosine, not negative, of a value from 1. */
  ACOSH(
      "acosh arccosh",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.acosh(x[0]),
      v -> IntervalFunctions.acosh(v.get(0)),
      "1/sqrt((x - 1)*(x + 1))"),
  /** Inverse hyperbolic tangent of a value between -1 and 1. */
  ATANH(
      "atanh arctanh",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.atanh(x[0]),
      v -> IntervalFunctions.atanh(v.get(0)),
      "1/((1 - x)*(1 + x))"),
  /** Error function. */
  ERF(
      "erf",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> ErrorFunction.erf(x[0]),
      v -> IntervalFunctions.bounded(v.get(0), ErrorFunction::erf, -1, 1),
      "1.1283791670955126*exp(-square(x))"),
  /** One less the error function. */
  ERFC(
      "erfc",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> ErrorFunction.erfc(x[0]),
      v -> IntervalFunctions.erfc(v.get(0)),
      "-1.1283791670955126*exp(-square(x))"),
  /** Logistic function 1/(1 + exp(-x)). */
  SIGMOID(
      "sigmoid logistic",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.sigmoid(x[0]),
      v -> IntervalFunctions.bounded(v.get(0), RealFunctions::sigmoid, 0, 1),
      "sigmoid(x)*sigmoid(-x)"),
  /** The bell curve exp(-x^2). */
  GAUSS(
      "gauss",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.gauss(x[0]),
      v -> v.get(0).square().negate().exp().min(Interval.of(1)),
      "-2*x*gauss(x)"),
  /** sin(x)/x, and 1 at 0. */
  SINC(
      "sinc",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.sinc(x[0]),
      v -> IntervalFunctions.sinc(v.get(0)),
      "cond(abs(x) < 0.1, x*(square(x)*(1/30 - square(x)*(1/840 - square(x)/45360)) - 1/3),"
          + " (cos(x) - sinc(x))/x)"),
  /** The value, or 0 if it is negative. */
  RELU(
      "relu",
      Notation.CALL,
      UnitRule.ALL_EQUAL,
      x -> Math.max(x[0], 0),
      v -> v.get(0).max(Interval.of(0)),
      "cond(x >= 0, 1, 0)"),
  /** The largest whole number not above the value. */
  FLOOR(
      "floor",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> Math.floor(x[0]) + 0.0,
      v -> IntervalFunctions.stepwise(v.get(0), Math::floor),
      "0"),
  /** The smallest whole number not below the value. */
  CEIL(
      "ceil ceiling",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> Math.ceil(x[0]) + 0.0,
      v -> IntervalFunctions.stepwise(v.get(0), Math::ceil),
      "0"),
  /** The nearest whole number, the even one of two. */
  ROUND(
      "round rint",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> Math.rint(x[0]) + 0.0,
      v -> IntervalFunctions.stepwise(v.get(0), Math::rint),
      "0"),
  /** Natural logarithm of the absolute value of a value that is not 0. */
  LOG_ABS(
      "log_abs",
      Notation.CALL,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.log(Math.abs(x[0])),
      v -> IntervalFunctions.log(v.get(0).abs(), RealFunctions::log),
      "1/x"),
  /** Square root of the absolute value. */
  SQRT_ABS(
      "sqrt_abs",
      Notation.CALL,
      UnitRule.SQUARE_ROOT,
      x -> Math.sqrt(Math.abs(x[0])),
      v -> v.get(0).abs().sqrt(),
      "0.5*sign(x)/sqrt_abs(x)"),
  /** The absolute value to the power of another: not 0 with a negative exponent. */
  POW_ABS(
      "pow_abs",
      Notation.CALL2,
      UnitRule.POWER,
      x -> RealFunctions.pow(Math.abs(x[0]), x[1]),
      v -> IntervalFunctions.pow(v.get(0).abs(), v.get(1)),
      "cond(y == 0, 0, y*sign(x)*pow_abs(x, y - 1))",
      "cond(x == 0, 0, pow_abs(x, y)*log_abs(x))"),
  /** The smaller of two values. */
  MIN(
      "min Min fmin minimum",
      Notation.CALL2,
      UnitRule.ALL_EQUAL,
      x -> Math.min(x[0], x[1]),
      v -> v.get(0).min(v.get(1)),
      "cond(x <= y, 1, 0)",
      "cond(x <= y, 0, 1)"),
  /** The larger of two values. */
  MAX(
      "max Max fmax maximum",
      Notation.CALL2,
      UnitRule.ALL_EQUAL,
      x -> Math.max(x[0], x[1]),
      v -> v.get(0).max(v.get(1)),
      "cond(x >= y, 1, 0)",
      "cond(x >= y, 0, 1)"),
  /** x - y*floor(x/y), which has the sign of y; y is not 0. */
  MOD(
      "mod Mod",
      Notation.CALL2,
      UnitRule.ALL_EQUAL,
      x -> RealFunctions.mod(x[0], x[1]),
      v -> IntervalFunctions.mod(v.get(0), v.get(1)),
      "1",
      "-floor(x/y)"),
  /**
   * Angle in radians from -pi to pi of the point with ordinate x and abscissa y; 0 at the origin.
   */
  ATAN2(
      "atan2 arctan2",
      Notation.CALL2,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.atan2(x[0], x[1]),
      v -> IntervalFunctions.atan2(v.get(0), v.get(1)),
      "y/(square(x) + square(y))",
      "-x/(square(x) + square(y))"),
  /** Whether the first value is below the second. */
  LESS(
      "< less Lt",
      Notation.COMPARISON,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.truth(x[0] < x[1], x),
      v -> IntervalFunctions.less(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether the first value is at most the second. */
  LESS_EQUAL(
      "<= less_equal Le",
      Notation.COMPARISON,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.truth(x[0] <= x[1], x),
      v -> IntervalFunctions.lessEqual(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether the first value is above the second. */
  GREATER(
      "> greater Gt",
      Notation.COMPARISON,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.truth(x[0] > x[1], x),
      v -> IntervalFunctions.greater(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether the first value is at least the second. */
  GREATER_EQUAL(
      ">= greater_equal Ge",
      Notation.COMPARISON,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.truth(x[0] >= x[1], x),
      v -> IntervalFunctions.greaterEqual(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether two values are the same. */
  EQUAL(
      "== equal Eq",
      Notation.COMPARISON,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.truth(x[0] == x[1], x),
      v -> IntervalFunctions.equal(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether two values differ. */
  NOT_EQUAL(
      "!= not_equal Ne",
      Notation.COMPARISON,
      UnitRule.SAME_TO_NONE,
      x -> RealFunctions.truth(x[0] != x[1], x),
      v -> IntervalFunctions.notEqual(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether both values are true, that is above 0. */
  AND(
      "and logical_and And",
      Notation.LOGIC_AND,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.truth(x[0] > 0 && x[1] > 0, x),
      v -> IntervalFunctions.and(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether one of two values is true, that is above 0. */
  OR(
      "or logical_or Or",
      Notation.LOGIC_OR,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.truth(x[0] > 0 || x[1] > 0, x),
      v -> IntervalFunctions.or(v.get(0), v.get(1)),
      "0",
      "0"),
  /** Whether the value is not true, that is not above 0. */
  NOT(
      "not logical_not Not",
      Notation.LOGIC_NOT,
      UnitRule.DIMENSIONLESS,
      x -> RealFunctions.truth(!(x[0] > 0), x),
      v -> IntervalFunctions.not(v.get(0)),
      "0"),
  /**
   * The second value if the first is true, that is above 0, else the third; the other one need not
   * be defined.
   */
  COND(
      "cond ifelse if where ITE",
      Notation.CALL3,
      UnitRule.CONDITION,
      x -> RealFunctions.cond(x[0], x[1], x[2]),
      v -> IntervalFunctions.cond(v.get(0), v.get(1), v.get(2)),
      "0",
      "cond(x, 1, 0)",
      "cond(x, 0, 1)"),
  /** min(max(x, y), z): the value moved into the range from y to z. */
  CLAMP(
      "clamp clip",
      Notation.CALL3,
      UnitRule.ALL_EQUAL,
      x -> Math.min(Math.max(x[0], x[1]), x[2]),
      v -> v.get(0).max(v.get(1)).min(v.get(2)),
      "cond(x >= y and x <= z, 1, 0)",
      "cond(x < y and y <= z, 1, 0)",
      "cond(max(x, y) > z, 1, 0)"),
  /** x*y + z with one rounding. */
  FMA(
      "fma",
      Notation.CALL3,
      UnitRule.PRODUCT_SUM,
      x -> Math.fma(x[0], x[1], x[2]),
      v -> v.get(0).multiply(v.get(1)).add(v.get(2)),
      "y",
      "x",
      "1");

  /** Most arguments of an operator. */
  public static final int MAX_ARITY = 3;

  private static final List<String> PARAMETERS = List.of("x", "y", "z");
  private static final Map<String, Operator> BY_NAME = byName();

  private final List<String> names;
  private final Notation notation;
  private final UnitRule unitRule;
  private final ToDoubleFunction<double[]> meaning;
  private final Function<List<Interval>, Interval> intervalRule;
  private final List<String> derivatives;

  Operator(
      String names,
      Notation notation,
      UnitRule unitRule,
      ToDoubleFunction<double[]> meaning,
      Function<List<Interval>, Interval> intervalRule,
      String... derivatives) {
    this.names = List.of(names.split(" "));
    this.notation = notation;
    this.unitRule = unitRule;
    this.meaning = meaning;
    this.intervalRule = intervalRule;
    this.derivatives = List.of(derivatives);
  }

  private static Map<String, Operator> byName() {
    Map<String, Operator> map = new HashMap<>();
    for (Operator operator : values()) {
      for (String name : operator.names) {
        if (map.put(name, operator) != null) {
          throw new IllegalStateException("two operators are called " + name);
        }
      }
    }
    return Map.copyOf(map);
  }

  /** {@return the name or sign that formulas and specs use, such as {@code +} or {@code cosh}} */
  public String symbol() {
    return names.getFirst();
  }

  /** {@return the symbol and the other names under which a formula may call it} */
  public List<String> names() {
    return names;
  }

  /** {@return how the operator is written} */
  public Notation notation() {
    return notation;
  }

  /** {@return the number of arguments} */
  public int arity() {
    return notation.arity();
  }

  /** {@return the rule for units} */
  public UnitRule unitRule() {
    return unitRule;
  }

  /**
   * {@return the real value at real arguments, NaN outside the domain}
   *
   * @param arguments as many as the arity
   */
  public double evaluate(double... arguments) {
    return meaning.applyAsDouble(arguments);
  }

  /**
   * {@return the formula of the partial derivative with respect to one argument, in the variables
   * x, y and z for the arguments}
   *
   * @param index of the argument, from 0
   */
  public String derivative(int index) {
    return derivatives.get(index);
  }

  /** {@return the names that stand for the arguments in a derivative's formula} */
  public List<String> parameters() {
    return PARAMETERS.subList(0, arity());
  }

  /**
   * {@return the partial derivative with respect to one argument, by its formula; slow}
   *
   * @param index of the argument, from 0
   * @param arguments as many as the arity
   */
  public double partial(int index, double... arguments) {
    Map<String, Double> values = new HashMap<>();
    for (int i = 0; i < arity(); i++) {
      values.put(PARAMETERS.get(i), arguments[i]);
    }
    return ReferenceEvaluator.evaluate(Derivative.partial(this, index), values);
  }

  /**
   * {@return an interval that holds every value on the given intervals, or {@link Interval#EMPTY}
   * when an argument can leave the domain}
   *
   * @param arguments as many as the arity
   */
  public Interval evaluate(List<Interval> arguments) {
    return intervalRule.apply(arguments);
  }

  /**
   * {@return the operator with a name, if there is one}
   *
   * @param name its symbol, such as {@code +} or {@code cosh}, or another of its names
   */
  public static Optional<Operator> bySymbol(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
