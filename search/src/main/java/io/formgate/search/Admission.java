package io.formgate.search;

import io.formgate.expression.Tape;
import java.util.OptionalDouble;

/**
 * What a spec demands of formulas: units and constraints. One instance per thread.
 *
 * <p>Formulas are given with their parameters as variables, which follow the inputs.
 */
public interface Admission {
  /** Admits every formula. */
  Admission ALL = formula -> 0;

  /**
   * {@return how far a formula is from what every solution has to keep: 0 when it keeps it, growing
   * with the violation}
   *
   * @param formula without calls
   */
  double distance(Tape formula);

  /**
   * {@return how far a part of a formula is from what parts of admissible formulas keep}: its unit
   * need not be that of the whole
   *
   * @param part without calls
   */
  default double partDistance(Tape part) {
    return distance(part);
  }

  /**
   * {@return a number that parts share if one may take the other's place as far as units go}
   *
   * @param part without calls, of distance 0
   */
  default long kind(Tape part) {
    return 0;
  }

  /**
   * {@return the cost of what a formula had better keep}, in losses of the best constant
   *
   * @param formula without calls
   */
  default double softCost(Tape formula) {
    return 0;
  }

  /**
   * {@return the soft cost of a formula of distance 0 that may enter the hall of fame; empty if it
   * may not}: everything is asked here that is too slow to be asked of every candidate
   *
   * @param candidate the formula and what it was made of
   */
  default OptionalDouble entryCost(Candidate candidate) {
    return OptionalDouble.of(softCost(candidate.formula()));
  }
}
