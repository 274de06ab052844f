package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The timetable of one node at a time, for circuits that are still being made.
 *
 * @param tables the tables of the circuit
 * @param device costs
 * @param options clock and ports
 */
record SingleNodeTimes(List<FunctionTable> tables, DeviceModel device, ScheduleOptions options) {

  /**
   * A node in time.
   *
   * @param slot when it is computed
   * @param lutEquivalents its logic, with every block as look-up tables
   */
  record Placed(Pipeline.Slot slot, double lutEquivalents) {}

  /**
   * {@return the earliest slot of a node, empty if it fits in no stage}
   *
   * @param node the node
   * @param nodes its operands
   * @param slots those of its operands
   */
  Optional<Placed> place(Node node, IntFunction<Node> nodes, IntFunction<Pipeline.Slot> slots) {
    List<Integer> operands = node.operation().operands();
    List<Node> local = new ArrayList<>();
    operands.forEach(o -> local.add(standIn(nodes.apply(o))));
    local.add(withOperation(node, node.operation().mapped(operands::indexOf)));
    Timetable times =
        new Timetable(new Datapath(node.name(), tables, local, List.of()), device, options);
    operands.forEach(o -> times.slots().add(slots.apply(o)));
    return times.addEarliest()
        ? Optional.of(
            new Placed(
                times.slots().getLast(), device.lutEquivalents(times.cost(operands.size()).area())))
        : Optional.empty();
  }

  /** Costs ask of an operand whether it is a constant, and for its format and range. */
  private static Node standIn(Node node) {
    return node.operation() instanceof Operation.Literal
        ? node
        : withOperation(node, new Operation.Input());
  }

  private static Node withOperation(Node n, Operation operation) {
    return new Node(n.name(), operation, n.format(), n.rawLo(), n.rawHi());
  }
}
