package io.formgate.search;

import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;

/**
 * What the circuit of a formula costs in full: quantized to its ports and scheduled. A pure
 * function, which may be asked from several threads at a time.
 */
@FunctionalInterface
public interface FullCost {
  /** What came of a formula. */
  sealed interface Verdict {}

  /**
   * The circuit can be built.
   *
   * @param cost what it costs
   */
  record Built(HardwareCost cost) implements Verdict {}

  /**
   * The circuit cannot be built within tolerance, formats and clock.
   *
   * @param reason what keeps it from being built
   */
  record Unbuildable(String reason) implements Verdict {}

  /**
   * {@return what comes of a formula}
   *
   * @param formula without calls; variables are the inputs
   */
  Verdict of(Tape formula);
}
