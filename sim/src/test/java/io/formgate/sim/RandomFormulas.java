package io.formgate.sim;

import io.formgate.datapath.QuantizerRequest;
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

/** Random formulas over all operators, with random formats, ranges and tolerances. */
final class RandomFormulas {
  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private final SplittableRandom random;
  private final List<QuantizerRequest.InputPort> inputs = new ArrayList<>();

  private RandomFormulas(SplittableRandom random) {
    this.random = random;
  }

  /** {@return what a seed gives; always the same} */
  static QuantizerRequest request(long seed) {
    return new RandomFormulas(new SplittableRandom(seed)).request("random" + seed);
  }

  private QuantizerRequest request(String name) {
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      boolean signed = random.nextBoolean();
      int width = random.nextInt(4, 15);
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
    Expr formula = formula(random.nextInt(1, 5));
    Interval range = range(formula);
    double magnitude = range.isFinite() && !range.isEmpty() ? range.magnitude() : 1;
    int integerBits = Math.getExponent(Math.max(magnitude, 1e-3)) + 1;
    boolean signed = !(range.lo() >= 0);
    boolean saturate = random.nextInt(4) == 0;
    int width = random.nextInt(8, 19);
    FixedFormat format =
        new FixedFormat(signed, width, integerBits + (signed ? 1 : 0) - (saturate ? 1 : 0));
    double relative = random.nextBoolean() ? 0 : random.nextDouble(0.005, 0.05);
    double absolute = Math.max(1.5 * format.lsb(), Math.scalb(magnitude, -random.nextInt(4, 10)));
    return new QuantizerRequest(
        name,
        inputs,
        List.of(
            new QuantizerRequest.OutputPort(
                "y", formula, format, saturate, new Tolerance(relative, absolute))));
  }

  private Expr formula(int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return random.nextInt(4) == 0 ? constant() : Expr.variable(randomInput());
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Expr a = formula(depth - 1);
    return switch (operator) {
      case ADD, SUBTRACT, MULTIPLY, MIN, MAX -> Expr.apply(operator, a, formula(depth - 1));
      case NEGATE, ABS, SQUARE, SIN, COS -> Expr.apply(operator, a);
      // Most divisors keep away from zero, most roots from negative values.
      case DIVIDE ->
          Expr.apply(
              operator,
              a,
              Expr.apply(
                  Operator.ADD,
                  Expr.apply(
                      random.nextBoolean() ? Operator.SQUARE : Operator.ABS, formula(depth - 1)),
                  Expr.constant(random.nextDouble(0.25, 3))));
      case SQRT -> Expr.apply(operator, random.nextInt(4) == 0 ? a : Expr.apply(Operator.ABS, a));
      case EXP, COSH ->
          Expr.apply(operator, Expr.apply(Operator.MULTIPLY, Expr.constant(scale(a)), a));
    };
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
    };
  }
}
