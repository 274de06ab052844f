package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * What two schedules of the same function are compared by, the smaller one is the better: register
 * ranks, when the last output is stable, register bits of the fabric, and logic with every block as
 * look-up tables. The last takes longest to count, and is counted where all others are equal.
 */
final class ScheduleScore implements Comparable<ScheduleScore> {
  private static final Comparator<ScheduleScore> ORDER =
      Comparator.comparingInt(ScheduleScore::latencyCycles)
          .thenComparingInt(ScheduleScore::finishPs)
          .thenComparingInt(ScheduleScore::registerBits)
          .thenComparingDouble(ScheduleScore::lutEquivalents);

  private static final int UNKNOWN = -1;

  private final Pipeline pipeline;
  private final int finishPs;
  private int registerBits = UNKNOWN;
  private double lutEquivalents = UNKNOWN;

  private ScheduleScore(Pipeline pipeline) {
    this.pipeline = pipeline;
    Pipeline.Slot last = pipeline.slots().get(pipeline.datapath().outputs().getFirst().node());
    for (Datapath.Output output : pipeline.datapath().outputs()) {
      Pipeline.Slot slot = pipeline.slots().get(output.node());
      last = slot.isAfter(last) ? slot : last;
    }
    finishPs = last.finishPs();
  }

  /**
   * {@return the score of a schedule}
   *
   * @param datapath the circuit
   * @param device costs
   * @param options clock and ports; a limit of latency in them is not looked at
   * @param slots of all nodes
   */
  static ScheduleScore of(
      Datapath datapath, DeviceModel device, ScheduleOptions options, List<Pipeline.Slot> slots) {
    ScheduleOptions unlimited =
        new ScheduleOptions(
            options.clockPeriodPs(),
            options.inputRegisters(),
            options.outputRegisters(),
            OptionalInt.empty());
    int latencyCycles = Scheduler.latencyCycles(datapath, slots, options);
    return new ScheduleScore(new Pipeline(datapath, device, unlimited, slots, latencyCycles));
  }

  /** {@return register ranks between inputs and outputs} */
  int latencyCycles() {
    return pipeline.latencyCycles();
  }

  /** {@return when the last output is stable, in ps after the last rank's flip-flops} */
  int finishPs() {
    return finishPs;
  }

  private int registerBits() {
    if (registerBits == UNKNOWN) {
      registerBits = pipeline.registerBits();
    }
    return registerBits;
  }

  private double lutEquivalents() {
    if (lutEquivalents == UNKNOWN) {
      lutEquivalents = pipeline.device().lutEquivalents(pipeline.area());
    }
    return lutEquivalents;
  }

  @Override
  public int compareTo(ScheduleScore o) {
    return ORDER.compare(this, o);
  }
}
