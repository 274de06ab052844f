package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import java.util.ArrayList;
import java.util.List;

/**
 * A datapath with a place in time for every node.
 *
 * <p>Stage s lies between register rank s and rank s + 1; inputs arrive in stage 0. A node computed
 * in stage s is available there, or in stage s + 1 when its result is registered by nature. A value
 * used in a later stage than it becomes available in passes one register per rank between. The
 * outputs are all taken in stage {@link #latencyCycles}, which is the number of ranks on every path
 * from input to output.
 *
 * @param datapath the circuit
 * @param device the device whose costs were used
 * @param clockPeriodPs clock period in ps
 * @param slots for each node, when it is computed
 * @param latencyCycles register ranks between inputs and outputs
 */
public record Pipeline(
    Datapath datapath, DeviceModel device, int clockPeriodPs, List<Slot> slots, int latencyCycles) {

  /**
   * When a node is computed.
   *
   * @param stage stage in which its operands are used
   * @param startPs when its last operand is stable, in ps after the rank's flip-flops
   * @param finishPs when its result is stable, in ps after the rank's flip-flops of the stage it is
   *     available in
   * @param availableStage first stage in which the result can be used
   */
  public record Slot(int stage, int startPs, int finishPs, int availableStage) {}

  /** Copies the list. */
  public Pipeline {
    slots = List.copyOf(slots);
  }

  /** {@return ps of a clock period that logic may use} */
  public int usablePs() {
    return clockPeriodPs - device.flipFlopPs();
  }

  /**
   * {@return the last stage in which a node's value is used}
   *
   * @param node index of the node
   */
  public int lastUse(int node) {
    int last = slots.get(node).availableStage();
    for (int user = node + 1; user < slots.size(); user++) {
      if (datapath.node(user).operation().operands().contains(node)) {
        last = Math.max(last, slots.get(user).stage());
      }
    }
    for (Datapath.Output output : datapath.outputs()) {
      if (output.node() == node) {
        last = latencyCycles;
      }
    }
    return last;
  }

  /**
   * {@return whether a node is a constant, which no register ever holds}
   *
   * @param node index of the node
   */
  public boolean isConstant(int node) {
    return datapath.node(node).operation() instanceof Operation.Literal;
  }

  /** {@return register bits, with one valid bit per rank} */
  public int registerBits() {
    int bits = latencyCycles;
    for (int i = 0; i < slots.size(); i++) {
      if (!isConstant(i)) {
        int ranks = lastUse(i) - slots.get(i).availableStage();
        bits += ranks * datapath.node(i).format().widthBits();
      }
    }
    return bits;
  }

  /** {@return the resources of the circuit, registers included} */
  public Area area() {
    Area area = new Area(0, 0, 0, 0, registerBits());
    for (int i = 0; i < slots.size(); i++) {
      area = area.plus(device.of(datapath, i).area());
    }
    return area;
  }

  /** {@return the longest time that logic takes within a stage, in ps, flip-flops included} */
  public int longestStagePs() {
    int longest = 0;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      int usedPs = slot.startPs() + device.of(datapath, i).delayPs();
      longest = Math.max(longest, Math.max(usedPs, slot.finishPs()));
    }
    return longest + device.flipFlopPs();
  }

  /**
   * Checks, apart from the scheduler, that every operand is there when it is used and that no stage
   * takes longer than the clock allows.
   *
   * @return this
   * @throws IllegalStateException naming the node and what is broken
   */
  public Pipeline verify() {
    datapath.verify();
    int[] readyPs = new int[slots.size()];
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      int start = 0;
      for (int operand : datapath.node(i).operation().operands()) {
        if (isConstant(operand)) {
          continue;
        }
        int available = slots.get(operand).availableStage();
        check(available <= slot.stage(), i, "uses " + name(operand) + " before it is there");
        start = Math.max(start, available == slot.stage() ? readyPs[operand] : 0);
      }
      OperationCost cost = device.of(datapath, i);
      check(start + cost.delayPs() <= usablePs(), i, "does not fit in its stage");
      int available = slot.stage() + (cost.registered() ? 1 : 0);
      check(available == slot.availableStage(), i, "is available in another stage");
      readyPs[i] = cost.registered() ? cost.clockToOutPs() : start + cost.delayPs();
      check(readyPs[i] <= usablePs(), i, "is not stable within the stage after its register");
      check(start == slot.startPs() && readyPs[i] == slot.finishPs(), i, "has other times");
    }
    for (Datapath.Output output : datapath.outputs()) {
      check(
          slots.get(output.node()).availableStage() <= latencyCycles,
          output.node(),
          "is an output after the last stage");
    }
    return this;
  }

  private String name(int node) {
    return datapath.node(node).name();
  }

  private void check(boolean holds, int node, String what) {
    if (!holds) {
      throw new IllegalStateException(
          "pipeline " + datapath.name() + ": node " + name(node) + " " + what);
    }
  }

  /** {@return the schedule as text, one line for each node: stage, times in ps, name, operation} */
  public String describe() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Node node = datapath.node(i);
      lines.add(
          "%3d %6d %6d  %s %s %s"
              .formatted(
                  slot.stage(),
                  slot.startPs(),
                  slot.finishPs(),
                  node.name(),
                  node.operation().keyword(),
                  node.format()));
    }
    return String.join("\n", lines) + "\n";
  }
}
