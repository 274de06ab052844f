package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Arguments of sines and cosines in turns.
 *
 * <p>The factor of 1/(2 pi) goes into the numbers that stand before the terms of the argument; only
 * where several terms have none is it a product of the whole sum. A number is a power of two times
 * one from 1 up to 2, so that an argument and its double share the product.
 */
final class Phase {
  private static final double PER_RADIAN = 1 / (2 * Math.PI);

  /**
   * A factor is rounded at most three times, by half of its 53rd bit each, and was a little off.
   */
  private static final int ROUNDING_BITS = 50;

  /** Radians of one turn. */
  private static final Interval TURN =
      new Interval(Math.nextDown(2 * Math.PI), Math.nextUp(2 * Math.PI));

  private Phase() {}

  /**
   * {@return whether an operator is a sine or cosine of a value that is no narrow input, and spans
   * more than half a turn}
   */
  static boolean isWide(GraphBuilder graph, Operator operator, int a) {
    Interval range = graph.range(a);
    boolean narrow =
        graph.grid(a) != Grid.NONE
            && TablePlan.indexBits(range, graph.grid(a)) <= TableLimits.MAX_TABLE_BITS;
    return (operator == Operator.SIN || operator == Operator.COS)
        && !graph.isConstant(a)
        && !narrow
        && range.isFinite()
        && range.hi() - range.lo() > Math.PI;
  }

  /**
   * {@return how far a phase may be from the argument in turns, since its factors are rounded to
   * doubles: a few of their last bits of every term}
   */
  static double roundingError(FormulaGraph graph, int phase) {
    return Math.scalb(terms(graph, phase), -ROUNDING_BITS);
  }

  private static double terms(FormulaGraph graph, int v) {
    if (graph.term(v) instanceof Term.Apply(Operator operator, List<Integer> arguments)
        && (operator == Operator.ADD
            || operator == Operator.SUBTRACT
            || operator == Operator.NEGATE)) {
      double sum = 0;
      for (int a : arguments) {
        sum += terms(graph, a);
      }
      return sum;
    }
    if (graph.term(v) instanceof Term.Apply(Operator operator, List<Integer> arguments)
        && operator == Operator.MULTIPLY) {
      return terms(graph, arguments.get(0)) * terms(graph, arguments.get(1));
    }
    return graph.range(v).magnitude();
  }

  /** {@return the values of a sine or cosine of phases in turns} */
  static Interval evaluate(Operator operator, Interval phase) {
    return operator.evaluate(List.of(Operator.MULTIPLY.evaluate(List.of(phase, TURN))));
  }

  /** {@return the vertex of a value in turns} */
  static int of(GraphBuilder graph, int a) {
    if (graph.multiples().isRounded()) {
      return spread(graph, a, PER_RADIAN);
    }
    return products(graph, a) <= 1
        ? distributed(graph, a, PER_RADIAN)
        : scaled(graph, a, PER_RADIAN);
  }

  /** Terms that would get a product that they do not have yet. */
  private static int products(GraphBuilder graph, int a) {
    return switch (graph.term(a)) {
      case Term.Constant _ -> 0;
      case Term.Port _, Term.Turn _ -> 1;
      case Term.Apply(Operator operator, List<Integer> arguments) ->
          switch (Role.of(operator)) {
            case ADD, SUBTRACT ->
                products(graph, arguments.get(0)) + products(graph, arguments.get(1));
            case NEGATE -> products(graph, arguments.getFirst());
            case MULTIPLY -> arguments.stream().anyMatch(graph::isConstant) ? 0 : 1;
            case SQUARE,
                DIVIDE,
                ABSOLUTE,
                SQUARE_ROOT,
                MINIMUM,
                MAXIMUM,
                FLOOR,
                LESS,
                CHOICE,
                FUNCTION,
                JUMPING_FUNCTION,
                COMPOSITE ->
                1;
          };
    };
  }

  private static int distributed(GraphBuilder graph, int a, double factor) {
    OptionalDouble number = number(graph, a);
    if (number.isPresent()) {
      return graph.constant(number.getAsDouble() * factor);
    }
    if (graph.term(a) instanceof Term.Apply(Operator operator, List<Integer> arguments)) {
      int x = arguments.getFirst();
      int y = arguments.getLast();
      if (operator == Operator.ADD || operator == Operator.SUBTRACT) {
        return graph.apply(
            operator, List.of(distributed(graph, x, factor), distributed(graph, y, factor)));
      }
      if (operator == Operator.NEGATE) {
        return graph.apply(operator, List.of(distributed(graph, x, factor)));
      }
      if (operator == Operator.MULTIPLY) {
        OptionalDouble byX = number(graph, x);
        OptionalDouble byY = number(graph, y);
        if (byX.isPresent()) {
          return scaled(graph, y, byX.getAsDouble() * factor);
        }
        if (byY.isPresent()) {
          return scaled(graph, x, byY.getAsDouble() * factor);
        }
      }
    }
    return scaled(graph, a, factor);
  }

  /** {@return a number, empty if the real one is further from its double than roundings allow} */
  private static OptionalDouble number(GraphBuilder graph, int v) {
    if (!(graph.term(v) instanceof Term.Constant(double value))) {
      return OptionalDouble.empty();
    }
    Interval real = graph.range(v);
    double error = Math.max(real.hi() - value, value - real.lo());
    return error <= Math.scalb(Math.abs(value), -ROUNDING_BITS - 1)
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  /** The factor goes into every term, and into the first factor of products if that is asked. */
  private static int spread(GraphBuilder graph, int a, double factor) {
    OptionalDouble number = number(graph, a);
    if (number.isPresent()) {
      return graph.constant(number.getAsDouble() * factor);
    }
    if (graph.term(a) instanceof Term.Apply(Operator operator, List<Integer> arguments)) {
      int x = arguments.getFirst();
      int y = arguments.getLast();
      if (operator == Operator.ADD || operator == Operator.SUBTRACT) {
        return graph.apply(operator, List.of(spread(graph, x, factor), spread(graph, y, factor)));
      }
      if (operator == Operator.NEGATE) {
        return graph.apply(operator, List.of(spread(graph, x, factor)));
      }
      if (operator == Operator.MULTIPLY) {
        OptionalDouble byX = number(graph, x);
        OptionalDouble byY = number(graph, y);
        if (byX.isPresent()) {
          return spread(graph, y, byX.getAsDouble() * factor);
        }
        if (byY.isPresent()) {
          return spread(graph, x, byY.getAsDouble() * factor);
        }
        if (graph.multiples() == QuantizerStyle.Multiples.ROUNDED_IN_FACTORS) {
          return graph.apply(operator, List.of(spread(graph, x, factor), y));
        }
      }
    }
    return scaled(graph, a, factor);
  }

  private static int scaled(GraphBuilder graph, int a, double factor) {
    if (factor == 0) {
      return graph.constant(0);
    }
    int exponent = Math.getExponent(factor);
    int product =
        graph.apply(Operator.MULTIPLY, List.of(a, graph.constant(Math.scalb(factor, -exponent))));
    return exponent == 0
        ? product
        : graph.apply(
            Operator.MULTIPLY, List.of(product, graph.constant(Math.scalb(1.0, exponent))));
  }
}
