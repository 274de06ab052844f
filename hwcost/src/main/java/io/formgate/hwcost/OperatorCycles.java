package io.formgate.hwcost;

import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;

/** Clock cycles that an operator takes by itself, between registers. */
@FunctionalInterface
public interface OperatorCycles {
  /** One for every operator, so that a sum counts nodes. */
  OperatorCycles ONE = _ -> Ratio.ONE;

  /**
   * {@return the cycles of an operator}
   *
   * @param operator any
   * @throws io.formgate.expression.DiagnosticException if there is no figure for it
   */
  Ratio of(Operator operator);
}
