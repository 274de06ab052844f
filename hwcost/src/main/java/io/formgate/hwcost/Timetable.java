package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Slots of nodes, filled in their order: every slot follows from those of the operands. */
final class Timetable {
  private static final Variant REGISTERED_PORT = new Variant(0, 1, 0, 0, 0, 0);

  private final Datapath datapath;
  private final ScheduleOptions options;
  private final int usablePs;
  private final Costs costs;

  /** For products that take turns at a multiplier, the way in which all of them are built. */
  private final Map<Integer, Variant> shared;

  private final List<Pipeline.Slot> slots = new ArrayList<>();

  /**
   * Makes an empty timetable.
   *
   * @param datapath the circuit
   * @param device costs
   * @param options clock and ports
   */
  Timetable(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    this(
        datapath,
        options,
        device.usablePs(options.clockPeriodPs()),
        new Costs(datapath, device),
        Map.of());
  }

  private Timetable(
      Datapath datapath,
      ScheduleOptions options,
      int usablePs,
      Costs costs,
      Map<Integer, Variant> shared) {
    this.datapath = datapath;
    this.options = options;
    this.usablePs = usablePs;
    this.costs = costs;
    this.shared = Map.copyOf(shared);
  }

  /** {@return an empty timetable of the same circuit at the same clock} */
  Timetable empty() {
    return new Timetable(datapath, options, usablePs, costs, shared);
  }

  /**
   * {@return an empty timetable of the same circuit at another clock}
   *
   * @param device the same device
   * @param clockPeriodPs the clock period in ps
   */
  Timetable at(DeviceModel device, int clockPeriodPs) {
    return new Timetable(
        datapath, options.withPeriod(clockPeriodPs), device.usablePs(clockPeriodPs), costs, shared);
  }

  /**
   * {@return an empty timetable of the same circuit in which products take turns at multipliers}
   *
   * @param shared for each such product, the way to build it behind its multiplexer
   */
  Timetable sharing(Map<Integer, Variant> shared) {
    return new Timetable(datapath, options, usablePs, costs, shared);
  }

  /** {@return whether a node takes turns at a multiplier, so that its stage is not free} */
  boolean isShared(int node) {
    return shared.containsKey(node);
  }

  /** What nodes cost, found out when it is asked for: slots that are known need no cost. */
  private static final class Costs {
    private final Datapath datapath;
    private final DeviceModel device;
    private final @Nullable OperationCost[] known;

    Costs(Datapath datapath, DeviceModel device) {
      this.datapath = datapath;
      this.device = device;
      known = new OperationCost[datapath.nodes().size()];
    }

    OperationCost of(int node) {
      OperationCost cost = known[node];
      if (cost == null) {
        cost = device.of(datapath, node);
        known[node] = cost;
      }
      return cost;
    }
  }

  /** {@return the slots so far} */
  List<Pipeline.Slot> slots() {
    return slots;
  }

  /** {@return the cost of a node} */
  OperationCost cost(int node) {
    return costs.of(node);
  }

  /** {@return the part of a period that logic may use, in ps} */
  int usablePs() {
    return usablePs;
  }

  /**
   * Gives the next node the slot in which its result is there first.
   *
   * @return whether there is one
   */
  boolean addEarliest() {
    Optional<Pipeline.Slot> best = earliest(slots.size(), slots::get);
    best.ifPresent(slots::add);
    return best.isPresent();
  }

  /**
   * {@return the slot of a node in which its result is there first, if there is one}
   *
   * @param node the node
   * @param operands slots of its operands
   */
  Optional<Pipeline.Slot> earliest(int node, IntFunction<Pipeline.Slot> operands) {
    int stage = earliestStage(node, operands);
    Optional<Pipeline.Slot> best = Optional.empty();
    for (Variant variant : variants(node)) {
      Optional<Pipeline.Slot> slot = at(node, stage, variant, operands);
      if (slot.isEmpty()) {
        slot = at(node, stage + 1, variant, operands);
      }
      if (slot.isPresent() && (best.isEmpty() || isEarlier(slot.get(), best.get()))) {
        best = slot;
      }
    }
    return best;
  }

  /**
   * Gives the next node a slot in a given stage.
   *
   * @param stage not before its operands are there
   * @param variant how the node is built
   * @return whether it fits there
   */
  boolean addAt(int stage, Variant variant) {
    Optional<Pipeline.Slot> slot = at(slots.size(), stage, variant, slots::get);
    slot.ifPresent(slots::add);
    return slot.isPresent();
  }

  /**
   * {@return how a node that has a slot is built}
   *
   * @param node the node
   */
  Variant variant(int node) {
    Pipeline.Slot slot = slots.get(node);
    for (Variant variant : variants(node)) {
      if (variant.leadingRanks() == slot.leadingRanks()
          && variant.trailingRanks() == slot.trailingRanks()) {
        return variant;
      }
    }
    throw new IllegalStateException("a variant that the device does not have");
  }

  /** {@return the ways to build a node} */
  List<Variant> variants(int node) {
    Variant turn = shared.get(node);
    if (turn != null) {
      return List.of(turn);
    }
    return options.inputRegisters() && datapath.node(node).operation() instanceof Operation.Input
        ? List.of(REGISTERED_PORT)
        : costs.of(node).variants();
  }

  private static boolean isEarlier(Pipeline.Slot a, Pipeline.Slot b) {
    return a.availableStage() != b.availableStage()
        ? a.availableStage() < b.availableStage()
        : a.ready().highPs() < b.ready().highPs();
  }

  /** {@return the first stage in which all operands of a node can be used} */
  int earliestStage(int node) {
    return earliestStage(node, slots::get);
  }

  /**
   * {@return the first stage in which all operands of a node can be used}
   *
   * @param node the node
   * @param operands slots of its operands
   */
  int earliestStage(int node, IntFunction<Pipeline.Slot> operands) {
    int stage = 0;
    for (int operand : datapath.node(node).operation().operands()) {
      stage = Math.max(stage, operands.apply(operand).availableStage());
    }
    return stage;
  }

  /**
   * {@return the slot of a node in a given stage, if it fits there} A multiplier without registers
   * before it is shared only by products whose operands are in registers: with others, a path would
   * lead from the logic of one product's stage through the multiplier into that of another.
   *
   * @param node the node
   * @param stage not before its operands are there
   * @param variant how the node is built
   * @param operands slots of its operands
   */
  Optional<Pipeline.Slot> at(
      int node, int stage, Variant variant, IntFunction<Pipeline.Slot> operands) {
    IntFunction<Arrival> arrivals =
        operand -> {
          Pipeline.Slot slot = operands.apply(operand);
          return slot.availableStage() == stage ? slot.ready() : Arrival.AT_EDGE;
        };
    int start = Propagation.startPs(datapath, node, arrivals);
    if (start > 0 && variant.leadingRanks() == 0 && isShared(node)) {
      return Optional.empty();
    }
    return ready(node, variant, arrivals)
        .map(ready ->
            new Pipeline.Slot(
                stage, variant.leadingRanks(), variant.trailingRanks(), start, ready));
  }

  /**
   * {@return when the result of a node is stable in the stage where it is available, empty if the
   * node does not fit}
   *
   * @param node the node
   * @param variant how it is built
   * @param arrivals of its operands in the stage where it is computed
   */
  Optional<Arrival> ready(int node, Variant variant, IntFunction<Arrival> arrivals) {
    Arrival ready;
    int endPs;
    if (variant.ranks() == 0) {
      ready = Propagation.result(datapath, node, arrivals, variant);
      endPs = ready.highPs();
    } else {
      ready = Arrival.flat(variant.clockToOutPs());
      endPs = Propagation.startPs(datapath, node, arrivals) + variant.setupPs();
    }
    boolean fits =
        endPs <= usablePs
            && ready.highPs() <= usablePs
            && variant.innerPeriodPs() <= options.clockPeriodPs();
    return fits ? Optional.of(ready) : Optional.empty();
  }
}
