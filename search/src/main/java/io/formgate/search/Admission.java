package io.formgate.search;

import io.formgate.expression.Tape;

/** What a spec demands of formulas: units and constraints. One instance per thread. */
public interface Admission {
  /** Admits every formula. */
  Admission ALL = tape -> 0;

  /**
   * {@return how far a formula is from what every solution has to keep: 0 when it keeps it, growing
   * with the violation}
   *
   * @param formula without calls
   */
  double distance(Tape formula);

  /**
   * {@return the cost of what a formula had better keep}, in losses of the best constant
   *
   * @param formula without calls
   */
  default double softCost(Tape formula) {
    return 0;
  }

  /**
   * {@return whether a formula of distance 0 may enter the hall of fame}: what is too slow to be
   * asked of every candidate
   *
   * @param formula without calls, simplified
   */
  default boolean admits(Tape formula) {
    return true;
  }
}
