package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import java.util.function.IntFunction;

/** How the arrival of a result follows from those of the operands. */
final class Propagation {
  private final Datapath datapath;
  private final int index;
  private final IntFunction<Arrival> arrivals;

  private Propagation(Datapath datapath, int index, IntFunction<Arrival> arrivals) {
    this.datapath = datapath;
    this.index = index;
    this.arrivals = arrivals;
  }

  /**
   * {@return when the last bit of a node's operands is stable}
   *
   * @param datapath the circuit
   * @param index the node
   * @param arrivals of its operands in the stage where it is computed
   */
  static int startPs(Datapath datapath, int index, IntFunction<Arrival> arrivals) {
    int start = 0;
    for (int operand : datapath.node(index).operation().operands()) {
      start = Math.max(start, arrivals.apply(operand).highPs());
    }
    return start;
  }

  /**
   * {@return the arrival of a node that is built without registers}
   *
   * @param datapath the circuit
   * @param index the node
   * @param arrivals of its operands in the stage where it is computed
   * @param variant delays
   */
  static Arrival result(
      Datapath datapath, int index, IntFunction<Arrival> arrivals, OperationCost.Variant variant) {
    return new Propagation(datapath, index, arrivals).result(variant.setupPs(), variant.ripplePs());
  }

  private Arrival result(int delayPs, int ripplePs) {
    Node node = datapath.node(index);
    int width = node.format().widthBits();
    return switch (node.operation()) {
      case Operation.Input(), Operation.Literal(_) -> Arrival.AT_EDGE;
      case Operation.Add(int a, int b) -> sum(width, delayPs, ripplePs, a, b);
      case Operation.Subtract(int a, int b) -> sum(width, delayPs, ripplePs, a, b);
      case Operation.Negate(int a) -> sum(width, delayPs, ripplePs, a);
      case Operation.Absolute(int a) -> carried(Arrival.flat(of(a).highPs()), delayPs, ripplePs);
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int from = width(a);
        int dropped = Math.min(from - 1, fractionBits(a) - node.format().fractionBits());
        Arrival rounded =
            switch (mode) {
              case FLOOR -> of(a);
              case NEAREST -> carried(of(a), delayPs, ripplePs);
            };
        int kept = from - dropped;
        yield rounded.bits(dropped, kept, from).resized(kept, width);
      }
      case Operation.Align(int a) -> {
        int added = node.format().fractionBits() - fractionBits(a);
        // The line of the upper bits, drawn on to the zeros below them, is at no bit too early.
        yield resized(a, Math.max(1, width - added));
      }
      case Operation.Reinterpret(int a) -> of(a);
      case Operation.Bits(int a, int lowBit) -> of(a).bits(lowBit, width, width(a));
      case Operation.Concat(int high, int low) -> of(low).below(width(low), of(high), width(high));
      case Operation.Select(int c, int a, int b) -> {
        Arrival condition = Arrival.flat(of(c).highPs());
        Arrival data = resized(a, width).later(resized(b, width));
        // The table of the first choice takes the second one in; behind a register it has its own.
        yield FusedChoice.is(datapath, index)
            ? delayed(condition, delayPs + ripplePs).later(data)
            : delayed(condition.later(data), delayPs + ripplePs);
      }
      case Operation.Minimum(_, _),
          Operation.Maximum(_, _),
          Operation.Saturate(_),
          Operation.Any(_),
          Operation.Lookup(_, _),
          Operation.Multiply(_, _) ->
          Arrival.flat(startPs(datapath, index, arrivals) + delayPs + ripplePs);
    };
  }

  /**
   * The earlier of two bounds: with the operands' lines drawn on to the width of the result, or
   * with operands that are there when their highest bits are.
   */
  private Arrival sum(int width, int delayPs, int ripplePs, int... operands) {
    Arrival lines = Arrival.AT_EDGE;
    Arrival flat = Arrival.AT_EDGE;
    for (int operand : operands) {
      lines = lines.later(resized(operand, width));
      flat = flat.later(Arrival.flat(of(operand).highPs()));
    }
    Arrival byLines = carried(lines, delayPs, ripplePs);
    Arrival byFlat = carried(flat, delayPs, ripplePs);
    return byLines.highPs() <= byFlat.highPs() ? byLines : byFlat;
  }

  /** A value of one bit is there when its highest bit is. */
  private Arrival of(int operand) {
    Arrival arrival = arrivals.apply(operand);
    return width(operand) == 1 ? Arrival.flat(arrival.highPs()) : arrival;
  }

  private int width(int operand) {
    return datapath.node(operand).format().widthBits();
  }

  private int fractionBits(int operand) {
    return datapath.node(operand).format().fractionBits();
  }

  private Arrival resized(int operand, int toBits) {
    return of(operand).resized(width(operand), toBits);
  }

  private static Arrival delayed(Arrival a, int delayPs) {
    return new Arrival(a.lowPs() + delayPs, a.highPs() + delayPs);
  }

  /** A bit waits for its own operands and for the carry from the bit below. */
  private static Arrival carried(Arrival a, int delayPs, int ripplePs) {
    int low = a.lowPs() + delayPs;
    return new Arrival(low, Math.max(a.highPs() + delayPs, low + ripplePs));
  }
}
