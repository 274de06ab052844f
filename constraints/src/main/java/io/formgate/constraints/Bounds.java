package io.formgate.constraints;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;

/** Interval arithmetic for proofs about signs. */
final class Bounds {
  static final Interval ZERO = Interval.of(0);

  /**
   * A bound nearer to 0 than this is 0: rounding outwards makes such bounds of exact zeros, and
   * with them nothing that touches 0 had a sign. What is proved holds up to so much per operator,
   * which no evaluation in doubles can tell from 0 beside any other value.
   */
  private static final double NEGLIGIBLE = 1e-290;

  private Bounds() {}

  static Interval apply(Operator operator, int[] arguments, Interval[] values) {
    return clean(
        operator.evaluate(
            switch (arguments.length) {
              case 1 -> List.of(values[arguments[0]]);
              case 2 -> List.of(values[arguments[0]], values[arguments[1]]);
              case 3 -> List.of(values[arguments[0]], values[arguments[1]], values[arguments[2]]);
              default -> throw new IllegalStateException(arguments.length + " arguments");
            }));
  }

  static Interval add(Interval a, Interval b) {
    return isZero(a) ? b : isZero(b) ? a : clean(Operator.ADD.evaluate(List.of(a, b)));
  }

  static Interval multiply(Interval a, Interval b) {
    return clean(Operator.MULTIPLY.evaluate(List.of(a, b)));
  }

  static Interval square(Interval a) {
    return clean(Operator.SQUARE.evaluate(List.of(a)));
  }

  static Interval hull(Interval a, Interval b) {
    return a.isEmpty() || b.isEmpty()
        ? Interval.EMPTY
        : new Interval(Math.min(a.lo(), b.lo()), Math.max(a.hi(), b.hi()));
  }

  static boolean isZero(Interval a) {
    return a.lo() == 0 && a.hi() == 0;
  }

  /** False for EMPTY. */
  static boolean isNonNegative(Interval a) {
    return a.lo() >= 0;
  }

  /** False for EMPTY. */
  static boolean isNonPositive(Interval a) {
    return a.hi() <= 0;
  }

  private static Interval clean(Interval a) {
    boolean low = a.lo() != 0 && Math.abs(a.lo()) < NEGLIGIBLE;
    boolean high = a.hi() != 0 && Math.abs(a.hi()) < NEGLIGIBLE;
    return low || high ? new Interval(low ? 0 : a.lo(), high ? 0 : a.hi()) : a;
  }
}
