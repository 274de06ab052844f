package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

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

  /** A product of an input port with a number, which several phases may have. */
  record Multiple(int port, double factor) {}

  /**
   * {@return whether an operator is a sine or cosine of a value that spans more than half a turn}
   */
  static boolean turns(GraphBuilder graph, Operator operator, int a) {
    Interval range = graph.range(a);
    return (operator == Operator.SIN || operator == Operator.COS)
        && !graph.isConstant(a)
        && range.isFinite()
        && range.hi() - range.lo() > Math.PI;
  }

  /** {@return whether a value is an input, or exact like one, that may be the index of a table} */
  static boolean isNarrow(GraphBuilder graph, int a) {
    return graph.grid(a) != Grid.NONE
        && TablePlan.indexBits(graph.range(a), graph.grid(a)) <= TableLimits.MAX_TABLE_BITS;
  }

  /** {@return a sine or cosine of a phase, numbers in the phase and its sign taken out of it} */
  static Term.Turn withoutOffset(GraphBuilder graph, Operator operator, int phase) {
    int rest = phase;
    boolean isNegated = false;
    Interval offset = Interval.of(0);
    while (graph.term(rest) instanceof Term.Apply(Operator outer, List<Integer> arguments)) {
      int x = arguments.getFirst();
      int y = arguments.getLast();
      boolean isSum = outer == Operator.ADD || outer == Operator.SUBTRACT;
      if (outer == Operator.NEGATE) {
        isNegated = !isNegated;
        rest = x;
      } else if (isSum && graph.isConstant(y)) {
        offset = moved(offset, graph.range(y), isNegated != (outer == Operator.SUBTRACT));
        rest = x;
      } else if (isSum && graph.isConstant(x)) {
        offset = moved(offset, graph.range(x), isNegated);
        isNegated = isNegated != (outer == Operator.SUBTRACT);
        rest = y;
      } else {
        break;
      }
    }
    double rounding = Math.scalb(offset.magnitude(), -ROUNDING_BITS);
    return new Term.Turn(
        operator, rest, isNegated, new Interval(offset.lo() - rounding, offset.hi() + rounding));
  }

  private static Interval moved(Interval offset, Interval by, boolean isNegated) {
    return (isNegated ? Operator.SUBTRACT : Operator.ADD).evaluate(List.of(offset, by));
  }

  /** {@return whether a phase is a multiple of one narrow input} */
  static boolean isMultiple(GraphBuilder graph, int phase) {
    int v = phase;
    while (graph.term(v) instanceof Term.Apply(Operator operator, List<Integer> arguments)
        && operator == Operator.MULTIPLY
        && graph.isConstant(arguments.getLast())) {
      v = arguments.getFirst();
    }
    return v != phase && graph.term(v) instanceof Term.Port && isNarrow(graph, v);
  }

  /** {@return the multiples of inputs that are terms of a phase} */
  static Set<Multiple> multiples(GraphBuilder graph, int phase) {
    Set<Multiple> found = new HashSet<>();
    addMultiples(graph, phase, found);
    return found;
  }

  private static void addMultiples(GraphBuilder graph, int v, Set<Multiple> found) {
    if (graph.term(v) instanceof Term.Apply(Operator operator, List<Integer> arguments)) {
      int x = arguments.getFirst();
      int y = arguments.getLast();
      if (operator == Operator.ADD || operator == Operator.SUBTRACT) {
        addMultiples(graph, x, found);
        addMultiples(graph, y, found);
      } else if (operator == Operator.NEGATE) {
        addMultiples(graph, x, found);
      } else if (operator == Operator.MULTIPLY
          && graph.term(y) instanceof Term.Constant(double factor)) {
        if (graph.term(x) instanceof Term.Port(int port)) {
          found.add(new Multiple(port, Math.scalb(factor, -Math.getExponent(factor))));
        } else {
          addMultiples(graph, x, found);
        }
      }
    }
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
      case Term.Port _, Term.Turn _, Term.Pair _, Term.Part _, Coded _ -> 1;
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
    if (factor < 0 && graph.sharesMultiples()) {
      return graph.apply(Operator.NEGATE, List.of(scaled(graph, a, -factor)));
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
