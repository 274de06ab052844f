package io.formgate.expression;

import java.util.Arrays;

/**
 * The chain rule over one block of rows: what the adjoint of a value sends back to its arguments.
 */
final class BlockAdjoints {
  private BlockAdjoints() {}

  /**
   * {@return the adjoint of one argument: what the result's adjoint sends back}. With care an
   * adjoint of 0 sends back 0 even where the partial derivative is not finite: nothing depends on
   * that row, as on the branch of a condition that is not taken. Without, it sends back NaN there.
   *
   * <p>It stands in {@code own} or, where it is the same, in another of the given blocks.
   *
   * @param own overwritten
   * @param adjoint adjoint of the result
   * @param isCareful slower, and the same where all partial derivatives are finite
   * @param partial from {@link BlockPartials#partial}
   */
  // Blocks are compared, not values.
  @SuppressWarnings("ReferenceEquality")
  static double[] product(double[] own, double[] adjoint, boolean isCareful, double[] partial) {
    if (partial == BlockPartials.ONES) {
      return adjoint;
    }
    if (adjoint == BlockPartials.ONES) {
      return partial;
    }
    if (isCareful) {
      multiplyWhereNotZero(own, adjoint, partial);
    } else if (partial == BlockPartials.MINUS_ONES) {
      BlockArithmetic.negate(own, adjoint);
    } else {
      BlockArithmetic.multiply(own, adjoint, partial);
    }
    return own;
  }

  /**
   * {@return the {@link #product} of an adjoint and the {@link BlockPartials#partial} of one
   * argument}
   *
   * @param index of the argument
   * @param own overwritten
   * @param adjoint adjoint of the result
   * @param isCareful as in {@link #product}
   * @param value the result
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param s scratch blocks, {@link BlockKernels#SCRATCH_BLOCKS}, overwritten
   */
  static double[] adjoint(
      Operator operator,
      int index,
      double[] own,
      double[] adjoint,
      boolean isCareful,
      double[] value,
      double[] a,
      double[] b,
      double[] c,
      double[][] s) {
    return product(
        own, adjoint, isCareful, BlockPartials.partial(operator, index, own, value, a, b, c, s));
  }

  private static void multiplyWhereNotZero(double[] own, double[] adjoint, double[] partial) {
    for (int i = 0; i < own.length; i++) {
      own[i] = adjoint[i] == 0 ? 0 : adjoint[i] * partial[i];
    }
  }

  /** {@return the same as {@link #product} for a derivative that is the same on every row} */
  @SuppressWarnings("ReferenceEquality")
  static double[] scaled(double[] own, double[] adjoint, boolean isCareful, double partial) {
    if (partial == 1) {
      return adjoint;
    }
    if (adjoint == BlockPartials.ONES) {
      Arrays.fill(own, partial);
    } else if (isCareful) {
      for (int i = 0; i < own.length; i++) {
        own[i] = adjoint[i] == 0 ? 0 : adjoint[i] * partial;
      }
    } else {
      BlockArithmetic.multiply(own, adjoint, partial);
    }
    return own;
  }
}
