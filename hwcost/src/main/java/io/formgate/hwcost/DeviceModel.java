package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperatorCost;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Delay and area of a device, as data with provenance.
 *
 * <p>Read from a text table by {@link DeviceModels}; the table says where each figure comes from. A
 * cost that the table does not have is an error, never a default.
 *
 * @param name device and speed grade
 * @param kind whether delays are a model or were measured by place-and-route
 * @param routeFactor what the sum of arcs is multiplied by
 * @param flipFlopPs clock-to-Q and setup together, in ps
 * @param rows for each operation, its cost at some widths, in ps before the factor
 * @param dsp the multiplier block
 * @param memoryShapes shapes that one 18 kbit memory can take
 * @param memoryClockToOutPs clock to output of a memory, in ps before the factor
 * @param memorySetupPs routing to the address of a memory, in ps before the factor
 * @param tablesInMemoryFromBits narrowest index whose table goes into block memory
 * @param resources what the whole device has
 * @param provenance sources, one line each
 */
public record DeviceModel(
    String name,
    Kind kind,
    double routeFactor,
    int flipFlopPs,
    Map<String, NavigableMap<Integer, Row>> rows,
    Dsp dsp,
    List<MemoryShape> memoryShapes,
    int memoryClockToOutPs,
    int memorySetupPs,
    int tablesInMemoryFromBits,
    Resources resources,
    List<String> provenance)
    implements OperatorCost {

  /** Where the delays come from. */
  public enum Kind {
    /** Computed from public timing data. */
    MODEL,
    /** Measured by place-and-route. */
    MEASURED
  }

  /**
   * The cost of an operation at a width.
   *
   * @param delayPs sum of arcs, in ps
   * @param lut look-up tables
   * @param carry carry elements
   */
  public record Row(int delayPs, int lut, int carry) {}

  /**
   * The multiplier block.
   *
   * @param block its operands
   * @param delayPs sum of arcs, in ps
   */
  public record Dsp(MultiplierBlock block, int delayPs) {}

  /**
   * A shape of a block memory.
   *
   * @param depth words
   * @param width bits of a word
   */
  public record MemoryShape(int depth, int width) {}

  /**
   * What a device has.
   *
   * @param lut look-up tables
   * @param dsp multiplier blocks
   * @param bram18 block memories of 18 kbit
   */
  public record Resources(int lut, int dsp, int bram18) {}

  /**
   * {@return an area as a number of look-up tables, where a block counts for as many as the device
   * has for each of its kind}
   *
   * @param area the area
   */
  public double lutEquivalents(Area area) {
    return area.lut()
        + (double) resources.lut() / resources.dsp() * area.dsp()
        + (double) resources.lut() / resources.bram18() * area.bram18();
  }

  /**
   * {@return this device with another factor for routing}
   *
   * @param factor what the sum of arcs is multiplied by
   */
  public DeviceModel withRouteFactor(double factor) {
    return new DeviceModel(
        name,
        kind,
        factor,
        flipFlopPs,
        rows,
        dsp,
        memoryShapes,
        memoryClockToOutPs,
        memorySetupPs,
        tablesInMemoryFromBits,
        resources,
        provenance);
  }

  @Override
  public OperationCost of(Datapath d, int index) {
    Node node = d.node(index);
    return switch (node.operation()) {
      case Operation.Input _,
          Operation.Literal _,
          Operation.Align _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Reinterpret _ ->
          OperationCost.WIRING;
      case Operation.Add _, Operation.Subtract _, Operation.Negate _, Operation.Absolute _ ->
          row("add", width(node));
      case Operation.Minimum(int a, int b) -> minimum(d, node, a, b);
      case Operation.Maximum(int a, int b) -> minimum(d, node, a, b);
      case Operation.Select(_, int a, int b) ->
          isLiteral(d, a) && isLiteral(d, b) ? OperationCost.WIRING : row("select", width(node));
      case Operation.Round(int a, Operation.Rounding mode) ->
          switch (mode) {
            case FLOOR -> OperationCost.WIRING;
            case NEAREST -> row("add", width(d.node(a)));
          };
      case Operation.Saturate(int a) -> saturate(d.node(a), node);
      case Operation.Lookup(int table, _) -> lookup(d.tables().get(table));
      case Operation.Multiply(int a, int b) ->
          multiply(signedWidth(d.node(a)), signedWidth(d.node(b)));
    };
  }

  private static boolean isLiteral(Datapath d, int node) {
    return d.node(node).operation() instanceof Operation.Literal;
  }

  private static int width(Node node) {
    return node.format().widthBits();
  }

  private static int signedWidth(Node node) {
    return width(node) + (node.format().signed() ? 0 : 1);
  }

  private OperationCost minimum(Datapath d, Node node, int a, int b) {
    int compared = Math.max(width(d.node(a)), width(d.node(b)));
    return then(row("compare", compared), row("select", width(node)));
  }

  /** The bits above the kept ones are all equal, or the value is out of range: no comparison. */
  private OperationCost saturate(Node from, Node to) {
    if (to.format().holds(from.rawLo()) && to.format().holds(from.rawHi())) {
      return OperationCost.WIRING;
    }
    int dropped = Math.max(1, width(from) - width(to) + 1);
    return then(row("ones", dropped), row("select", width(to)));
  }

  /**
   * {@return the cost of a table}
   *
   * @param table the table
   */
  public OperationCost lookup(FunctionTable table) {
    return lookup(table.indexFormat().widthBits(), table.valueFormat().widthBits());
  }

  /**
   * {@return the cost of a table}
   *
   * @param indexBits bits of the index
   * @param valueBits bits of an entry
   */
  public OperationCost lookup(int indexBits, int valueBits) {
    if (indexBits < tablesInMemoryFromBits) {
      OperationCost oneBit = row("lookup", indexBits);
      // A LUT6 is two tables of five inputs.
      int luts = indexBits <= 5 ? (valueBits + 1) / 2 : oneBit.area().lut() * valueBits;
      return OperationCost.combinational(oneBit.delayPs(), new Area(luts, 0, 0, 0, 0));
    }
    int memories = Integer.MAX_VALUE;
    for (MemoryShape shape : memoryShapes) {
      long deep = ((1L << indexBits) + shape.depth() - 1) / shape.depth();
      int wide = (valueBits + shape.width() - 1) / shape.width();
      memories = (int) Math.min(memories, deep * wide);
    }
    return new OperationCost(
        routed(memorySetupPs),
        true,
        Math.max(0, routed(memoryClockToOutPs) - flipFlopPs),
        new Area(0, 0, 0, memories, 0));
  }

  /**
   * {@return the cost of a product in one multiplier block}
   *
   * @param signedWidthA bits of one operand, its sign included
   * @param signedWidthB bits of the other operand, its sign included
   * @throws IllegalStateException if it does not fit
   */
  public OperationCost multiply(int signedWidthA, int signedWidthB) {
    MultiplierBlock block = dsp.block();
    if (Math.max(signedWidthA, signedWidthB) > block.widthA()
        || Math.min(signedWidthA, signedWidthB) > block.widthB()) {
      throw new IllegalStateException(
          "device " + name + " has no multiplier of " + signedWidthA + " x " + signedWidthB);
    }
    return OperationCost.combinational(routed(dsp.delayPs()), new Area(0, 0, 1, 0, 0));
  }

  private static OperationCost then(OperationCost first, OperationCost second) {
    return OperationCost.combinational(
        first.delayPs() + second.delayPs(), first.area().plus(second.area()));
  }

  /**
   * {@return the cost of an operation at a width, interpolated between rows}
   *
   * @param operation first word of its rows
   * @param widthBits from 1 to {@link FixedFormat#MAX_WIDTH_BITS}
   * @throws IllegalStateException if the table has no rows around the width
   */
  public OperationCost row(String operation, int widthBits) {
    NavigableMap<Integer, Row> known = rows.get(operation);
    var below = known == null ? null : known.floorEntry(widthBits);
    var above = known == null ? null : known.ceilingEntry(widthBits);
    if (below == null || above == null) {
      throw new IllegalStateException(
          "device " + name + " has no cost of " + operation + " at " + widthBits + " bits");
    }
    double t =
        above.getKey().equals(below.getKey())
            ? 0
            : (double) (widthBits - below.getKey()) / (above.getKey() - below.getKey());
    Row lo = below.getValue();
    Row hi = above.getValue();
    return OperationCost.combinational(
        routed(between(lo.delayPs(), hi.delayPs(), t)),
        new Area(between(lo.lut(), hi.lut(), t), between(lo.carry(), hi.carry(), t), 0, 0, 0));
  }

  private int routed(int arcsPs) {
    return (int) Math.ceil(arcsPs * routeFactor);
  }

  private static int between(int lo, int hi, double t) {
    return (int) Math.ceil(lo + t * (hi - lo) - 1e-9);
  }
}
