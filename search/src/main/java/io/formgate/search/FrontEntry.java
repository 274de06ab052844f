package io.formgate.search;

import io.formgate.datapath.Area;
import io.formgate.expression.Tape;
import io.formgate.hwcost.HardwareCost;
import java.util.OptionalDouble;

/**
 * A formula of the front.
 *
 * @param genome what evolution varies; not to be changed
 * @param formula custom operators expanded and holes filled; variables are the inputs; not to be
 *     changed
 * @param loss mean loss over all rows
 * @param softCost cost of what the formula had better keep, in units of the loss
 * @param complexity what entries are ordered by
 * @param cost what the circuit costs, as far as it is known
 * @param estimate what the canonical lowering costs
 * @param hardwareLoss mean loss over the rows to fit of what the circuit computes, where it is
 *     known
 */
public record FrontEntry(
    Tape genome,
    Tape formula,
    double loss,
    double softCost,
    double complexity,
    HardwareCost cost,
    HardwareCost estimate,
    OptionalDouble hardwareLoss) {

  /**
   * A formula whose circuit was not looked at.
   *
   * @param genome what evolution varies; not to be changed
   * @param formula custom operators expanded and holes filled; not to be changed
   * @param loss mean loss over all rows
   * @param softCost cost of what the formula had better keep, in units of the loss
   * @param complexity what entries are ordered by
   * @param cost what the circuit costs, as far as it is known
   * @param estimate what the canonical lowering costs
   */
  public FrontEntry(
      Tape genome,
      Tape formula,
      double loss,
      double softCost,
      double complexity,
      HardwareCost cost,
      HardwareCost estimate) {
    this(genome, formula, loss, softCost, complexity, cost, estimate, OptionalDouble.empty());
  }

  /** {@return this at another cost} */
  FrontEntry with(double otherComplexity, HardwareCost otherCost) {
    return new FrontEntry(
        genome, formula, loss, softCost, otherComplexity, otherCost, estimate, hardwareLoss);
  }

  /** {@return this with the loss of its circuit} */
  FrontEntry withHardwareLoss(OptionalDouble circuitLoss) {
    return new FrontEntry(genome, formula, loss, softCost, complexity, cost, estimate, circuitLoss);
  }

  /** {@return what entries of one complexity are compared by} */
  public double score() {
    return loss + softCost;
  }

  /** {@return scheduled clock cycles} */
  public int latencyCycles() {
    return cost.latencyCycles();
  }

  /** {@return the latency in ns} */
  public double latencyNs() {
    return cost.latencyNs();
  }

  /** {@return length of the scheduled path in ps} */
  public int pathPs() {
    return cost.pathPs();
  }

  /** {@return the resources, registers included} */
  public Area resources() {
    return cost.area();
  }

  /** {@return the resources in LUT equivalents} */
  public double area() {
    return cost.lutEquivalents();
  }

  /** {@return what it competes in} */
  Niche niche(boolean isScheduled) {
    return Niche.of(isScheduled, complexity, cost);
  }

  /** {@return whether it takes no more cycles and area, or is no more complex, than another} */
  boolean costsNoMore(FrontEntry other, boolean isScheduled) {
    return isScheduled
        ? latencyCycles() <= other.latencyCycles() && area() <= other.area()
        : complexity <= other.complexity;
  }
}
