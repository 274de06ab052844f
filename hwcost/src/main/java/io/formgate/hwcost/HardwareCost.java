package io.formgate.hwcost;

import io.formgate.datapath.Area;

/**
 * What a circuit costs, estimated or scheduled.
 *
 * @param latencyCycles latency in clock cycles
 * @param pathPs length of the scheduled path in ps; finer than cycles, since several operators fit
 *     in one
 * @param clockPeriodPs clock period in ps
 * @param area resources, registers included
 * @param brams block memories as budgets and reports count them
 * @param lutEquivalents the resources as one number, see {@link DeviceModel#lutEquivalents}
 */
public record HardwareCost(
    int latencyCycles,
    int pathPs,
    int clockPeriodPs,
    Area area,
    double brams,
    double lutEquivalents) {

  /** {@return the latency in ns} */
  public double latencyNs() {
    return (double) latencyCycles * clockPeriodPs / 1000;
  }

  /**
   * {@return what a scheduled circuit costs}
   *
   * @param pipeline the schedule
   */
  public static HardwareCost of(Pipeline pipeline) {
    Area area = pipeline.area();
    return new HardwareCost(
        pipeline.latencyCycles(),
        pipeline.pathPs(),
        pipeline.clockPeriodPs(),
        area,
        pipeline.device().brams(area),
        pipeline.device().lutEquivalents(area));
  }
}
