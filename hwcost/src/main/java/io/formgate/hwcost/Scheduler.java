package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.OperationCost;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every node of a datapath the earliest stage in which it fits, chaining as many operations
 * into one clock period as the device's delays allow. Latency is therefore the least that this
 * chaining permits.
 */
public final class Scheduler {
  private Scheduler() {}

  /**
   * {@return the pipeline of a datapath}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param clockPeriodPs clock period in ps
   * @throws DiagnosticException if an operation does not fit in one period
   */
  public static Pipeline schedule(Datapath datapath, DeviceModel device, int clockPeriodPs) {
    int usablePs = clockPeriodPs - device.flipFlopPs();
    List<Pipeline.Slot> slots = new ArrayList<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      slots.add(place(datapath, i, slots, device.of(datapath, i), device, usablePs));
    }
    int latency = 0;
    for (Datapath.Output output : datapath.outputs()) {
      latency = Math.max(latency, slots.get(output.node()).availableStage());
    }
    return new Pipeline(datapath, device, clockPeriodPs, slots, latency).verify();
  }

  private static Pipeline.Slot place(
      Datapath datapath,
      int node,
      List<Pipeline.Slot> slots,
      OperationCost cost,
      DeviceModel device,
      int usablePs) {
    int stage = 0;
    int start = 0;
    for (int operand : datapath.node(node).operation().operands()) {
      Pipeline.Slot slot = slots.get(operand);
      if (slot.availableStage() > stage) {
        stage = slot.availableStage();
        start = slot.finishPs();
      } else if (slot.availableStage() == stage) {
        start = Math.max(start, slot.finishPs());
      }
    }
    if (start + cost.delayPs() > usablePs) {
      stage++;
      start = 0;
    }
    if (cost.delayPs() > usablePs || cost.clockToOutPs() > usablePs) {
      throw new DiagnosticException(infeasible(datapath, node, cost, device, usablePs));
    }
    return cost.registered()
        ? new Pipeline.Slot(stage, start, cost.clockToOutPs(), stage + 1)
        : new Pipeline.Slot(stage, start, start + cost.delayPs(), stage);
  }

  private static Diagnostic infeasible(
      Datapath datapath, int node, OperationCost cost, DeviceModel device, int usablePs) {
    int needed = Math.max(cost.delayPs(), cost.clockToOutPs()) + device.flipFlopPs();
    return Diagnostic.of(
        DiagnosticCode.SCHEDULE_INFEASIBLE,
        "operation "
            + datapath.node(node).operation().keyword()
            + " of "
            + datapath.node(node).format().widthBits()
            + " bits needs "
            + needed
            + " ps on "
            + device.name()
            + ", but the clock period is "
            + (usablePs + device.flipFlopPs())
            + " ps",
        "use a clock period of at least "
            + needed
            + " ps, or a wider tolerance for narrower"
            + " values");
  }
}
