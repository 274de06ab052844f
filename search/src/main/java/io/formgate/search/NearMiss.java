package io.formgate.search;

import io.formgate.hwcost.HardwareCost;
import java.util.Optional;

/**
 * A formula that only the hardware budget keeps from the front.
 *
 * @param cost what its circuit uses
 * @param distance from the budget
 */
public record NearMiss(HardwareCost cost, double distance) {
  /** {@return the one nearer to the budget, the first of two that are as near} */
  static Optional<NearMiss> nearer(Optional<NearMiss> a, Optional<NearMiss> b) {
    boolean second = b.isPresent() && (a.isEmpty() || b.get().distance() < a.get().distance());
    return second ? b : a;
  }
}
