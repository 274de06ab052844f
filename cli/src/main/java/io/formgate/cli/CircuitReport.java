package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.datapath.ErrorBound;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a designer reads of one circuit.
 *
 * @param circuit formula, datapath, schedule
 * @param units of the ports
 * @param random error against the formulas on random vectors in the declared ranges, by output
 * @param data how the circuit does on the data set, or null without one
 * @param verification what Verilator showed
 */
record CircuitReport(
    CompiledCircuit circuit,
    Units units,
    List<ErrorStatistics> random,
    @Nullable DataFit data,
    VerificationReport verification) {

  /**
   * How an output does on the data set.
   *
   * @param error against the formula at the quantised inputs
   * @param relativeRms root mean square of circuit minus target, over that of the target
   * @param formulaRelativeRms the same for the real-valued formula at the raw inputs
   * @param worst largest distance of circuit and target
   */
  record DataFit(
      ErrorStatistics error, double relativeRms, double formulaRelativeRms, double worst) {}

  /** {@return the lines of the block} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Pipeline p = circuit.pipeline();
    DeviceModel device = p.device();
    for (QuantizerRequest.OutputPort output : circuit.request().outputs()) {
      lines.add(output.name() + " = " + FormulaPrinter.print(output.formula(), 6));
    }
    lines.add(
        row(
            "latency",
            cycles(p.latencyCycles())
                + " = "
                + Numbers.ns((long) p.latencyCycles() * p.clockPeriodPs())
                + " at "
                + Numbers.mhz(p.clockPeriodPs())
                + " ("
                + Numbers.ns(p.clockPeriodPs())
                + "), II = 1; "
                + stages(p.latencyCycles() + 1)
                + ", the longest "
                + Numbers.ns(p.longestStagePs())));
    lines.add(
        row(
            "",
            (circuit.cautiousLatencyCycles().isPresent()
                    ? cycles(circuit.cautiousLatencyCycles().getAsInt())
                    : "does not fit")
                + " if routing takes "
                + CompiledCircuit.CAUTIOUS_ROUTE_FACTOR
                + " times the arcs instead of "
                + device.routeFactor()));
    Area a = circuit.area();
    lines.add(
        row(
            "area",
            Numbers.count(a.lut())
                + " LUT, "
                + a.dsp()
                + " DSP, "
                + Numbers.digits(a.bram18() / 2.0, 5)
                + " BRAM, "
                + Numbers.count(a.ff())
                + " FF, "
                + a.carry()
                + " CARRY ("
                + device.kind().name().toLowerCase(Locale.ROOT)
                + " of "
                + device.name()
                + ")"));
    for (int i = 0; i < circuit.request().outputs().size(); i++) {
      error(i, lines);
    }
    DataFit fit = data;
    if (fit != null) {
      QuantizerRequest.OutputPort output = circuit.request().outputs().getFirst();
      lines.add(
          row(
              "data",
              "circuit to data: RMS "
                  + Numbers.percent(fit.relativeRms())
                  + " (formula "
                  + Numbers.percent(fit.formulaRelativeRms())
                  + "), worst "
                  + units.show(fit.worst(), output.name())
                  + "; circuit to formula: worst "
                  + units.show(fit.error().worst(), output.name())
                  + " on "
                  + Numbers.count(fit.error().vectors())
                  + " rows"));
    }
    for (String note : circuit.quantized().notes()) {
      lines.add(row("note", note));
    }
    lines.addAll(verdict(verification));
    return lines;
  }

  private void error(int i, List<String> lines) {
    QuantizerRequest.OutputPort output = circuit.request().outputs().get(i);
    ErrorBound bound = circuit.quantized().claims().get(i).bound();
    String name = circuit.request().outputs().size() == 1 ? "error" : "error " + output.name();
    lines.add(
        row(
            name,
            "proved within "
                + tolerance(output.tolerance(), output.name())
                + " of the formula on the declared ranges: at most "
                + bound(bound, output.name())));
    lines.add(
        row(
            "",
            "worst seen "
                + units.show(random.get(i).worst(), output.name())
                + ", "
                + Numbers.percent(random.get(i).worstShare())
                + " of the tolerance, on "
                + Numbers.count(random.get(i).vectors())
                + " random vectors"));
  }

  /** {@return the lines that say what was verified} */
  static List<String> verdict(VerificationReport v) {
    List<String> lines = new ArrayList<>();
    if (v.passed()) {
      List<String> groups =
          v.groups().stream().map(g -> Numbers.count(g.count()) + " " + g.name()).toList();
      lines.add(
          row(
              "verified",
              "bit-exact on "
                  + Numbers.count(v.vectors())
                  + " vectors, measured latency "
                  + v.measuredLatencyCycles().getAsInt()
                  + " = scheduled "
                  + v.expectedLatencyCycles()
                  + ", II = 1"));
      lines.add(row("", String.join(", ", groups) + "; seed " + v.seed()));
    } else {
      v.lines().forEach(l -> lines.add(row(lines.isEmpty() ? "FAILED" : "", l)));
    }
    return lines;
  }

  private String tolerance(Tolerance t, String port) {
    if (t.relative() == 0) {
      return units.show(t.absolute(), port);
    }
    return t.absolute() == 0
        ? Numbers.percent(t.relative())
        : "max(" + Numbers.percent(t.relative()) + ", " + units.show(t.absolute(), port) + ")";
  }

  private String bound(ErrorBound b, String port) {
    return b.relative() == 0
        ? units.show(b.absolute(), port)
        : units.show(b.absolute(), port) + " + " + Numbers.percent(b.relative());
  }

  private static String cycles(int n) {
    return n == 1 ? "1 cycle" : n + " cycles";
  }

  private static String stages(int n) {
    return n == 1 ? "one stage of logic" : n + " stages of logic";
  }

  private static String row(String name, String text) {
    return String.format(Locale.ROOT, "  %-9s %s", name, text);
  }

  /** The facts of {@code report.json}. */
  record Facts(
      int latencyCycles,
      double latencyNs,
      int stages,
      int longestStagePs,
      int clockPeriodPs,
      int initiationInterval,
      @Nullable Integer latencyCyclesAtCautiousRouting,
      Area area,
      String areaSource,
      List<ErrorStatistics> errorOnRandomVectors,
      @Nullable DataFit data,
      boolean verified,
      long vectors,
      List<VerificationReport.GroupCount> vectorGroups,
      int measuredLatencyCycles,
      long seed,
      String verilator,
      List<String> notes) {}

  /** {@return the facts for programs; nothing in them depends on the speed of the machine} */
  Facts facts() {
    Pipeline p = circuit.pipeline();
    return new Facts(
        p.latencyCycles(),
        (double) p.latencyCycles() * p.clockPeriodPs() / 1000,
        p.latencyCycles() + 1,
        p.longestStagePs(),
        p.clockPeriodPs(),
        1,
        circuit.cautiousLatencyCycles().isPresent()
            ? Integer.valueOf(circuit.cautiousLatencyCycles().getAsInt())
            : null,
        circuit.area(),
        p.device().kind().name().toLowerCase(Locale.ROOT) + " of " + p.device().name(),
        random,
        data,
        verification.passed(),
        verification.vectors(),
        verification.groups(),
        verification.measuredLatencyCycles().orElse(-1),
        verification.seed(),
        verification.verilatorVersion(),
        circuit.quantized().notes());
  }
}
