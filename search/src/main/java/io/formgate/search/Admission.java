package io.formgate.search;

import io.formgate.expression.Tape;

/** Counts what a candidate violates: units and structural constraints. One instance per thread. */
@FunctionalInterface
public interface Admission {
  /**
   * {@return the number of violations, 0 when the candidate is admissible}
   *
   * @param tape a whole expression
   */
  int violations(Tape tape);
}
