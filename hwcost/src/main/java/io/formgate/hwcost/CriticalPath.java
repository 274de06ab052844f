package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.List;

/** The nodes that keep a circuit from a faster clock. */
public final class CriticalPath {
  private CriticalPath() {}

  /**
   * {@return the path to the end of the longest stage, from an input on: the last of its nodes is
   * the one that lets go of its stage last, be it by a stage inside of it, and every other one is
   * the operand that comes last}
   *
   * @param pipeline a schedule with at least one node
   */
  public static List<Integer> of(Pipeline pipeline) {
    int end = 0;
    for (int i = 1; i < pipeline.slots().size(); i++) {
      boolean later =
          pipeline.endPs(i) > pipeline.endPs(end)
              || (pipeline.endPs(i) == pipeline.endPs(end)
                  && pipeline.slots().get(i).isAfter(pipeline.slots().get(end)));
      if (later) {
        end = i;
      }
    }
    return to(pipeline.datapath(), pipeline.slots(), end);
  }

  /**
   * {@return the path to a node, from an input on, every step the operand that comes last}
   *
   * @param datapath the circuit
   * @param slots of the node's operands and of theirs
   * @param end the node, whose own slot is not looked at
   */
  static List<Integer> to(Datapath datapath, List<Pipeline.Slot> slots, int end) {
    List<Integer> path = new ArrayList<>(List.of(end));
    while (true) {
      int last = -1;
      for (int operand : datapath.node(path.getLast()).operation().operands()) {
        boolean constant = datapath.node(operand).operation() instanceof Operation.Literal;
        if (!constant && (last < 0 || slots.get(operand).isAfter(slots.get(last)))) {
          last = operand;
        }
      }
      if (last < 0) {
        return path.reversed();
      }
      path.add(last);
    }
  }
}
