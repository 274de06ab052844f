package io.formgate.cli;

import io.formgate.constraints.Compliance;
import io.formgate.constraints.StreamWrapper;
import io.formgate.datapath.ErrorBound;
import io.formgate.datapath.Head;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WrapperReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a designer reads of one circuit.
 *
 * @param circuit formula, datapath, schedule
 * @param units of the ports
 * @param random error against the formulas on random vectors in the declared ranges, by output
 * @param decisions how often decisions are those of the formulas on the same vectors
 * @param data how the circuit does on the data set, or null without one
 * @param verification what Verilator showed of the circuit
 * @param wrapper what stands around it
 * @param handshakes what Verilator showed of the wrapper, if there is one
 * @param formal what the solver says of the circuit, if it was asked
 */
record CircuitReport(
    CompiledCircuit circuit,
    Units units,
    List<ErrorStatistics> random,
    List<HeadStatistics> decisions,
    @Nullable SpecFit data,
    VerificationReport verification,
    StreamWrapper wrapper,
    Optional<WrapperReport> handshakes,
    Optional<FormalVerdict> formal) {

  /** {@return the lines of the block} */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (QuantizerRequest.OutputPort output : circuit.request().outputs()) {
      lines.add(output.name() + " = " + FormulaPrinter.print(output.formula(), 6));
    }
    lines.addAll(HeadText.all(circuit.request()));
    lines.addAll(CircuitCost.lines(circuit));
    for (int i = 0; i < circuit.request().outputs().size(); i++) {
      error(i, lines);
    }
    for (int h = 0; h < decisions.size(); h++) {
      lines.add(decision(circuit, h));
      boolean isProved = Double.isFinite(circuit.quantized().margins().get(h).distance());
      lines.add(
          row(
              "",
              "the same as theirs on "
                  + Numbers.count(decisions.get(h).same())
                  + " of "
                  + Numbers.count(decisions.get(h).vectors())
                  + " random vectors"
                  + (isProved
                      ? ", and on all "
                          + Numbers.count(decisions.get(h).clear())
                          + " that are so clear"
                      : "")));
    }
    if (data != null) {
      onData(data, lines);
    }
    for (String note : circuit.quantized().notes()) {
      lines.add(row("note", note));
    }
    lines.addAll(verdict(verification));
    handshakes.ifPresent(h -> lines.addAll(verdict(h)));
    formal.ifPresent(f -> lines.addAll(FormalFiles.lines(f)));
    return lines;
  }

  /** {@return whether the circuit and its wrapper do what they shall} */
  boolean passed() {
    return verification.passed() && handshakes.stream().allMatch(WrapperReport::passed);
  }

  /** {@return whether no proof was asked for, or there is one} */
  boolean isProved() {
    return formal.stream().allMatch(FormalVerdict::isProved);
  }

  /** {@return the lines that say what was verified of a wrapper} */
  static List<String> verdict(WrapperReport h) {
    List<String> lines = new ArrayList<>();
    if (h.passed()) {
      lines.add(
          row(
              "wrapper",
              h.moduleName()
                  + ": nothing lost, repeated or reordered, bit-exact on "
                  + Numbers.count(h.vectors())
                  + " vectors; "
                  + cycles(h.expectedLatencyCycles())
                  + " where nobody waits, II = "
                  + h.initiationInterval()
                  + "; its buffer is not in the area above"));
      lines.add(
          row(
              "",
              h.phases().stream()
                      .map(p -> Numbers.count(p.count()) + " " + p.name())
                      .collect(Collectors.joining(", "))
                  + "; seed "
                  + h.seed()));
    } else {
      h.lines().forEach(l -> lines.add(row(lines.isEmpty() ? "FAILED" : "", l)));
    }
    return lines;
  }

  private void onData(SpecFit fit, List<String> lines) {
    for (SpecFit.OutputFit o : fit.outputs()) {
      lines.add(
          row(
              fit.outputs().size() == 1 ? "data" : "data " + o.output(),
              // A score is near no number of the data: the metrics tell how classes are told apart.
              (fit.classes() != null
                      ? ""
                      : "circuit to data: RMS "
                          + Numbers.percent(o.relativeRms())
                          + " (formula "
                          + Numbers.percent(o.formulaRelativeRms())
                          + "), worst "
                          + units.show(o.worst(), o.output())
                          + "; ")
                  + "circuit to formula: worst "
                  + units.show(o.error().worst(), o.output())
                  + ", mean magnitude "
                  + units.show(o.error().mean(), o.output())
                  + ", on "
                  + Numbers.count(o.error().vectors())
                  + " rows"));
      if (fit.classes() == null) {
        lines.add(
            row(
                "",
                "the rows hold "
                    + o.output()
                    + " from "
                    + units.show(o.leastTarget(), o.output())
                    + " to "
                    + units.show(o.largestTarget(), o.output())
                    + "; how good the formula is elsewhere no row tells"));
      }
    }
    String metric = "metric";
    for (HardwareMetric m : fit.metrics()) {
      for (HardwareMetric.Line line : m.lines()) {
        lines.add(row(metric, line.what() + ": " + line.text()));
        metric = "";
      }
    }
    if (fit.classes() != null) {
      lines.add(
          row(
              "classes",
              "the largest score is that of the class in "
                  + Numbers.percent(fit.classes().accuracy())
                  + " of the rows (formulas "
                  + Numbers.percent(fit.classes().formulaAccuracy())
                  + "); cross-entropy "
                  + Numbers.digits(fit.classes().crossEntropy(), 4)
                  + " (formulas "
                  + Numbers.digits(fit.classes().formulaCrossEntropy(), 4)
                  + ")"));
    }
    for (SpecFit.Passing p : fit.passing()) {
      lines.add(
          row(
              "passes",
              p.port()
                  + ": "
                  + share(p.passed(), p.rows())
                  + (p.asked().isEmpty()
                      ? " rows"
                      : " rows (asked for "
                          + p.asked()
                          + "), "
                          + share(p.othersPassed(), p.others())
                          + " other rows")));
    }
    for (SpecFit.Chosen c : fit.chosen()) {
      lines.add(
          row(
              c.output().equals(fit.chosen().getFirst().output()) ? "chosen" : "",
              (fit.chosen().size() == 1 ? "" : c.output() + ": ")
                  + (c.chosenBy().contains(c.rule())
                      ? "by the rule " + c.rule()
                      : c.isAsked()
                          ? "because it was asked for; the rule " + c.rule() + " chooses another"
                          : "smaller than the rule "
                              + c.rule()
                              + " asks for, so that all outputs together keep the budget")
                  + others(c)));
    }
    String first = "fitted";
    for (SpecFit.Fitted p : fit.parameters()) {
      lines.add(
          row(
              first,
              (fit.outputs().size() == 1 ? "" : p.output() + ": ")
                  + p.name()
                  + " = "
                  + Numbers.digits(p.value(), 6)
                  + (p.unit().equals("1") ? "" : " " + p.unit())
                  + (p.isAtBound() ? ", an end of its range" : "")));
      first = "";
    }
    String head = "demands";
    for (SpecFit.Demand demand : fit.demands()) {
      Compliance.Finding f = demand.finding();
      lines.add(
          row(
              head,
              (fit.outputs().size() == 1 ? "" : demand.output() + ": ")
                  + f.demand()
                  + (f.isHard() ? "" : " (soft)")
                  + ": "
                  + f.status()
                  + (f.detail().isEmpty() ? "" : ", " + f.detail())
                  + (f.distance() == 0 ? "" : ", distance " + Numbers.digits(f.distance(), 4))));
      head = "";
    }
  }

  private static String share(long part, long whole) {
    return Numbers.count(part) + " of " + Numbers.count(whole);
  }

  private void error(int i, List<String> lines) {
    QuantizerRequest.OutputPort output = circuit.request().outputs().get(i);
    ErrorBound bound = circuit.quantized().claims().get(i).bound();
    String name = circuit.request().outputs().size() == 1 ? "error" : "error " + output.name();
    if (!bound.isKnown()) {
      lines.add(
          row(name, "nothing is proved; measured against the formula on the declared ranges:"));
      lines.add(
          row(
              "",
              "worst seen "
                  + units.show(random.get(i).worst(), output.name())
                  + ", mean magnitude "
                  + units.show(random.get(i).mean(), output.name())
                  + ", RMS "
                  + units.show(random.get(i).rms(), output.name())
                  + ", on "
                  + Numbers.count(random.get(i).vectors())
                  + " random vectors"));
      return;
    }
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
                + " of the tolerance, mean magnitude "
                + units.show(random.get(i).mean(), output.name())
                + ", on "
                + Numbers.count(random.get(i).vectors())
                + " random vectors"));
  }

  /** {@return the line that says where a decision is proved to be that of the formulas} */
  static String decision(CompiledCircuit circuit, int h) {
    Head head = circuit.request().heads().get(h);
    double margin = circuit.quantized().margins().get(h).distance();
    if (!Double.isFinite(margin)) {
      return row("decides", head.name() + ": nothing is proved; as the formulas decide, measured:");
    }
    String shown = Numbers.upwards(margin, 3);
    return row(
        "decides",
        head.name()
            + ": proved to be as of the formulas, moved into their formats, on the declared ranges where "
            + switch (head) {
              case Head.Argmax _ -> "the largest is more than " + shown + " above the second";
              case Head.Threshold _ ->
                  HeadText.formulas(head, circuit.request()).getFirst()
                      + " is more than "
                      + shown
                      + " from the threshold";
            });
  }

  /** {@return the lines that say what was verified} */
  static List<String> verdict(VerificationReport v) {
    return verdict(v, Path.of(""));
  }

  /**
   * {@return the lines that say what was verified}
   *
   * @param folder of the waves, as they say it; may be empty
   */
  static List<String> verdict(VerificationReport v, Path folder) {
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
                  + ", II = "
                  + v.initiationInterval()));
      lines.add(row("", String.join(", ", groups) + "; seed " + v.seed()));
      lines.add(
          row(
              "",
              v.initialStates()
                  + " initial states of the registers; "
                  + Numbers.count(Math.round(v.vectorsPerSecond()))
                  + " vectors/s"));
      if (v.waves() != null) {
        lines.add(row("waves", v.waves().text(folder)));
      }
    } else {
      v.lines(folder).forEach(l -> lines.add(row(lines.isEmpty() ? "FAILED" : "", l)));
    }
    return lines;
  }

  private String tolerance(Tolerance t, String port) {
    return tolerance(t, port, units);
  }

  /** {@return a tolerance in the unit of its port} */
  static String tolerance(Tolerance t, String port, Units units) {
    if (t.relative() == 0) {
      return units.show(t.absolute(), port);
    }
    return t.absolute() == 0
        ? Numbers.percent(t.relative())
        : "max(" + Numbers.percent(t.relative()) + ", " + units.show(t.absolute(), port) + ")";
  }

  private String bound(ErrorBound b, String port) {
    return bound(b, port, units);
  }

  /** {@return a bound in the unit of its port} */
  static String bound(ErrorBound b, String port, Units units) {
    return b.relative() == 0
        ? units.show(b.absolute(), port)
        : units.show(b.absolute(), port) + " + " + Numbers.percent(b.relative());
  }

  static String cycles(int n) {
    return n == 1 ? "1 cycle" : n + " cycles";
  }

  static String row(String name, String text) {
    return String.format(Locale.ROOT, "  %-9s %s", name, text);
  }

  private static String others(SpecFit.Chosen c) {
    List<String> others = c.chosenBy().stream().filter(r -> !r.equals(c.rule())).toList();
    return others.isEmpty() ? "" : "; so would " + String.join(", ", others);
  }

  private List<CircuitFacts.OutputErrors> outputErrors() {
    List<CircuitFacts.OutputErrors> errors = new ArrayList<>();
    for (int i = 0; i < random.size(); i++) {
      String output = circuit.request().outputs().get(i).name();
      errors.add(CircuitFacts.OutputErrors.of(output, random.get(i)));
    }
    return errors;
  }

  /** {@return the facts for programs; nothing in them depends on the speed of the machine} */
  CircuitFacts facts() {
    Pipeline p = circuit.pipeline();
    return new CircuitFacts(
        p.latencyCycles(),
        (double) p.latencyCycles() * p.clockPeriodPs() / 1000,
        p.latencyCycles() + 1,
        p.longestStagePs(),
        p.clockPeriodPs(),
        circuit.registers().word(),
        p.initiationInterval(),
        circuit.cautiousLatencyCycles().isPresent()
            ? Integer.valueOf(circuit.cautiousLatencyCycles().getAsInt())
            : null,
        circuit.area(),
        circuit.brams(),
        p.device().kind().name().toLowerCase(Locale.ROOT) + " of " + p.device().name(),
        outputErrors(),
        decisions,
        data == null ? List.of() : data.outputs(),
        data == null ? null : data.classes(),
        data == null ? List.of() : data.metrics(),
        data == null ? List.of() : data.passing(),
        data == null ? List.of() : data.parameters(),
        data == null ? List.of() : data.demands(),
        data == null ? List.of() : data.chosen(),
        passed(),
        verification.vectors(),
        verification.groups(),
        verification.measuredLatencyCycles().orElse(-1),
        verification.waves() == null ? null : verification.waves().name(),
        wrapper.word(),
        handshakes.map(WrapperReport::phases).orElse(List.of()),
        handshakes.map(WrapperReport::expectedLatencyCycles).orElse(null),
        verification.seed(),
        verification.verilatorVersion(),
        circuit.quantized().notes());
  }
}
