package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Tolerance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random formulas over all operators, with random formats, ranges and tolerances: for the tests of
 * this module and of those above it.
 */
public final class RandomFormulas {
  private static final List<Operator> OPERATORS = List.of(Operator.values());

  /** What is not swallowed by tables, drawn more often so that circuits are deep. */
  private static final List<Operator> ARITHMETIC =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SQRT,
          Operator.MIN,
          Operator.MAX);

  private static final List<Operator> CONDITIONS =
      OPERATORS.stream()
          .filter(o ->
              switch (o.notation()) {
                case COMPARISON, LOGIC_AND, LOGIC_OR, LOGIC_NOT -> true;
                case SUM, PRODUCT, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 -> false;
              })
          .toList();

  /** Narrow enough for tests that see a good part of all inputs. */
  private static final Widths NARROW = new Widths(4, 14, 8, 18);

  /**
   * Widths of ports that are drawn.
   *
   * @param leastInputBits narrowest input
   * @param mostInputBits widest input
   * @param leastOutputBits narrowest output
   * @param mostOutputBits widest output
   */
  public record Widths(
      int leastInputBits, int mostInputBits, int leastOutputBits, int mostOutputBits) {}

  private final SplittableRandom random;
  private final Widths widths;
  private final List<QuantizerRequest.InputPort> inputs = new ArrayList<>();

  private RandomFormulas(SplittableRandom random, Widths widths) {
    this.random = random;
    this.widths = widths;
  }

  /**
   * {@return what a seed gives; always the same}
   *
   * @param seed any
   */
  public static QuantizerRequest request(long seed) {
    return request(seed, 1);
  }

  /**
   * {@return what a seed gives, with some outputs; always the same}
   *
   * <p>The outermost operators of many seeds in a row are all of the table.
   *
   * @param seed any
   * @param outputs number of formulas
   */
  public static QuantizerRequest request(long seed, int outputs) {
    return request(seed, outputs, NARROW);
  }

  /**
   * {@return what a seed gives, with some outputs, at some widths; always the same}
   *
   * @param seed any
   * @param outputs number of formulas
   * @param widths of the ports
   */
  public static QuantizerRequest request(long seed, int outputs, Widths widths) {
    return new RandomFormulas(new SplittableRandom(seed), widths)
        .request("random" + seed, outputs, outermost(seed));
  }

  /**
   * {@return the outermost operator of a seed's first formula}
   *
   * @param seed any
   */
  public static Operator outermostOperator(long seed) {
    return OPERATORS.get(outermost(seed));
  }

  private static int outermost(long seed) {
    return Math.floorMod(7 * seed, OPERATORS.size());
  }

  private QuantizerRequest request(String name, int outputs, int operator) {
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      boolean signed = random.nextBoolean();
      int width = random.nextInt(widths.leastInputBits(), widths.mostInputBits() + 1);
      FixedFormat format =
          new FixedFormat(signed, width, random.nextInt(-1, Math.min(width, 5) + 1));
      long lo = format.rawMin();
      long hi = format.rawMax();
      if (random.nextInt(3) > 0) {
        lo = random.nextLong(format.rawMin(), format.rawMax());
        hi = random.nextLong(lo + 1, format.rawMax() + 1);
      }
      inputs.add(
          new QuantizerRequest.InputPort(
              "x" + i, format, new Interval(format.toReal(lo), format.toReal(hi))));
    }
    List<QuantizerRequest.OutputPort> ports = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      Operator outermost = OPERATORS.get((operator + i) % OPERATORS.size());
      ports.add(output("y" + i, formula(outermost, random.nextInt(4))));
    }
    return new QuantizerRequest(name, inputs, ports);
  }

  private QuantizerRequest.OutputPort output(String name, Expr formula) {
    Interval range = range(formula);
    double magnitude = range.isFinite() && !range.isEmpty() ? range.magnitude() : 1;
    int integerBits = Math.getExponent(Math.max(magnitude, 1e-3)) + 1;
    boolean signed = !(range.lo() >= 0);
    boolean saturate = random.nextInt(4) == 0;
    int width = random.nextInt(widths.leastOutputBits(), widths.mostOutputBits() + 1);
    FixedFormat format =
        new FixedFormat(signed, width, integerBits + (signed ? 1 : 0) - (saturate ? 1 : 0));
    double relative = random.nextBoolean() ? 0 : random.nextDouble(0.005, 0.05);
    double absolute = Math.max(1.5 * format.lsb(), Math.scalb(magnitude, -random.nextInt(4, 10)));
    return new QuantizerRequest.OutputPort(
        name, formula, format, saturate, new Tolerance(relative, absolute));
  }

  private Expr formula(int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return random.nextInt(4) == 0 ? constant() : Expr.variable(randomInput());
    }
    List<Operator> from = random.nextBoolean() ? OPERATORS : ARITHMETIC;
    return formula(from.get(random.nextInt(from.size())), depth - 1);
  }

  /** Most arguments keep to the domain, most of those of functions that jump are exact. */
  private Expr formula(Operator operator, int depth) {
    return switch (operator) {
      case NEGATE,
          ABS,
          SQUARE,
          CUBE,
          SIN,
          COS,
          ATAN,
          TANH,
          ASINH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          CBRT,
          RELU,
          SQRT_ABS ->
          Expr.apply(operator, formula(depth));
      case ADD, SUBTRACT, MULTIPLY, MIN, MAX ->
          Expr.apply(operator, formula(depth), formula(depth));
      case CLAMP -> Expr.apply(operator, formula(depth), constant(), constant());
      case FMA -> Expr.apply(operator, formula(depth), formula(depth), formula(depth));
      case DIVIDE -> Expr.apply(operator, formula(depth), positive(depth));
      case SQRT -> Expr.apply(operator, random.nextInt(4) == 0 ? formula(depth) : positive(depth));
      case INVERSE, LOG, LOG2, LOG10, LOG_ABS -> Expr.apply(operator, positive(depth));
      case EXP, SINH, COSH -> Expr.apply(operator, scaled(formula(depth), 2));
      case TAN, ASIN, ACOS, ATANH, LOG1P -> Expr.apply(operator, scaled(formula(depth), 0.9));
      case ACOSH -> Expr.apply(operator, sum(positive(depth), 1));
      case POWER, POW_ABS ->
          random.nextInt(4) == 0
              ? Expr.apply(operator, positive(depth), scaled(formula(depth), 2))
              : Expr.apply(operator, positive(depth), Expr.constant(exponent()));
      case ATAN2 -> Expr.apply(operator, formula(depth), positive(depth));
      case SIGN, FLOOR, CEIL, ROUND, NOT -> Expr.apply(operator, exact());
      case MOD ->
          Expr.apply(
              operator,
              exact(),
              Expr.constant(random.nextBoolean() ? power() : random.nextDouble(0.5, 4)));
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL -> comparison(operator);
      case AND, OR -> Expr.apply(operator, condition(), condition());
      case COND -> Expr.apply(operator, condition(), formula(depth), formula(depth));
    };
  }

  private Expr condition() {
    return formula(CONDITIONS.get(random.nextInt(CONDITIONS.size())), 0);
  }

  private Expr comparison(Operator operator) {
    return Expr.apply(operator, exact(), random.nextBoolean() ? constant() : exact());
  }

  /** What the datapath has exactly, with one exception in four. */
  private Expr exact() {
    Expr x = Expr.variable(randomInput());
    return switch (random.nextInt(4)) {
      case 0 -> x;
      case 1 -> Expr.apply(Operator.SUBTRACT, x, Expr.variable(randomInput()));
      case 2 -> Expr.apply(Operator.MULTIPLY, x, Expr.constant(power()));
      default -> formula(1);
    };
  }

  private Expr positive(int depth) {
    return sum(
        Expr.apply(random.nextBoolean() ? Operator.SQUARE : Operator.ABS, formula(depth)),
        random.nextDouble(0.25, 3));
  }

  private static Expr sum(Expr e, double constant) {
    return Expr.apply(Operator.ADD, e, Expr.constant(constant));
  }

  /** Products, quotients and roots, and some that are tables. */
  private double exponent() {
    return random.nextInt(3) == 0 ? random.nextDouble(-1.5, 2.5) : random.nextInt(-4, 9) / 2.0;
  }

  private double power() {
    return Math.scalb(1.0, random.nextInt(-2, 3));
  }

  /** A formula times a factor that brings it to at most a magnitude. */
  private Expr scaled(Expr e, double most) {
    return Expr.apply(Operator.MULTIPLY, Expr.constant(scale(e) * most / 2), e);
  }

  /** A factor that brings an argument to at most 2. */
  private double scale(Expr e) {
    Interval range = range(e);
    double magnitude = range.isEmpty() || !range.isFinite() ? 1 : range.magnitude();
    return random.nextDouble(0.5, 2) * (random.nextBoolean() ? -1 : 1) / Math.max(1, magnitude);
  }

  private Expr constant() {
    return Expr.constant(random.nextBoolean() ? random.nextInt(-4, 5) : random.nextDouble(-4, 4));
  }

  private String randomInput() {
    return inputs.get(random.nextInt(inputs.size())).name();
  }

  private Interval range(Expr e) {
    Map<String, Interval> ranges = new HashMap<>();
    inputs.forEach(i -> ranges.put(i.name(), i.range()));
    return range(e, ranges);
  }

  private static Interval range(Expr e, Map<String, Interval> ranges) {
    return switch (e) {
      case Expr.Constant(double value) -> Interval.of(value);
      case Expr.Variable(String name) -> ranges.getOrDefault(name, Interval.EMPTY);
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          operator.evaluate(arguments.stream().map(a -> range(a, ranges)).toList());
      case Expr.Call _ -> throw new IllegalStateException("no call is made");
    };
  }
}
