package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Values that are multiples of a power of two: inputs are, and so are sums, products and selections
 * of such values, numbers of few bits, whole numbers and truth values.
 *
 * <p>A function that jumps is exact in hardware where its argument lies on a grid that the datapath
 * keeps; and intervals of such values can be cut to the grid, which takes away what rounding
 * outwards added.
 */
final class Grid {
  /** Fraction bits of a value that lies on no grid. */
  static final int NONE = Integer.MAX_VALUE;

  /** Finest grid: the most fraction bits that the quantizer gives to a value. */
  private static final int FINEST = 48;

  /** From here on a double has no room for the bits of a grid. */
  private static final double LARGEST_RAW = 0x1p52;

  private Grid() {}

  /** {@return the grid of a number} */
  static int of(double value) {
    if (value == 0) {
      return -FINEST;
    }
    int lastBit =
        Math.getExponent(value)
            - 52
            + Long.numberOfTrailingZeros(Double.doubleToRawLongBits(value) | 1L << 52);
    return Math.getExponent(value) < Double.MIN_EXPONENT || -lastBit > FINEST ? NONE : -lastBit;
  }

  /**
   * {@return the grid of an operator's values}
   *
   * @param operator any but a composite one
   * @param arguments vertices
   * @param gridOf grid of a vertex
   */
  static int of(Operator operator, List<Integer> arguments, IntUnaryOperator gridOf) {
    return switch (Role.of(operator)) {
      case ADD, SUBTRACT, MINIMUM, MAXIMUM -> finer(gridOf, arguments);
      case CHOICE -> finer(gridOf, arguments.subList(1, 3));
      case NEGATE, ABSOLUTE -> gridOf.applyAsInt(arguments.getFirst());
      case MULTIPLY, SQUARE -> {
        int a = gridOf.applyAsInt(arguments.getFirst());
        int b = gridOf.applyAsInt(arguments.getLast());
        yield a == NONE || b == NONE || a + b > FINEST ? NONE : a + b;
      }
      case FLOOR, LESS -> 0;
      case JUMPING_FUNCTION ->
          operator == Operator.ROUND ? 0 : ofRemainder(operator, arguments, gridOf);
      case DIVIDE, SQUARE_ROOT, FUNCTION, COMPOSITE -> NONE;
    };
  }

  private static int ofRemainder(
      Operator operator, List<Integer> arguments, IntUnaryOperator gridOf) {
    return operator == Operator.MOD ? finer(gridOf, arguments) : NONE;
  }

  private static int finer(IntUnaryOperator gridOf, List<Integer> vertices) {
    return vertices.stream().mapToInt(v -> gridOf.applyAsInt(v)).max().orElseThrow();
  }

  /**
   * {@return the hull of those multiples of 2^-grid that lie in an interval, or the interval itself
   * where that is not known}
   */
  static Interval snap(Interval values, int grid) {
    if (grid == NONE || values.isEmpty() || !(Math.scalb(values.magnitude(), grid) < LARGEST_RAW)) {
      return values;
    }
    double lo = up(values.lo(), grid);
    double hi = down(values.hi(), grid);
    return lo <= hi ? new Interval(lo, hi) : values;
  }

  /** {@return the smallest multiple of 2^-grid that is not below a value} */
  static double up(double value, int grid) {
    return Math.scalb(Math.ceil(Math.scalb(value, grid)), -grid) + 0.0;
  }

  /** {@return the largest multiple of 2^-grid that is not above a value} */
  static double down(double value, int grid) {
    return Math.scalb(Math.floor(Math.scalb(value, grid)), -grid) + 0.0;
  }

  static boolean isTruth(FormulaGraph.Vertex vertex) {
    return vertex.grid() <= 0 && vertex.range().lo() >= 0 && vertex.range().hi() <= 1;
  }
}
