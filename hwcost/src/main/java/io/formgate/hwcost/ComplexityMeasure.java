package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.expression.Tape;

/** The complexity of a candidate of the search. One instance per thread: it owns scratch memory. */
public interface ComplexityMeasure {

  /**
   * Measures a tape; the getters then speak of it.
   *
   * @param tape the candidate
   */
  void measure(Tape tape);

  /**
   * Measures a formula that has parameters; the getters then speak of it.
   *
   * @param formula the candidate, its parameters as constants
   * @param open the same formula, its parameters as variables that follow the inputs
   */
  default void measure(Tape formula, Tape open) {
    measure(formula);
  }

  /** {@return the clock cycles of the candidate's canonical lowering} */
  int latencyCycles();

  /**
   * {@return the length of the scheduled path in ps; finer than cycles, since several operators fit
   * in one}
   */
  int pathPs();

  /** {@return the resources of the canonical lowering, registers included} */
  Area resources();

  /** {@return the resources in LUT equivalents} */
  double area();

  /** {@return what the candidate's canonical lowering costs} */
  HardwareCost cost();

  /** {@return the clock period in ps} */
  int clockPeriodPs();

  /**
   * Units of complexity per clock cycle: several operators fit in one, so cycles are too coarse.
   */
  int UNITS_PER_CYCLE = 8;

  /**
   * {@return what candidates are ordered by, 0 or more; the search keeps the best of each whole
   * number} The default is the length of the scheduled path, {@value #UNITS_PER_CYCLE} for a cycle.
   */
  default double complexity() {
    return complexity(pathPs());
  }

  /**
   * {@return the complexity of the candidate, were the length of its scheduled path another}
   *
   * @param scheduledPathPs length of the path in ps
   */
  default double complexity(int scheduledPathPs) {
    return (double) UNITS_PER_CYCLE * scheduledPathPs / clockPeriodPs();
  }

  /**
   * {@return whether complexity is the length of the scheduled path} Then a search weighs the loss
   * against cycles and area. Otherwise complexity is one number, and the search keeps the best of
   * each whole one.
   */
  default boolean followsSchedule() {
    return true;
  }
}
