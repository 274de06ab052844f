package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticException;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What two schedules of the same function are compared by; the smaller one is the better.
 *
 * @param latencyCycles register ranks between inputs and outputs
 * @param finishPs when the last output is stable, in ps after the last rank's flip-flops
 * @param registerBits register bits of the fabric
 * @param lutEquivalents logic, with every block as look-up tables
 */
record ScheduleScore(int latencyCycles, int finishPs, int registerBits, double lutEquivalents)
    implements Comparable<ScheduleScore> {
  private static final Comparator<ScheduleScore> ORDER =
      Comparator.comparingInt(ScheduleScore::latencyCycles)
          .thenComparingInt(ScheduleScore::finishPs)
          .thenComparingInt(ScheduleScore::registerBits)
          .thenComparingDouble(ScheduleScore::lutEquivalents);

  /**
   * {@return the score of a datapath's schedule, empty if it has none}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock and ports; a limit of latency in them is not looked at
   */
  static Optional<ScheduleScore> of(
      Datapath datapath, DeviceModel device, ScheduleOptions options) {
    ScheduleOptions unlimited =
        new ScheduleOptions(
            options.clockPeriodPs(),
            options.inputRegisters(),
            options.outputRegisters(),
            OptionalInt.empty());
    try {
      return Optional.of(of(Scheduler.earliest(datapath, device, unlimited)));
    } catch (DiagnosticException e) {
      return Optional.empty();
    }
  }

  private static ScheduleScore of(Pipeline pipeline) {
    Pipeline.Slot last = pipeline.slots().get(pipeline.datapath().outputs().getFirst().node());
    for (Datapath.Output output : pipeline.datapath().outputs()) {
      Pipeline.Slot slot = pipeline.slots().get(output.node());
      last = slot.isAfter(last) ? slot : last;
    }
    return new ScheduleScore(
        pipeline.latencyCycles(),
        last.finishPs(),
        pipeline.registerBits(),
        pipeline.device().lutEquivalents(pipeline.area()));
  }

  @Override
  public int compareTo(ScheduleScore o) {
    return ORDER.compare(this, o);
  }
}
