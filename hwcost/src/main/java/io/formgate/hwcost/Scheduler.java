package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives every node of a datapath a stage, chaining as many operations into one clock period as the
 * device's delays allow: the fewest cycles first, then the {@linkplain Retiming fewest register
 * bits}. With an interval between vectors above 1, products {@linkplain SharingScheduler share
 * multipliers}.
 *
 * <p>Every node first takes the earliest slot, and of the ways to build it the one whose result is
 * there first. An earlier arrival never makes a later one of what follows, so that the latency is
 * the least that this chaining permits.
 */
public final class Scheduler {
  /** Longer than any path: what a circuit does not reach here are ranks of its blocks. */
  private static final int LONGEST_PERIOD_PS = 1 << 30;

  private final Datapath datapath;
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final Timetable times;

  private Scheduler(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    this.datapath = datapath;
    this.device = device;
    this.options = options;
    times = new Timetable(datapath, device, options);
  }

  /**
   * {@return the pipeline of a datapath, its ports without registers}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param clockPeriodPs clock period in ps
   * @throws DiagnosticException if an operation does not fit in one period
   */
  public static Pipeline schedule(Datapath datapath, DeviceModel device, int clockPeriodPs) {
    return schedule(datapath, device, ScheduleOptions.atPeriod(clockPeriodPs));
  }

  /**
   * {@return the pipeline of a datapath}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock, ports and limits
   * @throws DiagnosticException if an operation does not fit in one period, the device has no such
   *     clock, or the latency is above the limit
   */
  public static Pipeline schedule(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    return SharingScheduler.schedule(datapath, device, options)
        .orElseGet(() -> unshared(datapath, device, options));
  }

  /**
   * {@return why a circuit has no shared multiplier although an interval above 1 was asked for;
   * empty if it has one, or none was asked for}
   *
   * @param pipeline the circuit
   */
  public static Optional<String> whyNothingIsShared(Pipeline pipeline) {
    return SharingScheduler.whyNot(pipeline);
  }

  private static Pipeline unshared(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    Scheduler scheduler = new Scheduler(datapath, device, options);
    int latencyCycles = scheduler.earliest().latencyCycles();
    Timetable retimed = Retiming.fewestRegisters(datapath, scheduler.times, options, latencyCycles);
    return new Pipeline(datapath, device, options, retimed.slots(), latencyCycles).verify();
  }

  /**
   * {@return every node in its earliest slot: a pipeline that is compared with others, and not
   * built}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock, ports and limits
   * @throws DiagnosticException as {@link #schedule}
   */
  static Pipeline earliest(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    return new Scheduler(datapath, device, options).earliest();
  }

  /**
   * {@return the shortest clock period, in ps, at which a datapath takes no more than some cycles}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param latencyCycles cycles from input to output, port registers included
   * @param options ports; the clock and the limit in them are not looked at
   * @throws IllegalArgumentException if the port registers alone take more cycles
   * @throws DiagnosticException if the circuit takes more cycles at any clock
   */
  public static int shortestPeriodPs(
      Datapath datapath, DeviceModel device, int latencyCycles, ScheduleOptions options) {
    if (latencyCycles < options.portRanks()) {
      throw new IllegalArgumentException(
          "the registers at the ports take more than " + latencyCycles + " cycles");
    }
    Scheduler scheduler = new Scheduler(datapath, device, options);
    OptionalInt period = scheduler.shortestPeriodPs(latencyCycles);
    if (period.isEmpty()) {
      int least = scheduler.latencyAt(LONGEST_PERIOD_PS).orElseThrow();
      throw new DiagnosticException(Infeasible.ranks(datapath, device, latencyCycles, least));
    }
    return period.getAsInt();
  }

  /** {@return the same period, empty if the circuit takes more cycles at any clock} */
  static OptionalInt periodPsFor(
      Datapath datapath, DeviceModel device, int latencyCycles, ScheduleOptions options) {
    return new Scheduler(datapath, device, options).shortestPeriodPs(latencyCycles);
  }

  private Pipeline earliest() {
    if (options.clockPeriodPs() < device.timing().shortestPeriodPs()) {
      throw new DiagnosticException(Infeasible.clock(device, options.clockPeriodPs()));
    }
    while (times.slots().size() < datapath.nodes().size()) {
      if (!times.addEarliest()) {
        throw new DiagnosticException(Infeasible.operation(datapath, device, times, options));
      }
    }
    int latency = latencyCycles(datapath, times.slots(), options);
    if (options.maxLatencyCycles().isPresent() && latency > options.maxLatencyCycles().getAsInt()) {
      throw new DiagnosticException(
          Infeasible.latency(datapath, device, times.slots(), options, latency));
    }
    return new Pipeline(datapath, device, options, times.slots(), latency);
  }

  /**
   * {@return the register ranks between inputs and outputs}
   *
   * @param datapath the circuit
   * @param slots of all nodes
   * @param options ports
   */
  static int latencyCycles(Datapath datapath, List<Pipeline.Slot> slots, ScheduleOptions options) {
    int latency = 0;
    for (Datapath.Output output : datapath.outputs()) {
      latency = Math.max(latency, slots.get(output.node()).availableStage());
    }
    return latency + (options.outputRegisters() ? 1 : 0);
  }

  private OptionalInt shortestPeriodPs(int latencyCycles) {
    if (!keeps(LONGEST_PERIOD_PS, latencyCycles)) {
      return OptionalInt.empty();
    }
    int tooShort = device.timing().shortestPeriodPs() - 1;
    int enough = Math.max(1, device.timing().shortestPeriodPs());
    while (!keeps(enough, latencyCycles)) {
      tooShort = enough;
      enough = (int) Math.min(2L * enough, LONGEST_PERIOD_PS);
    }
    while (enough - tooShort > 1) {
      int middle = tooShort + (enough - tooShort) / 2;
      if (keeps(middle, latencyCycles)) {
        enough = middle;
      } else {
        tooShort = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  private boolean keeps(int clockPeriodPs, int cycles) {
    return latencyAt(clockPeriodPs).filter(latency -> latency <= cycles).isPresent();
  }

  private Optional<Integer> latencyAt(int clockPeriodPs) {
    Timetable table = times.at(device, clockPeriodPs);
    while (table.slots().size() < datapath.nodes().size()) {
      if (!table.addEarliest()) {
        return Optional.empty();
      }
    }
    return Optional.of(latencyCycles(datapath, table.slots(), options));
  }
}
