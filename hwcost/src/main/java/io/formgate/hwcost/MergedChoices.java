package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import java.util.BitSet;
import java.util.List;

/**
 * Choices that are in the look-up tables of another one: of a choice that chooses itself what
 * another choice of its stage gives, and that nothing else reads, both are functions of two
 * conditions and three bits, five inputs for every bit. A third one would need two more.
 */
final class MergedChoices {
  private static final int INPUTS = 5;

  private MergedChoices() {}

  /**
   * {@return the choices that take no look-up tables of their own}
   *
   * @param pipeline a scheduled circuit
   */
  static BitSet of(Pipeline pipeline) {
    BitSet merged = new BitSet();
    Datapath d = pipeline.datapath();
    if (pipeline.device().fabric().lutInputs() < INPUTS) {
      return merged;
    }
    int[] readers = new int[d.nodes().size()];
    d.outputs().forEach(o -> readers[o.node()]++);
    for (int i = readers.length - 1; i >= 0; i--) {
      int own = isWire(d.node(i).operation()) ? readers[i] : 1;
      d.node(i).operation().operands().forEach(o -> readers[o] += own);
    }
    for (int i = readers.length - 1; i >= 0; i--) {
      if (!merged.get(i)
          && d.node(i).operation() instanceof Operation.Select(_, int ifSet, int ifClear)) {
        for (int operand : List.of(ifSet, ifClear)) {
          int inner = source(d, operand);
          if (d.node(inner).operation() instanceof Operation.Select
              && readers[inner] == 1
              && pipeline.slots().get(inner).availableStage() == pipeline.slots().get(i).stage()) {
            merged.set(inner);
            break;
          }
        }
      }
    }
    return merged;
  }

  private static int source(Datapath d, int node) {
    int at = node;
    while (isWire(d.node(at).operation())) {
      at = d.node(at).operation().operands().getFirst();
    }
    return at;
  }

  /** Wires that move no bit of one value beside one of another. */
  private static boolean isWire(Operation operation) {
    return switch (operation) {
      case Operation.Align _, Operation.Reinterpret _ -> true;
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
          Operation.Saturate _,
          Operation.Lookup _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Any _ ->
          false;
    };
  }
}
