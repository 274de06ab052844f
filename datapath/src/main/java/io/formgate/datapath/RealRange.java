package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.List;

/** Real values of the vertices of a graph. */
final class RealRange {
  private RealRange() {}

  /**
   * {@return the values of an operator on intervals; a square root looks only at the part of its
   * argument that is not negative, since the circuit takes 0 for the rest}
   *
   * @param operator any but a composite one
   * @param arguments values
   * @param grids of the arguments
   */
  static Interval of(Operator operator, List<Interval> arguments, List<Integer> grids) {
    return switch (Role.of(operator)) {
      case LESS, FLOOR, JUMPING_FUNCTION -> operator.evaluate(snapped(arguments, grids));
      // Rounding outwards must not make a sum or product of terms that are not negative negative.
      case ADD, MULTIPLY -> notBelowZero(operator.evaluate(arguments), arguments);
      case SQUARE_ROOT -> {
        Interval a = arguments.getFirst();
        yield operator.evaluate(
            a.lo() < 0 && a.hi() >= 0 ? List.of(new Interval(0, a.hi())) : arguments);
      }
      // Rounding outwards must not leave the domain.
      case DIVIDE, FUNCTION -> {
        Interval values = operator.evaluate(arguments);
        yield values.isEmpty() ? operator.evaluate(snapped(arguments, grids)) : values;
      }
      case SUBTRACT -> {
        Interval difference = operator.evaluate(arguments);
        boolean isNegative = arguments.get(0).lo() < arguments.get(1).hi();
        yield isNegative || difference.isEmpty() || difference.lo() >= 0
            ? difference
            : new Interval(0, difference.hi());
      }
      case SQUARE, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, CHOICE -> operator.evaluate(arguments);
      case COMPOSITE -> throw new IllegalArgumentException(operator + " is in a graph");
    };
  }

  private static Interval notBelowZero(Interval values, List<Interval> arguments) {
    return values.lo() < 0 && arguments.stream().allMatch(a -> a.lo() >= 0)
        ? new Interval(0, values.hi())
        : values;
  }

  private static List<Interval> snapped(List<Interval> values, List<Integer> grids) {
    List<Interval> snapped = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      snapped.add(Grid.snap(values.get(i), grids.get(i)));
    }
    return snapped;
  }
}
