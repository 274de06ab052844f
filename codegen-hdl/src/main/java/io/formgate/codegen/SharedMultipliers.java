package io.formgate.codegen;

import chisel3.Bits;
import chisel3.Bool;
import chisel3.SInt;
import chisel3.UInt;
import io.formgate.datapath.Datapath;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.SharedMultiplier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The multipliers at which products of a module take turns, and the valid bits that tell whose turn
 * it is.
 *
 * <p>A vector that comes less than the interval behind another is no vector: it gets no valid bit.
 * So of the stages in which a multiplier is used at most one holds a vector. Its turn is in select
 * bits, which a rank before were computed from valid bits; without a vector they choose the first
 * product. Like the valid bits they are cleared by reset, and nothing else is.
 */
final class SharedMultipliers {
  private final Datapath datapath;
  private final List<Bool> valid = new ArrayList<>();
  private final Map<Integer, Bits> products = new HashMap<>();
  private final Map<Integer, List<Bits>> sides = new HashMap<>();

  /**
   * Makes valid bits and multipliers; the operands have to be {@linkplain #product connected}.
   *
   * @param pipeline the circuit
   * @param validIn the port
   */
  SharedMultipliers(Pipeline pipeline, Bool validIn) {
    datapath = pipeline.datapath();
    int interval = pipeline.initiationInterval();
    List<Bool> ranks = new ArrayList<>();
    for (int k = 1; k <= pipeline.sharing().validRanks(pipeline.latencyCycles()); k++) {
      ranks.add(Chisel.registerCleared("valid_s" + k));
    }
    Bool tooSoon = Chisel.any(joined(ranks.subList(0, interval - 1)));
    valid.add(Chisel.mux(tooSoon, Chisel.clear(), validIn));
    for (Bool rank : ranks) {
      Chisel.connect(rank, valid.getLast());
      valid.add(rank);
    }
    pipeline.sharing().multipliers().forEach(m -> add(pipeline, m));
  }

  private static UInt joined(List<Bool> bits) {
    UInt all = bits.getFirst();
    for (Bool bit : bits.subList(1, bits.size())) {
      all = Chisel.concat(bit, all);
    }
    return all;
  }

  /**
   * {@return the valid bit of a stage}
   *
   * @param stage from 0
   */
  Bool valid(int stage) {
    return valid.get(stage);
  }

  private void add(Pipeline pipeline, SharedMultiplier multiplier) {
    String name = datapath.node(multiplier.products().getFirst()).name();
    Pipeline.Slot slot = pipeline.slots().get(multiplier.products().getFirst());
    boolean isSigned = multiplier.isSigned(datapath);
    List<Bool> select = new ArrayList<>();
    for (int bit = 0; bit < multiplier.selectBits(); bit++) {
      List<Bool> before = new ArrayList<>();
      for (int turn : multiplier.turnsWith(bit)) {
        int stage = pipeline.slots().get(multiplier.products().get(turn)).stage();
        before.add(valid(stage - 1));
      }
      select.add(Chisel.registerCleared(name + "_turn" + bit, Chisel.any(joined(before))));
    }
    List<Bits> factors = new ArrayList<>();
    for (String side : List.of("x", "y")) {
      int bits =
          side.equals("x")
              ? multiplier.firstSideBits(datapath)
              : multiplier.secondSideBits(datapath);
      List<Bits> operands = new ArrayList<>();
      for (int product : multiplier.products()) {
        Bits operand =
            Chisel.wire(
                datapath.node(product).name() + "_turn_" + side, () -> Chisel.type(isSigned, bits));
        operands.add(operand);
        sides.computeIfAbsent(product, _ -> new ArrayList<>()).add(operand);
      }
      Bits factor = chosen(operands, select, select.size() - 1);
      for (int rank = 1; rank <= slot.leadingRanks(); rank++) {
        factor =
            Chisel.register(
                name + "_shared_" + side + "_r" + rank, factor, () -> Chisel.type(isSigned, bits));
      }
      factors.add(factor);
    }
    Bits product =
        isSigned
            ? Chisel.signedProduct(
                SignedProductModule.name(datapath),
                name + "_multiplier",
                (SInt) factors.getFirst(),
                (SInt) factors.getLast())
            : Chisel.multiply((UInt) factors.getFirst(), (UInt) factors.getLast());
    multiplier.products().forEach(p -> products.put(p, product));
  }

  /** {@return the operand whose number the select bits hold, up to one of them} */
  private static Bits chosen(List<Bits> operands, List<Bool> select, int bit) {
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    int half = 1 << bit;
    if (operands.size() <= half) {
      return chosen(operands, select, bit - 1);
    }
    return Chisel.mux(
        select.get(bit),
        chosen(operands.subList(half, operands.size()), select, bit - 1),
        chosen(operands.subList(0, half), select, bit - 1));
  }

  /**
   * {@return the product, where it is the product's turn}
   *
   * @param node index of the product's node
   * @param wide its wider operand in its stage
   * @param narrow its narrower operand there
   */
  Bits product(int node, Bits wide, Bits narrow) {
    List<Bits> to = known(sides, node);
    connect(to.getFirst(), wide);
    connect(to.getLast(), narrow);
    return known(products, node);
  }

  /** Connects an operand, extended by its sign if it has one. */
  private static void connect(Bits side, Bits operand) {
    if (side instanceof SInt s) {
      SInt value = operand instanceof SInt own ? own : Chisel.zeroExtended((UInt) operand);
      Chisel.connect(s, Chisel.padded(value, s.getWidth()));
    } else {
      Chisel.connect(side, Chisel.padded((UInt) operand, side.getWidth()));
    }
  }

  private static <T> T known(Map<Integer, T> of, int node) {
    T value = of.get(node);
    if (value == null) {
      throw new IllegalStateException("node " + node + " shares no multiplier");
    }
    return value;
  }
}
