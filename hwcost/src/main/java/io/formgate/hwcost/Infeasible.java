package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Says which operation on which path keeps a circuit from its clock or latency. */
final class Infeasible {
  /** Steps of a path that are named; the ones between are left out. */
  private static final int SHOWN_STEPS = 8;

  private Infeasible() {}

  /**
   * {@return that the device has no such clock}
   *
   * @param device the device
   * @param clockPeriodPs the period asked for, in ps
   */
  static Diagnostic clock(DeviceModel device, int clockPeriodPs) {
    int shortest = device.timing().shortestPeriodPs();
    return Diagnostic.of(
        DiagnosticCode.SCHEDULE_INFEASIBLE,
        device.reference()
            + " distributes no clock of "
            + clockPeriodPs
            + " ps: its shortest period is "
            + shortest
            + " ps",
        "use a clock period of at least " + shortest + " ps");
  }

  /**
   * {@return that the next node fits in no stage}
   *
   * @param datapath the circuit
   * @param device the device
   * @param times filled up to the node
   * @param options the clock
   */
  static Diagnostic operation(
      Datapath datapath, DeviceModel device, Timetable times, ScheduleOptions options) {
    int node = times.slots().size();
    int logicPs = Integer.MAX_VALUE;
    for (Variant v : times.cost(node).variants()) {
      int fabricPs = Math.max(v.setupPs() + v.ripplePs(), v.clockToOutPs());
      logicPs = Math.min(logicPs, Math.max(fabricPs, device.usablePs(v.innerPeriodPs())));
    }
    int neededPs = periodFor(device, logicPs);
    Node n = datapath.node(node);
    return Diagnostic.of(
        DiagnosticCode.SCHEDULE_INFEASIBLE,
        "operation "
            + n.operation().keyword()
            + " of "
            + n.format().widthBits()
            + " bits needs "
            + neededPs
            + " ps on "
            + device.reference()
            + ", but the clock period is "
            + options.clockPeriodPs()
            + " ps"
            + keptFree(device)
            + "; it stands at the end of "
            + path(datapath, times.slots(), node),
        "use a clock period of at least "
            + neededPs
            + " ps, a wider tolerance for narrower values, or a formula without this operation");
  }

  private static String keptFree(DeviceModel device) {
    DeviceTiming timing = device.timing();
    return timing.keptFreePercent() == 0
        ? ""
        : ", of which " + timing.keptFree() + " are kept free";
  }

  private static int periodFor(DeviceModel device, int logicPs) {
    int period = Math.max(1, logicPs + device.timing().flipFlopPs());
    while (device.usablePs(period) < logicPs) {
      period++;
    }
    return period;
  }

  /**
   * {@return that a circuit takes too many cycles}
   *
   * @param datapath the circuit
   * @param device the device
   * @param slots of all nodes
   * @param options clock and limit
   * @param latencyCycles the cycles that it takes
   */
  static Diagnostic latency(
      Datapath datapath,
      DeviceModel device,
      List<Pipeline.Slot> slots,
      ScheduleOptions options,
      int latencyCycles) {
    int limit = options.maxLatencyCycles().orElseThrow();
    int last = datapath.outputs().getFirst().node();
    for (Datapath.Output o : datapath.outputs()) {
      if (slots.get(o.node()).isAfter(slots.get(last))) {
        last = o.node();
      }
    }
    OptionalInt periodPs = Scheduler.periodPsFor(datapath, device, limit, options);
    String mend =
        limit < options.portRanks()
            ? "leave out the registers at the ports"
            : (periodPs.isEmpty()
                    ? "use "
                    : "use a clock period of at least " + periodPs.getAsInt() + " ps, ")
                + "a wider tolerance for narrower values, or a formula with a shorter path";
    return Diagnostic.of(
        DiagnosticCode.LATENCY_ABOVE_LIMIT,
        "the circuit takes "
            + latencyCycles
            + " cycles of "
            + options.clockPeriodPs()
            + " ps on "
            + device.reference()
            + ", but no more than "
            + limit
            + " are allowed; its longest path is "
            + path(datapath, slots, last),
        mend);
  }

  /**
   * {@return that a circuit takes too many cycles at any clock}
   *
   * @param datapath the circuit
   * @param device the device
   * @param limit cycles that are allowed
   * @param leastCycles cycles that it takes at the slowest clock
   */
  static Diagnostic ranks(Datapath datapath, DeviceModel device, int limit, int leastCycles) {
    return Diagnostic.of(
        DiagnosticCode.LATENCY_ABOVE_LIMIT,
        "the circuit of "
            + datapath.name()
            + " takes at least "
            + leastCycles
            + (leastCycles == 1 ? " cycle" : " cycles")
            + " on "
            + device.reference()
            + " at any clock, because its ports and block memories have registers, but no more than "
            + limit
            + " are allowed",
        "allow "
            + leastCycles
            + ", or use a wider tolerance, whose tables are small enough for look-up tables");
  }

  /** Names the path on which every step is the operand that comes last. */
  private static String path(Datapath datapath, List<Pipeline.Slot> slots, int end) {
    List<Integer> path = CriticalPath.to(datapath, slots, end);
    List<String> names = new ArrayList<>();
    for (int step = 0; step < path.size(); step++) {
      boolean shown = step >= path.size() - SHOWN_STEPS / 2 || step < SHOWN_STEPS / 2;
      if (shown) {
        names.add(datapath.node(path.get(step)).name());
      } else if (!names.getLast().equals("...")) {
        names.add("...");
      }
    }
    return "the path " + String.join(" -> ", names);
  }
}
