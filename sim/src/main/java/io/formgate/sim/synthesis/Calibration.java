package io.formgate.sim.synthesis;

import io.formgate.datapath.Area;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.DeviceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The rows of a device's table from measurements of its operations.
 *
 * <p>A wider operation is neither faster nor smaller than a narrower one: of delays, {@link
 * Monotone#rising} takes the noise of placement out, and of cells {@link Monotone#atMostWider}
 * takes what another structure needs more.
 *
 * @param rows those that have a circuit, operation by operation, the narrowest of each first
 */
public record Calibration(List<Row> rows) {
  /** Index bits of the tables that block memories hold, for the way to their address. */
  private static final int ADDRESS_BITS = 12;

  private static final String RULE = ", made to rise with the width";

  /**
   * A row of the table.
   *
   * @param circuit the operation
   * @param widthBits its width
   * @param measuredPs delay as measured, in ps
   * @param model the row
   * @param source provenance
   */
  public record Row(
      OperatorCircuit circuit,
      int widthBits,
      int measuredPs,
      DeviceModel.Row model,
      String source) {

    private Row with(DeviceModel.Row other) {
      return new Row(circuit, widthBits, measuredPs, other, source);
    }
  }

  /** Copies the list. */
  public Calibration {
    rows = List.copyOf(rows);
  }

  /**
   * {@return the rows of measurements, and rows that are kept of other operations}
   *
   * @param measurements those of one operation by rising width
   * @param provenance tools, seeds and day of the measurements
   * @param kept rows of a table; those of operations that were measured are left out
   */
  public static Calibration of(
      List<OperatorMeasurement> measurements, String provenance, List<Row> kept) {
    Map<OperatorCircuit, List<Row>> byCircuit = new EnumMap<>(OperatorCircuit.class);
    for (Row row : kept) {
      boolean measured = measurements.stream().anyMatch(m -> m.circuit() == row.circuit());
      if (!measured && row.circuit().hasCircuit(row.widthBits())) {
        byCircuit.computeIfAbsent(row.circuit(), _ -> new ArrayList<>()).add(row);
      }
    }
    Map<OperatorCircuit, OperatorMeasurement> narrowest = new EnumMap<>(OperatorCircuit.class);
    measurements.forEach(m -> narrowest.putIfAbsent(m.circuit(), m));
    for (OperatorMeasurement m : measurements) {
      OperatorMeasurement first = narrowest.getOrDefault(m.circuit(), m);
      List<Row> select = byCircuit.getOrDefault(OperatorCircuit.SELECT, List.of());
      byCircuit
          .computeIfAbsent(m.circuit(), _ -> new ArrayList<>())
          .add(new Row(m.circuit(), m.widthBits(), m.delayPs(), row(m, first, select), provenance));
    }
    List<Row> all = new ArrayList<>();
    for (OperatorCircuit circuit : OperatorCircuit.values()) {
      List<Row> rows = new ArrayList<>(byCircuit.getOrDefault(circuit, List.of()));
      rows.sort(Comparator.comparingInt(Row::widthBits));
      all.addAll(monotone(rows));
    }
    return new Calibration(all);
  }

  private static DeviceModel.Row row(
      OperatorMeasurement m, OperatorMeasurement first, List<Row> select) {
    int delay = m.delayPs();
    int route = m.routePs();
    CellCounts counts = m.counts();
    int lut = counts.lut();
    if (m.circuit().ripples()) {
      // The lowest bit is that of the narrowest adder; what is longer is the carry's.
      return new DeviceModel.Row(
          first.delayPs() - first.routePs(),
          Math.max(0, delay - first.delayPs()),
          first.routePs(),
          area(counts, lut));
    }
    if (m.circuit() == OperatorCircuit.ONES && !select.isEmpty()) {
      // Saturation is detection and selection, which has a row of its own.
      int kept = OperatorCircuit.saturatedBits(m.widthBits());
      DeviceModel.Row s = nearest(select, kept).model();
      delay = Math.max(0, delay - s.logicPs() - s.routePs());
      route = Math.min(delay, Math.max(0, route - s.routePs()));
      lut = Math.max(0, lut - kept);
    }
    if (m.circuit() == OperatorCircuit.LOOKUP) {
      lut = Math.ceilDiv(lut, OperatorCircuit.TABLE_VALUE_BITS);
    }
    return new DeviceModel.Row(delay - route, 0, route, area(counts, lut));
  }

  private static Row nearest(List<Row> rows, int widthBits) {
    return rows.stream()
        .min(Comparator.comparingInt(r -> Math.abs(r.widthBits() - widthBits)))
        .orElseThrow();
  }

  private static Area area(CellCounts c, int lut) {
    return new Area(lut, 0, c.dsp(), c.carry(), c.bram());
  }

  /** Rows of one operation by rising width, each column made to rise. */
  private static List<Row> monotone(List<Row> rows) {
    int[] logic = Monotone.rising(column(rows, r -> r.logicPs()));
    int[] ripple = Monotone.rising(column(rows, r -> r.ripplePs()));
    int[] route = Monotone.rising(column(rows, r -> r.routePs()));
    int[] lut = Monotone.atMostWider(column(rows, r -> r.area().lut()));
    int[] carry = Monotone.atMostWider(column(rows, r -> r.area().carry()));
    List<Row> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Area a = rows.get(i).model().area();
      Area area = new Area(lut[i], a.ff(), a.dsp(), carry[i], a.bram());
      result.add(rows.get(i).with(new DeviceModel.Row(logic[i], ripple[i], route[i], area)));
    }
    return result;
  }

  private static int[] column(List<Row> rows, ToIntFunction<DeviceModel.Row> value) {
    return rows.stream().map(Row::model).mapToInt(value).toArray();
  }

  private List<Row> of(OperatorCircuit circuit) {
    return rows.stream().filter(r -> r.circuit() == circuit).toList();
  }

  /**
   * {@return the statements of the rows}
   *
   * @param clockToQ of the flip-flop
   * @param memoryClockToOut of the block memory
   */
  public List<String> statements(
      MeasuredTable.Figure clockToQ, MeasuredTable.Figure memoryClockToOut) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "flip-flop "
            + clockToQ.ps()
            + " clock-to-Q; the rows hold the setup; "
            + clockToQ.source());
    lines.add(
        "memory-variant 1 "
            + nearest(of(OperatorCircuit.SELECT), ADDRESS_BITS).model().routePs()
            + " "
            + memoryClockToOut.ps()
            + " way to a choice of "
            + ADDRESS_BITS
            + " bits, and clock to output; "
            + memoryClockToOut.source());
    String source = "";
    for (OperatorCircuit circuit : OperatorCircuit.values()) {
      List<Row> own = of(circuit);
      if (own.isEmpty()) {
        continue;
      }
      if (!own.getFirst().source().equals(source)) {
        source = own.getFirst().source();
        lines.add("rows-from " + source + (source.endsWith(RULE) ? "" : RULE));
      }
      lines.add(line(circuit, 1, narrowed(own.getFirst())));
      own.stream()
          .filter(r -> r.widthBits() > 1)
          .forEach(r -> lines.add(line(circuit, r.widthBits(), r.model())));
      if (circuit.isOfAnyWidth() && own.getLast().widthBits() < FixedFormat.MAX_WIDTH_BITS) {
        // No circuit is wider: one bit more than the widest costs as much.
        lines.add(line(circuit, FixedFormat.MAX_WIDTH_BITS, own.getLast().model()));
      }
    }
    lines.add(
        "same gate select one choice is constant; "
            + of(OperatorCircuit.SELECT).getFirst().source());
    return lines;
  }

  /** Below the narrowest width an operation takes as long, and its part of the area. */
  private static DeviceModel.Row narrowed(Row row) {
    DeviceModel.Row r = row.model();
    int lut = Math.ceilDiv(r.area().lut(), row.widthBits());
    return new DeviceModel.Row(
        r.logicPs(), r.ripplePs(), r.routePs(), new Area(lut, 0, r.area().dsp(), 0, 0));
  }

  private static String line(OperatorCircuit circuit, int widthBits, DeviceModel.Row r) {
    Area a = r.area();
    return String.format(
        Locale.ROOT,
        "row %-9s %2d %5d %5d %5d  %4d %d %d %3d %d",
        circuit.row(),
        widthBits,
        r.logicPs(),
        r.ripplePs(),
        r.routePs(),
        a.lut(),
        a.ff(),
        a.dsp(),
        a.carry(),
        a.bram());
  }

  /**
   * {@return for each row between two others of its operation, what they give for its width, in ps}
   *
   * @param circuit the operation
   */
  public List<Neighbours> neighbours(OperatorCircuit circuit) {
    List<Row> own = of(circuit);
    List<Neighbours> result = new ArrayList<>();
    for (int i = 1; i + 1 < own.size(); i++) {
      Row low = own.get(i - 1);
      Row here = own.get(i);
      Row high = own.get(i + 1);
      double part =
          (double) (here.widthBits() - low.widthBits()) / (high.widthBits() - low.widthBits());
      double between = delayPs(low) + part * (delayPs(high) - delayPs(low));
      result.add(new Neighbours(here, between));
    }
    return result;
  }

  private static int delayPs(Row row) {
    DeviceModel.Row r = row.model();
    return row.circuit() == OperatorCircuit.ONES
        ? row.measuredPs()
        : r.logicPs() + r.ripplePs() + r.routePs();
  }

  /**
   * A row and what its neighbours give for it.
   *
   * @param row the row
   * @param interpolatedPs delay between those of the next narrower and wider rows, in ps
   */
  public record Neighbours(Row row, double interpolatedPs) {}

  /** {@return operations by the names of their rows} */
  public static List<String> operations() {
    return Arrays.stream(OperatorCircuit.values()).map(OperatorCircuit::row).toList();
  }
}
