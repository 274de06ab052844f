package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;

/**
 * The bits of a circuit that something reads; synthesis builds no others.
 *
 * <p>On a device whose sums stand {@linkplain DeviceModel.Sums#APART apart} from their carry, the
 * look-up table of a sum's bit takes in a choice between that bit and a bit of an operand, or zero:
 * the choice needs the carry up to the bit, but not the bit itself.
 */
final class LiveBits {
  private final Pipeline pipeline;
  private final Datapath datapath;
  private final boolean apart;

  /** For each node, the bits that are read. */
  private final long[] read;

  /** For each node, one more than the highest bit that is read or taken in by a choice. */
  private final int[] reach;

  private LiveBits(Pipeline pipeline) {
    this.pipeline = pipeline;
    datapath = pipeline.datapath();
    apart =
        switch (pipeline.device().sums()) {
          case APART -> true;
          case CHAINED -> false;
        };
    read = new long[datapath.nodes().size()];
    reach = new int[read.length];
  }

  /**
   * {@return the live bits of a circuit}
   *
   * @param pipeline its schedule
   */
  static LiveBits of(Pipeline pipeline) {
    LiveBits live = new LiveBits(pipeline);
    for (Datapath.Output output : pipeline.datapath().outputs()) {
      live.readAll(output.node());
    }
    for (int i = live.read.length - 1; i >= 0; i--) {
      live.readOperands(i);
    }
    return live;
  }

  /** {@return how many bits of a node are read} */
  int count(int node) {
    return Long.bitCount(read[node]);
  }

  /** {@return the bits of a node from the lowest to the highest that is needed} */
  int reach(int node) {
    return reach[node];
  }

  private static long ones(int bits) {
    return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
  }

  private int width(int node) {
    return datapath.node(node).format().widthBits();
  }

  private void readAll(int node) {
    read(node, ones(width(node)));
  }

  /** Bits above the width are the sign's, or zero. */
  private void read(int node, long bits) {
    int width = width(node);
    long own = bits & ones(width);
    if (own != bits && datapath.node(node).format().signed()) {
      own |= 1L << (width - 1);
    }
    read[node] |= own;
    reach[node] = Math.max(reach[node], Long.SIZE - Long.numberOfLeadingZeros(own));
  }

  private int droppedBits(int node, int operand) {
    return datapath.node(operand).format().fractionBits()
        - datapath.node(node).format().fractionBits();
  }

  private void readOperands(int i) {
    long bits = read[i];
    int reach = this.reach[i];
    if (reach == 0) {
      return;
    }
    switch (datapath.node(i).operation()) {
      case Operation.Input(), Operation.Literal(_) -> {}
      case Operation.Add(int a, int b) -> {
        read(a, ones(reach));
        read(b, ones(reach));
      }
      case Operation.Subtract(int a, int b) -> {
        read(a, ones(reach));
        read(b, ones(reach));
      }
      case Operation.Negate(int a) -> read(a, ones(reach));
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = droppedBits(i, a);
        read(
            a,
            switch (mode) {
              case FLOOR -> bits << dropped;
              // Half of the last bit is added to the highest bit that is dropped.
              case NEAREST -> ones(reach + dropped) & ~ones(dropped - 1);
            });
      }
      case Operation.Align(int a) -> read(a, bits >>> -droppedBits(i, a));
      case Operation.Reinterpret(int a) -> read(a, bits);
      case Operation.Bits(int a, int lowBit) -> read(a, bits << lowBit);
      case Operation.Concat(int high, int low) -> {
        read(low, bits & ones(width(low)));
        read(high, bits >>> width(low));
      }
      case Operation.Select(int c, int a, int b) -> {
        readAll(c);
        for (int bit = 0; bit < width(i); bit++) {
          if ((bits >>> bit & 1) != 0) {
            choose(i, a, b, bit);
          }
        }
      }
      case Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Saturate _,
          Operation.Any _,
          Operation.Lookup _,
          Operation.Multiply _ ->
          datapath.node(i).operation().operands().forEach(this::readAll);
    }
  }

  private void choose(int select, int a, int b, int bit) {
    BitSource ofA = BitSource.of(datapath, a, bit);
    BitSource ofB = BitSource.of(datapath, b, bit);
    if (isTakenIn(select, ofA, ofB)) {
      reach[ofA.node()] = Math.max(reach[ofA.node()], ofA.bit() + 1);
    } else {
      read(a, 1L << bit);
    }
    if (isTakenIn(select, ofB, ofA)) {
      reach[ofB.node()] = Math.max(reach[ofB.node()], ofB.bit() + 1);
    } else {
      read(b, 1L << bit);
    }
  }

  /** Whether the table of a sum's bit has inputs for the choice between it and another bit. */
  private boolean isTakenIn(int select, BitSource sum, BitSource other) {
    if (!apart || sum.isConstant()) {
      return false;
    }
    Pipeline.Slot slot = pipeline.slots().get(sum.node());
    if (slot.availableStage() != pipeline.slots().get(select).stage()) {
      return false;
    }
    Node node = datapath.node(sum.node());
    return switch (node.operation()) {
      case Operation.Add(int a, int b) -> isOneOf(other, a, b, sum.bit());
      case Operation.Subtract(int a, int b) -> isOneOf(other, a, b, sum.bit());
      case Operation.Input _,
          Operation.Literal _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Align _,
          Operation.Round _,
          Operation.Saturate _,
          Operation.Any _,
          Operation.Lookup _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Reinterpret _ ->
          false;
    };
  }

  private boolean isOneOf(BitSource other, int a, int b, int bit) {
    return other.isConstant()
        || other.equals(BitSource.of(datapath, a, bit))
        || other.equals(BitSource.of(datapath, b, bit));
  }
}
