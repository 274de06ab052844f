package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;

/**
 * A choice of two values that is then inverted or not: one function of four bits for every bit,
 * which is one look-up table unless a register stands between the two.
 */
final class FusedChoice {
  private FusedChoice() {}

  /**
   * {@return whether a node is a number taken from minus one, which is its bits inverted}
   *
   * @param datapath the circuit
   * @param node index of the node
   */
  static boolean isInversion(Datapath datapath, int node) {
    return datapath.node(node).operation() instanceof Operation.Subtract(int one, _)
        && datapath.node(one).operation() instanceof Operation.Literal(long raw)
        && raw == -1;
  }

  /**
   * {@return whether a node chooses between a value and its inverse}
   *
   * @param datapath the circuit
   * @param node index of the node
   */
  static boolean inverts(Datapath datapath, int node) {
    return datapath.node(node).operation() instanceof Operation.Select(_, int a, int b)
        && (isInverse(datapath, a, b) || isInverse(datapath, b, a));
  }

  /**
   * {@return whether a node inverts what another choice has given}
   *
   * @param datapath the circuit
   * @param node index of the node
   */
  static boolean is(Datapath datapath, int node) {
    return inverts(datapath, node)
        && datapath.node(node).operation() instanceof Operation.Select(_, int a, int b)
        && datapath.node(isInverse(datapath, a, b) ? a : b).operation() instanceof Operation.Select;
  }

  private static boolean isInverse(Datapath datapath, int of, int node) {
    return isInversion(datapath, node)
        && datapath.node(node).operation().operands().getLast() == of;
  }
}
