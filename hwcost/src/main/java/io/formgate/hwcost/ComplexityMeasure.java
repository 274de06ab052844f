package io.formgate.hwcost;

import io.formgate.expression.Tape;

/** The complexity of a candidate of the search. One instance per thread: it owns scratch memory. */
public interface ComplexityMeasure {

  /**
   * Measures a tape; the getters then speak of it.
   *
   * @param tape the candidate
   */
  void measure(Tape tape);

  /** {@return the clock cycles of the candidate's canonical lowering} */
  int latencyCycles();

  /**
   * {@return the length of the scheduled path in ps; finer than cycles, since several operators fit
   * in one}
   */
  int pathPs();

  /** {@return the area in LUT equivalents} */
  double area();

  /** {@return the clock period in ps} */
  int clockPeriodPs();
}
