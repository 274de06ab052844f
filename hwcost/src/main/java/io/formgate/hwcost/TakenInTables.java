package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tables that the look-up tables of a difference make themselves: those of so few index bits that
 * they fit beside the bit of the minuend, if they are subtracted in the stage in which they are
 * looked up, and nothing else reads them.
 *
 * <p>Of a sum, synthesis chooses by itself which operand goes to the carry, and that one needs
 * look-up tables of its own; of a difference it is the minuend.
 */
public final class TakenInTables {
  private final BitSet taken = new BitSet();
  private final Map<Integer, Integer> lookups = new HashMap<>();

  private TakenInTables() {}

  /**
   * {@return the tables of a circuit}
   *
   * @param pipeline its schedule
   */
  public static TakenInTables of(Pipeline pipeline) {
    TakenInTables tables = new TakenInTables();
    Datapath d = pipeline.datapath();
    int sumInputs = pipeline.device().fabric().sumInputs();
    if (sumInputs == 0) {
      return tables;
    }
    int[] readers = readers(d);
    for (int i = 0; i < readers.length; i++) {
      if (d.node(i).operation() instanceof Operation.Subtract(_, int b)) {
        int lookup = source(d, b);
        if (d.node(lookup).operation() instanceof Operation.Lookup(int table, _)
            && d.tables().get(table).indexFormat().widthBits() <= sumInputs
            && readers[lookup] == 1
            && pipeline.slots().get(lookup).availableStage() == pipeline.slots().get(i).stage()) {
          tables.lookups.put(i, lookup);
          for (int at = b; at != lookup; at = d.node(at).operation().operands().getFirst()) {
            tables.taken.set(at);
          }
          tables.taken.set(lookup);
        }
      }
    }
    return tables;
  }

  /**
   * {@return whether a node is a look-up that a difference makes itself, or a wire from there to
   * the difference}
   *
   * @param node a node of the circuit
   */
  public boolean isTakenIn(int node) {
    return taken.get(node);
  }

  /**
   * {@return the look-up of which a difference makes its subtrahend, empty if there is none}
   *
   * @param difference a node of the circuit
   */
  public Optional<Integer> lookup(int difference) {
    return Optional.ofNullable(lookups.get(difference));
  }

  /** How many operations and outputs read each node, through wires or not. */
  private static int[] readers(Datapath d) {
    int[] readers = new int[d.nodes().size()];
    d.outputs().forEach(o -> readers[o.node()]++);
    for (int i = readers.length - 1; i >= 0; i--) {
      int own = isWire(d.node(i).operation()) ? readers[i] : 1;
      d.node(i).operation().operands().forEach(o -> readers[o] += own);
    }
    return readers;
  }

  private static int source(Datapath d, int node) {
    int at = node;
    while (isWire(d.node(at).operation()) && d.node(at).operation().operands().size() == 1) {
      at = d.node(at).operation().operands().getFirst();
    }
    return at;
  }

  private static boolean isWire(Operation operation) {
    return switch (operation) {
      case Operation.Align _, Operation.Reinterpret _, Operation.Bits _, Operation.Concat _ -> true;
      case Operation.Round(_, Operation.Rounding mode) ->
          switch (mode) {
            case FLOOR -> true;
            case NEAREST -> false;
          };
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
          Operation.Saturate _,
          Operation.Any _,
          Operation.Lookup _ ->
          false;
    };
  }
}
