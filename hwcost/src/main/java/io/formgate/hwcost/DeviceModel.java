package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperatorCost;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Delay and area of a device, as data with provenance.
 *
 * <p>Read from a text table by {@link DeviceModels}; the table says where each figure comes from. A
 * cost that the table does not have is an error, never a default.
 *
 * @param name device and speed grade
 * @param kind whether delays are a model or were measured by place-and-route
 * @param family the synthesis flow whose counts the areas are
 * @param timing what holds for every path
 * @param rows for each operation, its cost at some widths
 * @param dsp the multiplier block
 * @param fabric what tables in logic are made of
 * @param sums how sums and their carry stand to each other
 * @param memory the block memory
 * @param resources what the whole device has
 * @param provenance sources, one line each
 * @param file the user's own file that says all this; empty of a device that formgate knows
 */
public record DeviceModel(
    String name,
    Kind kind,
    Family family,
    DeviceTiming timing,
    Map<String, NavigableMap<Integer, Row>> rows,
    Dsp dsp,
    LutFabric fabric,
    Sums sums,
    Memory memory,
    Resources resources,
    List<String> provenance,
    Optional<DeviceFile> file)
    implements OperatorCost {

  /** Where the delays come from. */
  public enum Kind {
    /** Computed from public timing data. */
    MODEL,
    /** Measured by place-and-route. */
    MEASURED
  }

  /** {@return the same device, its multiplier blocks left to others} */
  public DeviceModel withoutMultipliers() {
    return new DeviceModel(
        name,
        kind,
        family,
        timing,
        rows,
        new Dsp(new Multiplier.Adders(), List.of()),
        fabric,
        sums,
        memory,
        resources,
        provenance,
        file);
  }

  /** Which synthesis flow maps circuits to the device. */
  public enum Family {
    /** Xilinx UltraScale+. */
    XCUP,
    /** Xilinx 7 series. */
    XC7,
    /** Lattice ECP5. */
    ECP5,
    /** Lattice iCE40. */
    ICE40,
    /** No device that exists. */
    NONE
  }

  /** How look-up tables of sums and their carry stand to each other. */
  public enum Sums {
    /** The carry runs through the table of each bit, which inverts what is subtracted. */
    CHAINED,
    /**
     * The carry has inputs of its own: a bit that no one reads needs no table, that of a bit takes
     * in one more input, and what is subtracted is inverted before.
     */
    APART
  }

  /**
   * The cost of an operation at a width, before the factor.
   *
   * @param logicPs from an input to the lowest bit of the result
   * @param ripplePs what the highest bit takes more
   * @param routePs way to the inputs
   * @param area resources
   */
  public record Row(int logicPs, int ripplePs, int routePs, Area area) {}

  /**
   * What products are made of.
   *
   * @param block the multiplier block's operands, or that there is none
   * @param variants register ranks inside the block, in ps before the factor
   */
  public record Dsp(Multiplier block, List<OperationCost.Variant> variants) {}

  /**
   * The block memory.
   *
   * @param shapes what one block can be
   * @param variants its register ranks, in ps before the factor
   * @param tablesFromBits narrowest index whose table goes into block memory
   * @param choicesPerBlock how many choices between two bits synthesis spends to save a block: it
   *     then puts several words side by side into one place; 0 if it never does
   * @param blocksPerBram blocks that budgets and reports count as one
   */
  public record Memory(
      List<MemoryShape> shapes,
      List<OperationCost.Variant> variants,
      int tablesFromBits,
      double choicesPerBlock,
      int blocksPerBram) {}

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
   * @param ff flip-flops
   * @param dsp multiplier blocks
   * @param bram block memories
   */
  public record Resources(int lut, int ff, int dsp, int bram) {}

  /**
   * {@return an area as a number of look-up tables, where a block counts for as many as the device
   * has for each of its kind}
   *
   * @param area the area
   */
  public double lutEquivalents(Area area) {
    return area.lut() + each(resources.dsp(), area.dsp()) + each(resources.bram(), area.bram());
  }

  /**
   * {@return the flip-flops of an area as a number of look-up tables, of which the device has so
   * many for each flip-flop}
   *
   * @param area the area
   */
  public double flipFlopEquivalents(Area area) {
    return each(resources.ff(), area.ff());
  }

  private double each(int available, int used) {
    // Where none are left, one counts as all look-up tables.
    return (double) resources.lut() / Math.max(1, available) * used;
  }

  /**
   * {@return block memories as budgets and reports count them}
   *
   * @param area the area
   */
  public double brams(Area area) {
    return (double) area.bram() / memory.blocksPerBram();
  }

  /**
   * {@return the part of a clock period that logic may use, in ps; below 0 if there is none}
   *
   * @param clockPeriodPs clock period in ps
   */
  public int usablePs(int clockPeriodPs) {
    return timing.usablePs(clockPeriodPs);
  }

  /**
   * {@return this device with another factor for the delays of the fabric; that of blocks changes
   * in proportion}
   *
   * @param factor what they are multiplied by
   */
  public DeviceModel withFactor(double factor) {
    return with(timing.withFactor(factor));
  }

  /**
   * {@return this device with a part of every clock period kept free, besides the margin that its
   * own figures ask for}
   *
   * @param percent of the period, from 0; with the device's margin below 100
   */
  public DeviceModel keepingFree(double percent) {
    return with(timing.keepingFree(percent));
  }

  /**
   * {@return this device with a part of every clock period kept free, besides its own margin}
   *
   * @param percent of the period, from 0
   * @param place where the user says it
   * @throws DiagnosticException if the two leave nothing of the period
   */
  public DeviceModel keepingFree(double percent, SourceSpan place) {
    double left = 100 - timing.marginPercent();
    if (!(percent < left)) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.SPEC_VALUE,
              place,
              "no circuit keeps "
                  + DeviceTiming.percent(percent)
                  + " of its clock period free on "
                  + reference()
                  + ", which has a margin of "
                  + DeviceTiming.percent(timing.marginPercent())
                  + " of its own",
              "write less than " + DeviceTiming.percent(left)));
    }
    return keepingFree(percent);
  }

  private DeviceModel with(DeviceTiming other) {
    return new DeviceModel(
        name, kind, family, other, rows, dsp, fabric, sums, memory, resources, provenance, file);
  }

  /**
   * {@return this device as that of a user's own file}
   *
   * @param own the file, the first of its sources
   */
  DeviceModel of(DeviceFile own) {
    List<String> sources = new ArrayList<>();
    sources.add("file " + own.path() + ", SHA-256 " + own.sha256());
    sources.addAll(provenance);
    return new DeviceModel(
        name,
        kind,
        family,
        timing,
        rows,
        dsp,
        fabric,
        sums,
        memory,
        resources,
        List.copyOf(sources),
        Optional.of(own));
  }

  /** {@return what names it on a command line: its name, or the path of its file} */
  public String reference() {
    return file.map(f -> f.path().toString()).orElse(name);
  }

  @Override
  public OperationCost of(Datapath d, int index) {
    Node node = d.node(index);
    int width = width(node);
    return switch (node.operation()) {
      case Operation.Input _,
          Operation.Literal _,
          Operation.Align _,
          Operation.Bits _,
          Operation.Concat _,
          Operation.Reinterpret _ ->
          OperationCost.WIRING;
      case Operation.Add _ -> row("add", width);
      case Operation.Subtract _ -> {
        if (FusedChoice.isInversion(d, index)) {
          yield OperationCost.WIRING;
        }
        // The circuit knows which operands have to be inverted by look-up tables of their own.
        yield new OperationCost(row("subtract", width).variants(), row("add", width).area());
      }
      case Operation.Negate _ -> row("negate", width);
      case Operation.Absolute _ -> row("absolute", width);
      case Operation.Minimum(int a, int b) -> row("minimum", wider(d, a, b));
      case Operation.Maximum(int a, int b) -> row("minimum", wider(d, a, b));
      case Operation.Select(_, int a, int b) -> select(d, index, a, b);
      case Operation.Round(int a, Operation.Rounding mode) ->
          switch (mode) {
            case FLOOR -> OperationCost.WIRING;
            case NEAREST -> row("increment", width(d.node(a)));
          };
      case Operation.Saturate(int a) -> SaturationCost.of(this, d.node(a), node, width);
      case Operation.Any(int a) -> row("ones", width(d.node(a)));
      case Operation.Lookup(int table, _) -> lookup(d.tables().get(table));
      case Operation.Multiply(int a, int b) ->
          multiply(signedWidth(d.node(a)), signedWidth(d.node(b)));
    };
  }

  private static boolean isLiteral(Datapath d, int node) {
    return d.node(node).operation() instanceof Operation.Literal;
  }

  private static int wider(Datapath d, int a, int b) {
    return Math.max(width(d.node(a)), width(d.node(b)));
  }

  private static int width(Node node) {
    return node.format().widthBits();
  }

  private static int signedWidth(Node node) {
    return width(node) + (node.format().signed() ? 0 : 1);
  }

  /**
   * A choice between constants is the condition itself; one with a constant, or between a value and
   * its inverse, is a gate.
   */
  private OperationCost select(Datapath d, int index, int a, int b) {
    if (isLiteral(d, a) && isLiteral(d, b)) {
      return OperationCost.WIRING;
    }
    boolean gate = isLiteral(d, a) || isLiteral(d, b) || FusedChoice.inverts(d, index);
    OperationCost cost = row(gate ? "gate" : "select", width(d.node(index)));
    return FusedChoice.is(d, index) ? new OperationCost(cost.variants(), Area.NONE) : cost;
  }

  /**
   * {@return the cost of a table; in logic, the look-up tables are those of its contents, in memory
   * the bits that have to be stored}
   *
   * @param table the table
   */
  public OperationCost lookup(FunctionTable table) {
    return TableCost.of(table, this);
  }

  /**
   * {@return the cost of a table whose contents are not known}
   *
   * @param indexBits bits of the index
   * @param valueBits bits of an entry
   */
  public OperationCost lookup(int indexBits, int valueBits) {
    if (indexBits < memory.tablesFromBits()) {
      OperationCost oneBit = row("lookup", indexBits);
      return new OperationCost(
          oneBit.variants(), new Area(oneBit.area().lut() * valueBits, 0, 0, 0, 0));
    }
    MemoryMapping mapping = MemoryMapping.of(indexBits, valueBits, memory);
    Area blocks = new Area(0, 0, 0, 0, mapping.blocks());
    if (mapping.wordsPerPlace() == 1) {
      return new OperationCost(scaled(memory.variants(), 0), blocks);
    }
    OperationCost choice = row("select", valueBits);
    int choosePs = mapping.addressBitsOfChoice() * choice.first().setupPs();
    int luts = mapping.lutsOfChoice(fabric, valueBits);
    return new OperationCost(
        scaled(memory.variants(), choosePs), blocks.plus(new Area(luts, 0, 0, 0, 0)));
  }

  /**
   * {@return the cost of a product in one multiplier block}
   *
   * @param signedWidthA bits of one operand, its sign included
   * @param signedWidthB bits of the other operand, its sign included
   * @throws IllegalStateException if it does not fit
   */
  public OperationCost multiply(int signedWidthA, int signedWidthB) {
    int wide = Math.max(signedWidthA, signedWidthB);
    int narrow = Math.min(signedWidthA, signedWidthB);
    boolean fits =
        switch (dsp.block()) {
          case MultiplierBlock(int a, int b) -> wide <= a && narrow <= b;
          case Multiplier.Adders() -> false;
        };
    if (!fits) {
      throw new IllegalStateException(
          "device " + name + " has no multiplier of " + signedWidthA + " x " + signedWidthB);
    }
    OperationCost plain = row("multiply", wide, timing.blockFactor());
    List<OperationCost.Variant> variants = new ArrayList<>(plain.variants());
    variants.addAll(scaled(dsp.variants(), 0));
    return new OperationCost(variants, plain.area());
  }

  /**
   * {@return the cost of one bit of a multiplexer whose select bits are a number}
   *
   * @param choices what it chooses from
   * @throws IllegalStateException if the table has no rows around so many
   */
  public OperationCost multiplexer(int choices) {
    return row("multiplex", choices);
  }

  /**
   * {@return the cost of an operation at a width, interpolated between rows}
   *
   * @param operation first word of its rows
   * @param widthBits from 1 to {@link FixedFormat#MAX_WIDTH_BITS}
   * @throws IllegalStateException if the table has no rows around the width
   */
  public OperationCost row(String operation, int widthBits) {
    return row(operation, widthBits, timing.factor());
  }

  /**
   * {@return whether the table of the device has rows around a width}
   *
   * @param operation first word of its rows
   * @param widthBits the width
   */
  boolean hasRow(String operation, int widthBits) {
    NavigableMap<Integer, Row> known = rows.get(operation);
    return known != null
        && known.floorEntry(widthBits) != null
        && known.ceilingEntry(widthBits) != null;
  }

  private OperationCost row(String operation, int widthBits, double logicFactor) {
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
    Area a = lo.area();
    Area b = hi.area();
    return OperationCost.combinational(
        upPs(
            logicFactor * between(lo.logicPs(), hi.logicPs(), t)
                + timing.factor() * timing.routeFactor() * between(lo.routePs(), hi.routePs(), t)),
        upPs(timing.factor() * between(lo.ripplePs(), hi.ripplePs(), t)),
        new Area(
            between(a.lut(), b.lut(), t),
            between(a.ff(), b.ff(), t),
            between(a.dsp(), b.dsp(), t),
            between(a.carry(), b.carry(), t),
            between(a.bram(), b.bram(), t)));
  }

  /** The way to a block is the fabric's; the registers of a block replace a flip-flop. */
  private List<OperationCost.Variant> scaled(List<OperationCost.Variant> variants, int behindPs) {
    return variants.stream()
        .map(v ->
            new OperationCost.Variant(
                v.leadingRanks(),
                v.trailingRanks(),
                upPs(timing.factor() * timing.routeFactor() * v.setupPs()),
                0,
                v.innerPeriodPs(),
                Math.max(
                    0,
                    upPs(timing.blockFactor() * v.clockToOutPs())
                        + behindPs
                        - timing.flipFlopPs())))
        .toList();
  }

  private static int upPs(double ps) {
    return (int) Math.ceil(ps - 1e-6);
  }

  private static int between(int lo, int hi, double t) {
    return (int) Math.ceil(lo + t * (hi - lo) - 1e-9);
  }
}
