package io.formgate.sim.synthesis;

import io.formgate.datapath.Datapath;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import java.util.OptionalInt;

/**
 * One operation at one width, between registers.
 *
 * @param circuit the operation
 * @param widthBits its width as the row counts it
 * @param delayPs period less clock-to-Q, the median over the seeds
 * @param routePs the part of it on wires
 * @param clockToQPs of the register where the path begins
 * @param counts cells of the operation by itself
 */
public record OperatorMeasurement(
    OperatorCircuit circuit,
    int widthBits,
    int delayPs,
    int routePs,
    int clockToQPs,
    CellCounts counts) {
  /** Any operation fits into it. */
  private static final int LONG_PERIOD_PS = 1_000_000;

  /** Faster than any operation, so that placement does its best. */
  private static final int TARGET_PS = 2500;

  /**
   * {@return the measurement of an operation}
   *
   * @param circuit the operation
   * @param widthBits its width
   * @param family whose cells
   * @param synthesis yosys
   * @param placer nextpnr of the family
   * @param seeds of the placer
   */
  public static OperatorMeasurement of(
      OperatorCircuit circuit,
      int widthBits,
      Family family,
      Synthesis synthesis,
      PlaceAndRoute placer,
      List<Integer> seeds) {
    Pipeline pipeline =
        Scheduler.schedule(
            circuit.datapath(widthBits),
            DeviceModels.load("unit", null),
            new ScheduleOptions(LONG_PERIOD_PS, false, false, OptionalInt.of(0)));
    PlacedPipeline result =
        PlacedPipeline.of(pipeline, family, synthesis, placer, TARGET_PS, seeds);
    PlacedCircuit median = result.median();
    CriticalPath path = median.criticalPath();
    return new OperatorMeasurement(
        circuit,
        widthBits,
        median.periodPs() - path.clockToQPs(),
        path.routingPs(),
        path.clockToQPs(),
        result.counts());
  }

  /**
   * {@return the time from the clock edge to the output of a block memory, in ps}
   *
   * @param family whose memory
   * @param synthesis yosys
   * @param placer nextpnr of the family
   * @param seeds of the placer
   */
  public static int memoryClockToOutPs(
      Family family, Synthesis synthesis, PlaceAndRoute placer, List<Integer> seeds) {
    Datapath table = OperatorCircuit.LOOKUP.datapath(OperatorCircuit.LOOKUP.widest());
    Pipeline pipeline =
        Scheduler.schedule(table, DeviceModels.load("xcvu9p-2", null), LONG_PERIOD_PS);
    PlacedPipeline result =
        PlacedPipeline.of(pipeline, family, synthesis, placer, TARGET_PS, seeds);
    if (result.counts().bram() == 0) {
      throw new IllegalStateException("the table is in no block memory");
    }
    return result.median().criticalPath().clockToQPs();
  }
}
