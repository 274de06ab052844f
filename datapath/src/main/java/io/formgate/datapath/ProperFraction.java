package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Quotients of the smaller of two magnitudes by the larger: they are at most 1, which intervals of
 * the two do not show.
 */
final class ProperFraction {
  /** All values. */
  static final Interval RANGE = new Interval(0, 1);

  private ProperFraction() {}

  /**
   * {@return whether a quotient is the smaller of two values that are not negative over the larger,
   * or over a number that is larger than both}
   *
   * @param dividend a vertex
   * @param divisor a vertex
   * @param termOf term of a vertex
   * @param rangeOf values of a vertex
   */
  static boolean is(
      int dividend, int divisor, IntFunction<Term> termOf, IntFunction<Interval> rangeOf) {
    if (!(termOf.apply(dividend) instanceof Term.Apply(Operator least, List<Integer> values))
        || least != Operator.MIN
        || values.stream().anyMatch(v -> rangeOf.apply(v).lo() < 0)) {
      return false;
    }
    return isLargest(divisor, Set.copyOf(values), termOf);
  }

  /** Whether a value is at least both of two: their maximum, or one of that and something else. */
  private static boolean isLargest(int v, Set<Integer> values, IntFunction<Term> termOf) {
    return termOf.apply(v) instanceof Term.Apply(Operator o, List<Integer> arguments)
        && o == Operator.MAX
        && (Set.copyOf(arguments).containsAll(values)
            || arguments.stream().anyMatch(a -> isLargest(a, values, termOf)));
  }
}
