package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.expression.Ratio;
import io.formgate.expression.Tape;

/**
 * Complexity as the sum of what each node counts; latency and area are still those of the hardware.
 *
 * <p>Not shared between threads.
 */
public final class NodeComplexity implements ComplexityMeasure {
  private final ComplexityMeasure hardware;
  private final NodeWeights weights;
  private final boolean rounded;
  private long parts;

  /**
   * Makes a measure.
   *
   * @param hardware gives latency, path and area
   * @param weights what each node counts: variables are the inputs, then the parameters
   * @param rounded whether the sum is rounded to a whole number, half to even
   */
  public NodeComplexity(ComplexityMeasure hardware, NodeWeights weights, boolean rounded) {
    this.hardware = hardware;
    this.weights = weights;
    this.rounded = rounded;
  }

  @Override
  public void measure(Tape tape) {
    measure(tape, tape);
  }

  @Override
  public void measure(Tape formula, Tape open) {
    hardware.measure(formula, open);
    parts = weights.parts(open);
  }

  @Override
  public double complexity() {
    long unit = weights.partsPerUnit();
    return rounded ? Ratio.roundHalfEven(parts, unit) : (double) parts / unit;
  }

  /** Counts of nodes do not follow the schedule. */
  @Override
  public double complexity(int scheduledPathPs) {
    return complexity();
  }

  @Override
  public boolean followsSchedule() {
    return false;
  }

  @Override
  public HardwareCost cost() {
    return hardware.cost();
  }

  @Override
  public int latencyCycles() {
    return hardware.latencyCycles();
  }

  @Override
  public int pathPs() {
    return hardware.pathPs();
  }

  @Override
  public Area resources() {
    return hardware.resources();
  }

  @Override
  public double area() {
    return hardware.area();
  }

  @Override
  public int clockPeriodPs() {
    return hardware.clockPeriodPs();
  }
}
