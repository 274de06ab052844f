package io.formgate.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one table of operators: what each is called, computes, and demands.
 *
 * <p>Columns: symbol, notation, real-valued meaning, partial derivatives, interval rule, unit rule.
 * The meaning of an operator outside its domain is NaN; the search rejects a candidate that gets
 * there and the quantizer proves whether it can.
 */
// The columns are lambdas without state, which the checker cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum Operator {
  /** Sum of two values. */
  ADD(
      "+",
      Notation.SUM,
      x -> x[0] + x[1],
      (x, i) -> 1,
      v -> v.get(0).add(v.get(1)),
      UnitRule.ALL_EQUAL),
  /** Difference of two values. */
  SUBTRACT(
      "-",
      Notation.SUM,
      x -> x[0] - x[1],
      (x, i) -> i == 0 ? 1 : -1,
      v -> v.get(0).subtract(v.get(1)),
      UnitRule.ALL_EQUAL),
  /** Product of two values. */
  MULTIPLY(
      "*",
      Notation.PRODUCT,
      x -> x[0] * x[1],
      (x, i) -> x[1 - i],
      v -> v.get(0).multiply(v.get(1)),
      UnitRule.PRODUCT),
  /** Quotient of two values; the divisor is not 0. */
  DIVIDE(
      "/",
      Notation.PRODUCT,
      x -> x[1] == 0 ? Double.NaN : x[0] / x[1],
      (x, i) -> i == 0 ? 1 / x[1] : -x[0] / (x[1] * x[1]),
      v -> v.get(0).divide(v.get(1)),
      UnitRule.QUOTIENT),
  /** The value with the other sign. */
  NEGATE(
      "neg",
      Notation.PREFIX_MINUS,
      x -> -x[0],
      (x, i) -> -1,
      v -> v.get(0).negate(),
      UnitRule.ALL_EQUAL),
  /** Absolute value. */
  ABS(
      "abs",
      Notation.CALL,
      x -> Math.abs(x[0]),
      (x, i) -> Math.signum(x[0]),
      v -> v.get(0).abs(),
      UnitRule.ALL_EQUAL),
  /** The value times itself. */
  SQUARE(
      "square",
      Notation.CALL,
      x -> x[0] * x[0],
      (x, i) -> 2 * x[0],
      v -> v.get(0).square(),
      UnitRule.SQUARE),
  /** Square root of a value that is not negative. */
  SQRT(
      "sqrt",
      Notation.CALL,
      x -> Math.sqrt(x[0]),
      (x, i) -> 0.5 / Math.sqrt(x[0]),
      v -> v.get(0).sqrt(),
      UnitRule.SQUARE_ROOT),
  /** The smaller of two values. */
  MIN(
      "min",
      Notation.CALL2,
      x -> Math.min(x[0], x[1]),
      (x, i) -> x[i] < x[1 - i] || (x[0] == x[1] && i == 0) ? 1 : 0,
      v -> v.get(0).min(v.get(1)),
      UnitRule.ALL_EQUAL),
  /** The larger of two values. */
  MAX(
      "max",
      Notation.CALL2,
      x -> Math.max(x[0], x[1]),
      (x, i) -> x[i] > x[1 - i] || (x[0] == x[1] && i == 0) ? 1 : 0,
      v -> v.get(0).max(v.get(1)),
      UnitRule.ALL_EQUAL),
  /** Sine of an angle in radians. */
  SIN(
      "sin",
      Notation.CALL,
      x -> StrictMath.sin(x[0]),
      (x, i) -> StrictMath.cos(x[0]),
      v -> v.get(0).sin(),
      UnitRule.DIMENSIONLESS),
  /** Cosine of an angle in radians. */
  COS(
      "cos",
      Notation.CALL,
      x -> StrictMath.cos(x[0]),
      (x, i) -> -StrictMath.sin(x[0]),
      v -> v.get(0).cos(),
      UnitRule.DIMENSIONLESS),
  /** Exponential function. */
  EXP(
      "exp",
      Notation.CALL,
      x -> StrictMath.exp(x[0]),
      (x, i) -> StrictMath.exp(x[0]),
      v -> v.get(0).exp(),
      UnitRule.DIMENSIONLESS),
  /** Hyperbolic cosine. */
  COSH(
      "cosh",
      Notation.CALL,
      x -> StrictMath.cosh(x[0]),
      (x, i) -> StrictMath.sinh(x[0]),
      v -> v.get(0).cosh(),
      UnitRule.DIMENSIONLESS);

  /** How an operator is written in a formula. */
  public enum Notation {
    /** Infix, binding like {@code +}; two arguments. */
    SUM(2),
    /** Infix, binding like {@code *}; two arguments. */
    PRODUCT(2),
    /** A minus before its argument. */
    PREFIX_MINUS(1),
    /** A call with one argument. */
    CALL(1),
    /** A call with two arguments. */
    CALL2(2);

    private final int arity;

    Notation(int arity) {
      this.arity = arity;
    }
  }

  /** What an operator demands of the units of its arguments, and the unit of its result. */
  public enum UnitRule {
    /** All arguments have one unit, which is the result's. */
    ALL_EQUAL,
    /** The result's unit is the product of the arguments' units. */
    PRODUCT,
    /** The result's unit is that of the first argument over that of the second. */
    QUOTIENT,
    /** The result's unit is the argument's squared. */
    SQUARE,
    /** The result's unit is the square root of the argument's. */
    SQUARE_ROOT,
    /** Arguments and result have no unit. */
    DIMENSIONLESS
  }

  /** Partial derivative with respect to one argument. */
  @FunctionalInterface
  interface Partial {
    double at(double[] arguments, int index);
  }

  private static final Map<String, Operator> BY_SYMBOL =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Operator::symbol, o -> o));

  private final String symbol;
  private final Notation notation;
  private final ToDoubleFunction<double[]> meaning;
  private final Partial partial;
  private final Function<List<Interval>, Interval> intervalRule;
  private final UnitRule unitRule;

  Operator(
      String symbol,
      Notation notation,
      ToDoubleFunction<double[]> meaning,
      Partial partial,
      Function<List<Interval>, Interval> intervalRule,
      UnitRule unitRule) {
    this.symbol = symbol;
    this.notation = notation;
    this.meaning = meaning;
    this.partial = partial;
    this.intervalRule = intervalRule;
    this.unitRule = unitRule;
  }

  /** {@return the name or sign that formulas and specs use, such as {@code +} or {@code cosh}} */
  public String symbol() {
    return symbol;
  }

  /** {@return how the operator is written} */
  public Notation notation() {
    return notation;
  }

  /** {@return the number of arguments} */
  public int arity() {
    return notation.arity;
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
   * {@return the partial derivative with respect to one argument}
   *
   * @param index of the argument, from 0
   * @param arguments as many as the arity
   */
  public double partial(int index, double... arguments) {
    return partial.at(arguments, index);
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
   * {@return the operator with a symbol, if there is one}
   *
   * @param symbol such as {@code +} or {@code cosh}
   */
  public static Optional<Operator> bySymbol(String symbol) {
    return Optional.ofNullable(BY_SYMBOL.get(symbol));
  }
}
