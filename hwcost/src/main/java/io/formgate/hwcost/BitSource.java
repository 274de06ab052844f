package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;

/**
 * Where a bit comes from, behind all operations that are wires.
 *
 * @param node the node that makes it, {@link #CONSTANT} for a constant
 * @param bit its place there; of a constant its value
 */
record BitSource(int node, int bit) {
  private static final int CONSTANT = -1;
  static final BitSource ZERO = new BitSource(CONSTANT, 0);

  /** {@return whether the bit never changes} */
  boolean isConstant() {
    return node == CONSTANT;
  }

  /**
   * {@return the source of a bit}
   *
   * @param datapath the circuit
   * @param node a node
   * @param bit the place of the bit; above the node's width it is the sign's, or zero
   */
  static BitSource of(Datapath datapath, int node, int bit) {
    int at = node;
    int place = bit;
    while (true) {
      Node n = datapath.node(at);
      int width = n.format().widthBits();
      if (place >= width) {
        if (!n.format().signed()) {
          return ZERO;
        }
        place = width - 1;
      }
      switch (n.operation()) {
        case Operation.Literal(long raw) -> {
          return new BitSource(CONSTANT, (int) (raw >> place & 1));
        }
        case Operation.Align(int a) -> {
          place -= n.format().fractionBits() - datapath.node(a).format().fractionBits();
          if (place < 0) {
            return ZERO;
          }
          at = a;
        }
        case Operation.Reinterpret(int a) -> at = a;
        case Operation.Bits(int a, int lowBit) -> {
          at = a;
          place += lowBit;
        }
        case Operation.Concat(int high, int low) -> {
          int lowWidth = datapath.node(low).format().widthBits();
          at = place < lowWidth ? low : high;
          place -= place < lowWidth ? 0 : lowWidth;
        }
        case Operation.Round(int a, Operation.Rounding mode) -> {
          switch (mode) {
            case FLOOR -> {
              place += datapath.node(a).format().fractionBits() - n.format().fractionBits();
              at = a;
            }
            case NEAREST -> {
              return new BitSource(at, place);
            }
          }
        }
        case Operation.Input _,
            Operation.Add _,
            Operation.Subtract _,
            Operation.Multiply _,
            Operation.Negate _,
            Operation.Absolute _,
            Operation.Minimum _,
            Operation.Maximum _,
            Operation.Select _,
            Operation.Saturate _,
            Operation.Any _,
            Operation.Lookup _ -> {
          return new BitSource(at, place);
        }
      }
    }
  }
}
