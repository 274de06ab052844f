package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.Set;

/** A part of a datapath whose value does not depend on the order of its operations. */
sealed interface OperatorTree permits SumTree, ProductTree {
  /** Which of two values can be used first. */
  Comparator<Pipeline.Slot> FIRST =
      Comparator.comparingInt(Pipeline.Slot::availableStage)
          .thenComparingInt(Pipeline.Slot::finishPs);

  /** {@return the nodes that nothing outside of the tree uses, and the root} */
  Set<Integer> nodes();

  /**
   * Builds the tree in the order in which its operands arrive.
   *
   * @param made takes the nodes; the last one is the root's replacement
   * @throws NewNodes.Unbuildable if a value gets too wide or an operation fits nowhere
   */
  void rebuild(NewNodes made) throws NewNodes.Unbuildable;

  /**
   * {@return by how many bits a node shifts the raw value of its operand to the left without
   * changing anything else; empty for any other node}
   *
   * @param datapath the circuit
   * @param index the node
   */
  static OptionalInt shift(Datapath datapath, int index) {
    Node node = datapath.node(index);
    return switch (node.operation()) {
      case Operation.Align(int a) ->
          OptionalInt.of(node.format().fractionBits() - datapath.node(a).format().fractionBits());
      case Operation.Reinterpret(int a) -> keepsRaw(datapath.node(a), node);
      case Operation.Saturate(int a) -> keepsRaw(datapath.node(a), node);
      case Operation.Input _,
          Operation.Literal _,
          Operation.Add _,
          Operation.Subtract _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Round _,
          Operation.Lookup _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Any _ ->
          OptionalInt.empty();
    };
  }

  private static OptionalInt keepsRaw(Node from, Node to) {
    return to.format().holds(from.rawLo()) && to.format().holds(from.rawHi())
        ? OptionalInt.of(0)
        : OptionalInt.empty();
  }
}
