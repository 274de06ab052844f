package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.Target;
import java.util.OptionalDouble;

/**
 * A device at a clock. Of several circuits of a function the one is better whose product of area
 * and a power of its delay is smaller.
 *
 * @param device costs
 * @param clockPeriodPs clock period in ps: registers inside of blocks make a result wait for an
 *     edge
 * @param delayWeight the power; 1 for the product of area and delay
 */
public record DeviceTarget(DeviceModel device, int clockPeriodPs, double delayWeight)
    implements Target {

  @Override
  public Multiplier multiplier() {
    return device.dsp().block();
  }

  /** Look-up tables, blocks counted as such, times a power of the ps from inputs to outputs. */
  @Override
  public OptionalDouble cost(Datapath function) {
    Timetable times = new Timetable(function, device, ScheduleOptions.atPeriod(clockPeriodPs));
    Area area = Area.NONE;
    while (times.slots().size() < function.nodes().size()) {
      area = area.plus(times.cost(times.slots().size()).area());
      if (!times.addEarliest()) {
        return OptionalDouble.empty();
      }
    }
    double delayPs = 0;
    for (Datapath.Output output : function.outputs()) {
      Pipeline.Slot slot = times.slots().get(output.node());
      delayPs =
          Math.max(delayPs, (double) slot.availableStage() * clockPeriodPs + slot.ready().highPs());
    }
    return OptionalDouble.of(device.lutEquivalents(area) * Math.pow(delayPs, delayWeight));
  }
}
