package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.Target;
import java.util.Optional;

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

  @Override
  public int lutInputs() {
    return device.fabric().lutInputs();
  }

  private record Counting(DeviceModel device, int clockPeriodPs) {}

  @Override
  public Object counting() {
    return new Counting(device, clockPeriodPs);
  }

  /** Look-up tables, blocks counted as such, and the ps from inputs to outputs. */
  @Override
  public Optional<Figures> figures(Datapath function) {
    Timetable times = new Timetable(function, device, ScheduleOptions.atPeriod(clockPeriodPs));
    Area area = Area.NONE;
    while (times.slots().size() < function.nodes().size()) {
      area = area.plus(times.cost(times.slots().size()).area());
      if (!times.addEarliest()) {
        return Optional.empty();
      }
    }
    double delayPs = 0;
    for (Datapath.Output output : function.outputs()) {
      Pipeline.Slot slot = times.slots().get(output.node());
      delayPs =
          Math.max(delayPs, (double) slot.availableStage() * clockPeriodPs + slot.ready().highPs());
    }
    return Optional.of(new Figures(device.lutEquivalents(area), delayPs));
  }

  /** The area times a power of the delay. */
  @Override
  public double cost(Figures figures) {
    return figures.area() * Math.pow(figures.delay(), delayWeight);
  }
}
