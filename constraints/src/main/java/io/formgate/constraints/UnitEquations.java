package io.formgate.constraints;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Linear equations between unknown dimensions, solved exactly as they come.
 *
 * <p>The seven base units share one matrix: an equation's known dimension is its right-hand side.
 * The form kept is the reduced one of Gauss and Jordan: every unknown dimension that has been
 * solved for is written in those that have not.
 */
final class UnitEquations {
  /** What an unknown dimension equals, by its key in {@link LinearDimension#terms}. */
  private final Map<Integer, LinearDimension> solved = new HashMap<>();

  /** Keys of the unknown dimensions that nobody asks for, which are solved for first. */
  private final Set<Integer> auxiliary = new TreeSet<>();

  private int count;

  /**
   * {@return a new unknown dimension}
   *
   * @param isAuxiliary whether it is to be written in others rather than others in it
   */
  LinearDimension unknown(boolean isAuxiliary) {
    LinearDimension unknown = LinearDimension.unknown(count++);
    if (isAuxiliary) {
      auxiliary.add(unknown.terms().firstKey());
    }
    return unknown;
  }

  /** {@return a dimension in those unknown ones alone that no equation determines} */
  LinearDimension reduce(LinearDimension d) {
    LinearDimension reduced = d;
    for (Map.Entry<Integer, Rational> term : d.unknowns().entrySet()) {
      LinearDimension equal = solved.get(term.getKey());
      if (equal != null) {
        reduced = reduced.without(term.getKey()).times(equal, term.getValue());
      }
    }
    return reduced;
  }

  /**
   * Demands that a dimension is that of a pure number.
   *
   * <p>Of the unknown dimensions in it that one is solved for whose power is simplest, so that
   * constants carry whole powers of units where they can.
   *
   * @return the dimension as the equations before determine it; where that is known and not none,
   *     they contradict the demand, which is then not among the equations
   */
  LinearDimension demandNone(LinearDimension d) {
    LinearDimension reduced = reduce(d);
    reduced.unknowns().entrySet().stream()
        .min(
            Comparator.<Map.Entry<Integer, Rational>, Boolean>comparing(
                    term -> !auxiliary.contains(term.getKey()))
                .thenComparing(term -> term.getValue().height()))
        .ifPresent(term -> solve(term.getKey(), term.getValue(), reduced));
    return reduced;
  }

  private void solve(int key, Rational power, LinearDimension none) {
    LinearDimension equal = none.without(key).power(Rational.MINUS_ONE.over(power));
    solved.replaceAll((_, before) -> {
      Rational inIt = before.terms().get(key);
      return inIt == null ? before : before.without(key).times(equal, inIt);
    });
    solved.put(key, equal);
  }
}
