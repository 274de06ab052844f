package io.formgate.search;

import io.formgate.constraints.HardwareBudget;
import io.formgate.hwcost.HardwareCost;
import java.util.Optional;

/**
 * What is demanded of the circuits that formulas become.
 *
 * @param budget what a circuit may use at most
 * @param initiationInterval cycles between vectors, in which products share multipliers
 * @param fullCost what circuits of the front cost in full; without it estimates stand
 */
public record HardwareDemand(
    HardwareBudget budget, int initiationInterval, Optional<FullCost> fullCost) {
  /** Nothing is demanded, estimates stand. */
  public static final HardwareDemand NONE =
      new HardwareDemand(HardwareBudget.UNLIMITED, Optional.empty());

  /**
   * Makes a demand on circuits that share nothing.
   *
   * @param budget what a circuit may use at most
   * @param fullCost what circuits of the front cost in full; without it estimates stand
   */
  public HardwareDemand(HardwareBudget budget, Optional<FullCost> fullCost) {
    this(budget, 1, fullCost);
  }

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

  /**
   * {@return whether a formula may keep the budget by its estimate} Without full costs the estimate
   * decides. With them a formula that is over by no more than the estimate is mostly off by, a
   * cycle, a block of each kind and a quarter of the look-up tables, gets its full cost first.
   * Estimates share no multipliers; at best as many products do as the interval has cycles.
   *
   * @param estimate of its circuit
   */
  boolean mayKeep(HardwareCost estimate) {
    HardwareBudget.MeasuredCost use = use(estimate);
    HardwareBudget.MeasuredCost least =
        fullCost.isEmpty()
            ? use
            : new HardwareBudget.MeasuredCost(
                use.latencyCycles() - 1,
                use.lut() - use.lut() / 4,
                Math.ceilDiv(use.dsp(), initiationInterval) - 1,
                use.bram() - 1);
    return budget.distance(least) == 0;
  }
}
