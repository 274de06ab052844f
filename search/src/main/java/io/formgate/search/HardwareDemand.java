package io.formgate.search;

import io.formgate.constraints.HardwareBudget;
import io.formgate.hwcost.HardwareCost;
import java.util.Optional;

/**
 * What is demanded of the circuits that formulas become.
 *
 * @param budget what a circuit may use at most
 * @param fullCost what circuits of the front cost in full; without it estimates stand
 */
public record HardwareDemand(HardwareBudget budget, Optional<FullCost> fullCost) {
  /** Nothing is demanded, estimates stand. */
  public static final HardwareDemand NONE =
      new HardwareDemand(HardwareBudget.UNLIMITED, Optional.empty());

  /**
   * {@return what a circuit uses, in the units of a budget}
   *
   * @param cost of the circuit
   */
  public static HardwareBudget.MeasuredCost use(HardwareCost cost) {
    return new HardwareBudget.MeasuredCost(
        cost.latencyCycles(), cost.area().lut(), cost.area().dsp(), (int) Math.ceil(cost.brams()));
  }

  /** {@return how far a circuit is from keeping the budget; 0 exactly when it keeps it} */
  double distance(HardwareCost cost) {
    return budget.distance(use(cost));
  }
}
