package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A datapath with a place in time for every node.
 *
 * <p>Stage s lies between register rank s and rank s + 1; inputs arrive in stage 0. A node computed
 * in stage s is available there, or later when it has register ranks inside. A value used in a
 * later stage than it becomes available in passes one register per rank between. The outputs are
 * all taken in stage {@link #latencyCycles}, which is the number of ranks on every path from input
 * to output.
 *
 * @param datapath the circuit
 * @param device the device whose costs were used
 * @param options what the schedule keeps
 * @param slots for each node, when it is computed
 * @param latencyCycles register ranks between inputs and outputs
 * @param sharing which products take turns at one multiplier
 */
public record Pipeline(
    Datapath datapath,
    DeviceModel device,
    ScheduleOptions options,
    List<Slot> slots,
    int latencyCycles,
    Sharing sharing) {

  /**
   * When a node is computed.
   *
   * @param stage stage in which its operands are used
   * @param leadingRanks register ranks on its operands, part of the operation
   * @param trailingRanks register ranks on its result, part of the operation; of an input, 1 if it
   *     is registered
   * @param startPs when its last operand is stable, in ps after the rank's flip-flops
   * @param ready when its result is stable, in the stage where it is available
   */
  public record Slot(int stage, int leadingRanks, int trailingRanks, int startPs, Arrival ready) {

    /** {@return the first stage in which the result can be used} */
    public int availableStage() {
      return stage + leadingRanks + trailingRanks;
    }

    /** {@return when every bit of the result is stable, in ps, in that stage} */
    public int finishPs() {
      return ready.highPs();
    }

    /**
     * {@return whether the result is there later than another}
     *
     * @param o the other
     */
    boolean isAfter(Slot o) {
      return availableStage() != o.availableStage()
          ? availableStage() > o.availableStage()
          : finishPs() > o.finishPs();
    }
  }

  /** Copies the list. */
  public Pipeline {
    slots = List.copyOf(slots);
  }

  /**
   * Makes a pipeline in which nothing is shared.
   *
   * @param datapath the circuit
   * @param device the device whose costs were used
   * @param options what the schedule keeps
   * @param slots for each node, when it is computed
   * @param latencyCycles register ranks between inputs and outputs
   */
  public Pipeline(
      Datapath datapath,
      DeviceModel device,
      ScheduleOptions options,
      List<Slot> slots,
      int latencyCycles) {
    this(datapath, device, options, slots, latencyCycles, Sharing.NONE);
  }

  /** {@return fewest cycles between two vectors} */
  public int initiationInterval() {
    return sharing.initiationInterval();
  }

  /** {@return the clock period in ps} */
  public int clockPeriodPs() {
    return options.clockPeriodPs();
  }

  /** {@return ps of a clock period that logic may use} */
  public int usablePs() {
    return device.usablePs(clockPeriodPs());
  }

  /** {@return for each node, the last stage in which its value is used} */
  public int[] lastUses() {
    int[] last = new int[slots.size()];
    for (int i = 0; i < last.length; i++) {
      last[i] = slots.get(i).availableStage();
      for (int operand : datapath.node(i).operation().operands()) {
        last[operand] = Math.max(last[operand], slots.get(i).stage());
      }
    }
    for (Datapath.Output output : datapath.outputs()) {
      last[output.node()] = latencyCycles;
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

  /**
   * {@return register bits of the fabric, with one valid bit per rank and all that sharing needs}
   */
  public int registerBits() {
    return latencyCycles
        + sharing.controlBits(latencyCycles)
        + Arrays.stream(registerBitsOfNodes()).sum();
  }

  /** {@return for each node, the register bits of the fabric that keep its value} */
  public int[] registerBitsOfNodes() {
    int[] bits = new int[slots.size()];
    int[] last = lastUses();
    for (int i = 0; i < slots.size(); i++) {
      if (!isConstant(i)) {
        boolean port = datapath.node(i).operation() instanceof Operation.Input;
        Slot slot = slots.get(i);
        int from = port ? slot.stage() : slot.availableStage();
        bits[i] = (last[i] - from) * datapath.node(i).format().widthBits();
      }
    }
    return bits;
  }

  /** {@return for each node, its resources without the registers that keep its value} */
  public List<Area> areasOfNodes() {
    return CircuitArea.ofNodes(this);
  }

  /** {@return the resources of the circuit, registers included} */
  public Area area() {
    return areasOfNodes().stream()
        .reduce(Area.flipFlops(registerBits()).plus(sharing.controlArea(device)), Area::plus);
  }

  /**
   * {@return the length of the path to the latest output in ps: the stages before its own count as
   * whole clock periods}
   */
  public int pathPs() {
    int path = 0;
    for (Datapath.Output output : datapath.outputs()) {
      Slot slot = slots.get(output.node());
      int within = Math.min(clockPeriodPs() - 1, slot.finishPs());
      path = Math.max(path, slot.availableStage() * clockPeriodPs() + within);
    }
    return path;
  }

  /**
   * {@return the longest time that logic takes within a stage, in ps, flip-flops included: at most
   * what the margin leaves of the clock period, and the inner stages of blocks count}
   */
  public int longestStagePs() {
    int longest = 0;
    for (int i = 0; i < slots.size(); i++) {
      longest = Math.max(longest, endPs(i));
    }
    return longest + device.timing().flipFlopPs();
  }

  /**
   * {@return when a node lets go of its stage: its result is stable, or its operands are in its
   * registers, or its {@linkplain #innerPs inner stages} end; the latest of them, in ps after the
   * rank's flip-flops}
   *
   * @param node index of the node
   */
  public int endPs(int node) {
    Slot slot = slots.get(node);
    if (slot.availableStage() == slot.stage()) {
      return slot.finishPs();
    }
    int beforeRanksPs = slot.startPs() + variant(node).setupPs();
    return Math.max(innerPs(node), Math.max(slot.finishPs(), beforeRanksPs));
  }

  /**
   * {@return what a node by itself takes of the stage of which it takes most, in ps, apart from
   * those inside of it}
   *
   * @param node index of the node
   */
  public int longestOwnPs(int node) {
    Slot slot = slots.get(node);
    return slot.availableStage() == slot.stage()
        ? slot.finishPs() - slot.startPs()
        : Math.max(slot.finishPs(), variant(node).setupPs());
  }

  /**
   * {@return whether a stage inside of a node is what it lets go of last}
   *
   * @param node index of the node
   */
  public boolean isLongestInside(int node) {
    return innerPs(node) > 0 && innerPs(node) == endPs(node);
  }

  /**
   * {@return what a stage between the ranks inside of a node takes of a clock period, in ps after
   * the rank's flip-flops; 0 if there is none} Shortest periods of blocks hold for whole clock
   * periods; less the margin and the flip-flops they compare with logic of the fabric.
   *
   * @param node index of the node
   */
  public int innerPs(int node) {
    return Math.max(0, device.usablePs(variant(node).innerPeriodPs()));
  }

  /**
   * {@return the way in which a node is built}
   *
   * @param node index of the node
   * @throws IllegalStateException if the device does not have it
   */
  Variant variant(int node) {
    Slot slot = slots.get(node);
    if (datapath.node(node).operation() instanceof Operation.Input) {
      return new Variant(0, options.inputRegisters() ? 1 : 0, 0, 0, 0, 0);
    }
    List<Variant> variants =
        sharing
            .of(node)
            .map(m -> m.variants(datapath, device))
            .orElseGet(() -> device.of(datapath, node).variants());
    for (Variant v : variants) {
      if (v.leadingRanks() == slot.leadingRanks() && v.trailingRanks() == slot.trailingRanks()) {
        return v;
      }
    }
    throw new IllegalStateException(
        "pipeline "
            + datapath.name()
            + ": node "
            + datapath.node(node).name()
            + " is built in a way that the device does not have");
  }

  /**
   * Checks, apart from the scheduler and bit by bit, that every operand is there when it is used
   * and that no stage takes longer than the clock allows.
   *
   * @return this
   * @throws IllegalStateException naming the node and what is broken
   */
  public Pipeline verify() {
    PipelineVerifier.verify(this);
    sharing.verify(this);
    return this;
  }

  /**
   * {@return the shortest clock period, in ps, at which the stages are what they are; with other
   * stages the circuit may keep its latency at a shorter one}
   */
  public int fittingPeriodPs() {
    int period = Math.max(1, device.timing().shortestPeriodPs());
    int longestPs = longestStagePs() - device.timing().flipFlopPs();
    while (device.usablePs(period) < longestPs) {
      period++;
    }
    return period;
  }

  /**
   * {@return the schedule as text: column heads as a comment, one line for each node with stage,
   * times in ps, name, operation and format, and what is shared}
   */
  public String describe() {
    List<String> lines = new ArrayList<>();
    lines.add("# stage, start and finish in ps; node, operation, format");
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
    return String.join("\n", lines) + "\n" + sharing.text(datapath);
  }
}
