package io.formgate.search;

import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.util.OptionalDouble;

/**
 * What the circuit of a formula costs in full, quantized to its ports and scheduled, and what loss
 * it has. A pure function, which may be asked from several threads at a time.
 */
@FunctionalInterface
public interface FullCost {
  /** What came of a formula. */
  sealed interface Verdict {}

  /**
   * The circuit can be built.
   *
   * @param cost what it costs
   * @param hardwareLoss mean loss of what it computes on the rows to fit, where it is known
   */
  record Built(HardwareCost cost, OptionalDouble hardwareLoss) implements Verdict {
    /**
     * A circuit whose loss is not known.
     *
     * @param cost what it costs
     */
    public Built(HardwareCost cost) {
      this(cost, OptionalDouble.empty());
    }
  }

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
