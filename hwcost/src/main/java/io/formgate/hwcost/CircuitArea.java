package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The cells of a scheduled circuit: those of its operations by themselves, without what no one
 * reads and what one look-up table does together.
 */
final class CircuitArea {
  private final Pipeline pipeline;
  private final Datapath datapath;
  private final DeviceModel device;
  private final LiveBits live;
  private final TakenInTables summands;
  private final BitSet merged;

  /** Bits that a stage needs inverted, with the stage. */
  private final Set<Inverted> inverted = new HashSet<>();

  private record Inverted(BitSource source, int stage) {}

  private CircuitArea(Pipeline pipeline) {
    this.pipeline = pipeline;
    datapath = pipeline.datapath();
    device = pipeline.device();
    live = LiveBits.of(pipeline);
    summands = TakenInTables.of(pipeline);
    merged = MergedChoices.of(pipeline);
  }

  /**
   * {@return for each node, its cells without flip-flops} What is inverted for several nodes counts
   * with the first of them.
   *
   * @param pipeline the schedule
   */
  static List<Area> ofNodes(Pipeline pipeline) {
    CircuitArea circuit = new CircuitArea(pipeline);
    List<Area> areas = new ArrayList<>();
    for (int i = 0; i < circuit.datapath.nodes().size(); i++) {
      areas.add(circuit.live.reach(i) > 0 ? circuit.node(i) : Area.NONE);
    }
    return areas;
  }

  private static Area luts(int count) {
    return new Area(count, 0, 0, 0, 0);
  }

  private Area node(int i) {
    return switch (datapath.node(i).operation()) {
      case Operation.Add(int a, int b) -> sum(i, Math.max(zeros(i, a), zeros(i, b)));
      case Operation.Subtract(_, int b) ->
          FusedChoice.isInversion(datapath, i) ? Area.NONE : difference(i, b);
      case Operation.Negate(int a) ->
          switch (device.sums()) {
            case APART -> difference(i, a);
            case CHAINED -> device.row("negate", live.reach(i)).area();
          };
      // Half of the last bit and the bit that it is added to lie below the result.
      case Operation.Round(_, Operation.Rounding mode) ->
          switch (mode) {
            case FLOOR -> Area.NONE;
            case NEAREST -> built(i, device.row("increment", live.reach(i) + 1).area());
          };
      case Operation.Select _ when merged.get(i) -> Area.NONE;
      case Operation.Select _ -> {
        Area whole = device.of(datapath, i).area();
        int width = datapath.node(i).format().widthBits();
        yield luts(Math.ceilDiv(whole.lut() * live.count(i), width));
      }
      // A bit that no one reads is not moved into the range either.
      case Operation.Saturate(int a) ->
          live.count(i) == 0
              ? Area.NONE
              : SaturationCost.of(device, datapath.node(a), datapath.node(i), live.count(i)).area();
      case Operation.Lookup _ -> summands.isTakenIn(i) ? Area.NONE : device.of(datapath, i).area();
      case Operation.Input _,
          Operation.Literal _,
          Operation.Align _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Reinterpret _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Any _ ->
          device.of(datapath, i).area();
      case Operation.Multiply _ ->
          pipeline.sharing().of(i).map(m -> shared(i, m)).orElse(device.of(datapath, i).area());
    };
  }

  /** What products take turns at counts with the first of them. */
  private Area shared(int i, SharedMultiplier multiplier) {
    return multiplier.products().getFirst() == i ? multiplier.area(datapath, device) : Area.NONE;
  }

  private Area difference(int i, int subtrahend) {
    Area area = sum(i, zeros(i, subtrahend));
    return switch (device.sums()) {
      case APART -> area.plus(luts(newlyInverted(i, subtrahend)));
      case CHAINED -> area;
    };
  }

  /** A sum with zeros at the low end of an operand is the other operand there. */
  private Area sum(int i, int zeros) {
    int width = live.reach(i) - zeros;
    return width <= 0 ? Area.NONE : built(i, device.row("add", width).area());
  }

  /** Lowest bits of an operand that are always zero. */
  private int zeros(int i, int operand) {
    int zeros = 0;
    while (zeros < live.reach(i) && BitSource.of(datapath, operand, zeros).equals(BitSource.ZERO)) {
      zeros++;
    }
    return zeros;
  }

  /** Where sums stand apart from their carry, a bit that no one reads has no table of its own. */
  private Area built(int i, Area area) {
    return switch (device.sums()) {
      case CHAINED -> area;
      case APART -> {
        int notRead = live.reach(i) - live.count(i);
        yield new Area(Math.max(0, area.lut() - notRead), 0, 0, area.carry(), 0);
      }
    };
  }

  /**
   * What is subtracted has to be inverted before the carry, unless a table of the stage makes it.
   */
  private int newlyInverted(int i, int subtrahend) {
    int before = inverted.size();
    int stage = pipeline.slots().get(i).stage();
    for (int bit = 0; bit < live.reach(i); bit++) {
      BitSource source = BitSource.of(datapath, subtrahend, bit);
      if (!source.isConstant() && !isMadeByTables(source.node(), stage)) {
        inverted.add(new Inverted(source, stage));
      }
    }
    return inverted.size() - before;
  }

  private boolean isMadeByTables(int node, int stage) {
    if (pipeline.slots().get(node).availableStage() != stage) {
      return false;
    }
    return switch (datapath.node(node).operation()) {
      case Operation.Input _, Operation.Multiply _ -> false;
      case Operation.Lookup _ -> device.of(datapath, node).area().bram() == 0;
      case Operation.Literal _,
          Operation.Add _,
          Operation.Subtract _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Align _,
          Operation.Round _,
          Operation.Saturate _,
          Operation.Any _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Reinterpret _ ->
          true;
    };
  }
}
