package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.random.RandomGenerator;

/**
 * Scales the arguments of exponential functions that overflow on a sample of the rows.
 *
 * <p>{@code exp(c*x)} has no finite value, and so no fit a start, unless c is small against one
 * over the largest x, a narrow range where x is far from 1. A candidate with such a function is
 * given a factor under which it is finite instead of being lost.
 */
final class SteepArguments {
  /** Largest argument whose exponential is finite, with room for a factor above it. */
  private static final double LARGEST = 700;

  private final Screen screen;
  private final int maxSize;
  private final boolean canMultiply;
  private final double[] values;

  /**
   * Makes it for one island and epoch.
   *
   * @param screen the sample
   * @param options sizes and operators
   */
  SteepArguments(Screen screen, SearchOptions options) {
    this.screen = screen;
    maxSize = options.maxSize();
    canMultiply = options.operators().contains(Operator.MULTIPLY);
    values = new double[screen.rows()];
  }

  /**
   * Scales every argument that overflows.
   *
   * @param shape changed; has room for the largest size
   * @param random the stream
   * @return whether anything changed; if not, the shape has no finite value for another reason, or
   *     no room for a factor
   */
  boolean scale(Tape shape, RandomGenerator random) {
    boolean changed = false;
    for (int i = 1; i < shape.length(); i++) {
      if (shape.isOperator(i) && !shape.isCall(i) && isSteep(shape.operatorAt(i))) {
        double largest = largestArgument(shape, i);
        if (!(largest < Double.POSITIVE_INFINITY)) {
          return false;
        }
        if (largest > LARGEST) {
          int added = multiply(shape, i, wanted(random) / largest);
          if (added < 0) {
            return false;
          }
          i += added;
          changed = true;
        }
      }
    }
    return changed;
  }

  /** Half of them anywhere in the range, half of them of any magnitude: both kinds of law exist. */
  private static double wanted(RandomGenerator random) {
    double x = random.nextDouble();
    return random.nextBoolean() ? LARGEST * x : StrictMath.exp(x * StrictMath.log(LARGEST));
  }

  /** {@return the largest magnitude of the argument, NaN if it is not defined on a row} */
  private double largestArgument(Tape shape, int operator) {
    Tape argument = new Tape(operator);
    argument.addAll(shape, shape.subtreeStart(operator - 1), operator);
    if (!screen.values(argument, values)) {
      return Double.NaN;
    }
    double largest = 0;
    for (double v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  /** {@return the nodes that it took to multiply an argument, -1 if there is no room for them} */
  private int multiply(Tape shape, int operator, double factor) {
    int constant = factorOf(shape, operator - 1);
    if (constant >= 0) {
      shape.setConstant(constant, shape.constantAt(constant) * factor);
      return 0;
    }
    if (!canMultiply || shape.length() + 2 > Math.min(maxSize, shape.capacity())) {
      return -1;
    }
    Tape whole = shape.copy();
    shape.clear();
    shape.addAll(whole, 0, operator);
    shape.addConstant(factor);
    shape.addOperator(Operator.MULTIPLY);
    shape.addAll(whole, operator, whole.length());
    return 2;
  }

  /** {@return the position of a constant factor of a subtree, -1 if it has none} */
  private static int factorOf(Tape shape, int root) {
    if (shape.isConstant(root)) {
      return root;
    } else if (!shape.isOperator(root) || shape.isCall(root)) {
      return -1;
    }
    Operator operator = shape.operatorAt(root);
    int second = root - 1;
    if (operator == Operator.MULTIPLY && factorOf(shape, second) >= 0) {
      return factorOf(shape, second);
    }
    return operator == Operator.MULTIPLY || operator == Operator.DIVIDE
        ? factorOf(shape, shape.subtreeStart(second) - 1)
        : -1;
  }

  /** {@return whether the function overflows beyond the largest argument} */
  private static boolean isSteep(Operator operator) {
    return operator == Operator.EXP || operator == Operator.COSH || operator == Operator.SINH;
  }
}
