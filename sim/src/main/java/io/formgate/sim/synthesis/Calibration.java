package io.formgate.sim.synthesis;

import io.formgate.datapath.Area;
import io.formgate.hwcost.DeviceModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a device's table from measurements of its operations.
 *
 * @param rows one for each measurement, the narrowest of each operation first
 * @param clockToQPs the flip-flop's delay, in ps
 */
public record Calibration(List<Row> rows, int clockToQPs) {

  /**
   * A row and what it was made from.
   *
   * @param measured the measurement
   * @param model the row
   */
  public record Row(OperatorMeasurement measured, DeviceModel.Row model) {}

  /** Copies the list. */
  public Calibration {
    rows = List.copyOf(rows);
  }

  /**
   * {@return the rows of measurements}
   *
   * @param measurements at least one, those of one operation by rising width
   */
  public static Calibration of(List<OperatorMeasurement> measurements) {
    Map<OperatorCircuit, OperatorMeasurement> narrowest = new EnumMap<>(OperatorCircuit.class);
    measurements.forEach(m -> narrowest.putIfAbsent(m.circuit(), m));
    Optional<OperatorMeasurement> select =
        measurements.stream()
            .filter(m -> m.circuit() == OperatorCircuit.SELECT)
            .min(
                Comparator.comparingInt(
                    m -> Math.abs(m.widthBits() - OperatorCircuit.SATURATED_BITS)));
    List<Row> rows = new ArrayList<>();
    for (OperatorMeasurement m : measurements) {
      OperatorMeasurement first = narrowest.getOrDefault(m.circuit(), m);
      rows.add(new Row(m, row(m, first, select)));
    }
    int clockToQ =
        measurements.stream().mapToInt(OperatorMeasurement::clockToQPs).max().orElseThrow();
    return new Calibration(rows, clockToQ);
  }

  private static DeviceModel.Row row(
      OperatorMeasurement m, OperatorMeasurement first, Optional<OperatorMeasurement> select) {
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
    if (m.circuit() == OperatorCircuit.ONES && select.isPresent()) {
      // Saturation is detection and selection, which has a row of its own.
      OperatorMeasurement s = select.get();
      delay = Math.max(0, delay - s.delayPs());
      route = Math.min(delay, Math.max(0, route - s.routePs()));
      lut = Math.max(0, lut - OperatorCircuit.SATURATED_BITS);
    }
    if (m.circuit() == OperatorCircuit.LOOKUP) {
      lut = Math.ceilDiv(lut, OperatorCircuit.TABLE_VALUE_BITS);
    }
    return new DeviceModel.Row(delay - route, 0, route, area(counts, lut));
  }

  /** The longest way to a choice between two values. */
  private int routePs() {
    return rows.stream()
        .filter(r -> r.measured().circuit() == OperatorCircuit.SELECT)
        .mapToInt(r -> r.model().routePs())
        .max()
        .orElseThrow();
  }

  private static Area area(CellCounts c, int lut) {
    return new Area(lut, 0, c.dsp(), c.carry(), c.bram());
  }

  /**
   * {@return the statements of the rows}
   *
   * @param memoryClockToOutPs clock to output of the block memory, in ps
   * @param provenance tools, seeds and day
   */
  public List<String> statements(int memoryClockToOutPs, String provenance) {
    List<String> lines = new ArrayList<>();
    lines.add("flip-flop " + clockToQPs + " clock-to-Q; the rows hold the setup; " + provenance);
    lines.add(
        "memory-variant 1 "
            + routePs()
            + " "
            + memoryClockToOutPs
            + " way to a look-up table, and clock to output; "
            + provenance);
    lines.add("rows-from " + provenance);
    OperatorCircuit last = null;
    for (Row row : rows) {
      if (row.measured().circuit() != last) {
        last = row.measured().circuit();
        lines.add(line(last, 1, narrowed(row)));
      }
      lines.add(line(last, row.measured().widthBits(), row.model()));
    }
    lines.add("same gate select one choice is constant; " + provenance);
    return lines;
  }

  /** Below the narrowest width an operation takes as long, and its part of the area. */
  private static DeviceModel.Row narrowed(Row row) {
    DeviceModel.Row r = row.model();
    int lut = Math.ceilDiv(r.area().lut(), row.measured().widthBits());
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
}
