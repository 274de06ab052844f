package io.formgate.cli;

import io.formgate.constraints.PortRegisters;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.hwcost.Pipeline;
import io.formgate.report.Candidate;
import io.formgate.report.Circuit;
import io.formgate.report.ReportData;
import io.formgate.report.ReportJson;
import io.formgate.report.ReportPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The page of a distillation: the front, and of each circuit curves, tables and verdicts. */
final class DistillPage {
  private static final int BRIEF = 60;

  private final Spec spec;
  private final DistillData data;
  private final Path run;
  private final String line;
  private final List<String> reproduce;

  /**
   * Takes what all circuits have in common.
   *
   * @param spec what was asked for
   * @param data rows with what the teacher says of them
   * @param run the folder of the run
   * @param line the command that makes it again, without a folder
   * @param name of the module
   */
  DistillPage(Spec spec, DistillData data, Path run, String line, String name) {
    this.spec = spec;
    this.data = data;
    this.run = run;
    this.line = line;
    this.reproduce = ReportCandidates.again(line, name);
  }

  /**
   * Writes the page and its data.
   *
   * @param folder of the run
   * @param name of the module
   * @param asked the spec as it stands in the folder
   * @param entries the front
   * @param picked which of them is reported; it is shown first
   */
  void write(
      RunFolder folder,
      String name,
      String asked,
      List<DistillReport.Entry> entries,
      DistillReport.Entry picked) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      candidates.add(candidate("" + (i + 1), entries.get(i), entries.get(i).equals(picked)));
    }
    ReportData report =
        new ReportData(
            Version.text(),
            name,
            line,
            asked,
            List.of(
                fact("teacher", data.teacher()),
                fact("rows to fit", rowsToFit()),
                fact("rows apart", Numbers.count(data.apart().rows())),
                fact("curves and classes", shown().words())),
            ReportCircuit.device(picked.circuit().pipeline().device()),
            ports(),
            candidates,
            List.of(
                new ReportData.Download("spec.fg", "the spec"),
                new ReportData.Download("front.csv", "the front and what it does"),
                new ReportData.Download("front.json", "the same for programs"),
                new ReportData.Download("roc.svg", "the curves of the reported circuit"),
                new ReportData.Download(ReportBuilder.DATA, "what this page shows, for programs")));
    folder.write(ReportBuilder.DATA, ReportJson.write(report));
    folder.write(ReportBuilder.PAGE, ReportPage.html(List.of(report)));
  }

  private String rowsToFit() {
    return data.rowsToFit();
  }

  /**
   * Rows of which curves are drawn.
   *
   * @param rows the rows
   * @param on what figures call them
   * @param words a few words about them
   */
  private record Shown(TaughtRows rows, String on, String words) {}

  private Shown shown() {
    TaughtRows test = data.test();
    if (test != null) {
      return shown(test, "test", "rows to test");
    }
    return data.apart().rows() > 0
        ? shown(data.apart(), "apart", "rows apart")
        : shown(data.own(), "fit", "rows to fit");
  }

  private static Shown shown(TaughtRows rows, String on, String words) {
    return new Shown(rows, on, "on the " + Numbers.count(rows.rows()) + " " + words);
  }

  private static ReportData.Fact fact(String label, String value) {
    return ReportBuilder.fact(label, value);
  }

  private List<ReportData.Port> ports() {
    List<ReportData.Port> ports = new ArrayList<>();
    Units units = SpecPorts.units(spec);
    for (QuantizerRequest.InputPort p : SpecPorts.inputs(spec)) {
      ports.add(
          new ReportData.Port(
              p.name(),
              "input",
              units.of(p.name()),
              p.format().toString(),
              p.range().lo(),
              p.range().hi(),
              ""));
    }
    int classes = spec.outputs().size();
    ports.add(
        new ReportData.Port(
            Classifier.port(spec),
            "output",
            "1",
            spec.thresholds().isEmpty() ? "the index of the class" : "one bit",
            0,
            spec.thresholds().isEmpty() ? classes - 1 : 1,
            String.join(", ", spec.outputNames())));
    return ports;
  }

  private Candidate candidate(String id, DistillReport.Entry entry, boolean isPicked) {
    Classifier c = entry.circuit();
    List<TableFigures> figures = entry.figures();
    TableFigures fit = figures.getLast();
    TableFigures apart = figures.getFirst();
    Shown shown = shown();
    TableFigures of =
        figures.stream().filter(f -> f.on().equals(shown.on())).findFirst().orElseThrow();
    return new Candidate(
        id,
        List.of("classes"),
        formulas(c),
        decisions(c),
        isPicked,
        "",
        "disagreement with the teacher (%)",
        100 * (1 - fit.realAgreement()),
        apart.on().equals("apart") ? Double.valueOf(100 * (1 - apart.agreement())) : null,
        100 * (1 - fit.agreement()),
        circuit(c),
        List.of(
            new Candidate.Fit(
                "classes",
                "1",
                Stream.concat(
                        figures.stream().map(f -> fact(f.on(), words(f))),
                        figures.stream()
                            .filter(f -> !f.passing().isEmpty())
                            .map(f -> fact("passing, " + f.on(), passing(f))))
                    .toList(),
                List.of(),
                List.of(),
                fit.rows(),
                List.of())),
        new Candidate.Confusion(
            spec.outputNames(),
            of.confusion().stream()
                .map(row -> row.stream().map(Integer::longValue).toList())
                .toList()),
        rates(c),
        demands(),
        List.of(),
        ReportBuilder.verification(entry.verification(), entry.handshakes()),
        ReportWaves.of(c.pipeline(), vectors()),
        reproduce,
        ReportBuilder.files(run.resolve("candidates").resolve(entry.folder()), run));
  }

  private List<Candidate.Demand> demands() {
    return spec.constraints().stream()
        .map(d ->
            new Candidate.Demand(
                d.output().orElse("all"), d.text(), d.isHard(), "not checked here", ""))
        .toList();
  }

  private List<long[]> vectors() {
    TaughtRows rows = data.apart().rows() > 0 ? data.apart() : data.own();
    return IntStream.range(0, Math.min(8, rows.rows())).mapToObj(rows::vector).toList();
  }

  private static List<String> decisions(Classifier c) {
    return c.atLeast().isPresent()
        ? List.of("passes where the first score is at least " + c.atLeast().getAsLong())
        : List.of();
  }

  private static String words(TableFigures f) {
    return String.format(
        Locale.ROOT,
        "%s rows: agrees with the teacher in %.4f (%.4f before scores were rounded)%s",
        Numbers.count(f.rows()),
        f.agreement(),
        f.realAgreement(),
        f.teacherAccuracy() == 1
            ? ""
            : String.format(
                Locale.ROOT, ", right in %.4f (teacher %.4f)", f.accuracy(), f.teacherAccuracy()));
  }

  /** {@return which share of each true class passes the threshold} */
  private String passing(TableFigures f) {
    List<String> names = spec.outputNames();
    return IntStream.range(0, names.size())
        .mapToObj(k -> String.format(Locale.ROOT, "%.4f of %s", f.passing().get(k), names.get(k)))
        .collect(Collectors.joining(", "));
  }

  private static List<Candidate.Formula> formulas(Classifier c) {
    return switch (c) {
      case ClosedCircuit closed -> {
        Map<String, Expr> outputs = outputs(closed);
        FormulaParts parts = new FormulaParts(outputs.values());
        yield outputs.entrySet().stream()
            .map(e -> ReportBuilder.formula(e.getKey(), e.getValue(), parts))
            .toList();
      }
      case DistilledCircuit tables ->
          tables.formulas().stream()
              .map(line -> {
                String[] sides = line.split(" = ", 2);
                String brief =
                    sides[1].length() > BRIEF ? sides[1].substring(0, BRIEF) + "..." : sides[1];
                return new Candidate.Formula(
                    sides[0], sides[1], sides[1], brief, null, List.of(), List.of());
              })
              .toList();
    };
  }

  private static Map<String, Expr> outputs(ClosedCircuit closed) {
    Map<String, Expr> outputs = new LinkedHashMap<>();
    closed.circuit().request().outputs().forEach(o -> outputs.put(o.name(), o.formula()));
    return outputs;
  }

  private Circuit circuit(Classifier c) {
    return switch (c) {
      case ClosedCircuit closed -> {
        Map<String, Expr> outputs = outputs(closed);
        FormulaParts parts = new FormulaParts(outputs.values());
        yield ReportCircuit.of(
            closed.circuit(),
            new Units(Map.of()),
            parts.texts(),
            parts.links(closed.circuit(), outputs, spec.search().seed()));
      }
      case DistilledCircuit tables -> {
        Pipeline p = tables.pipeline();
        TableSumPlots plots = new TableSumPlots(tables.design().sum(), SpecPorts.units(spec));
        yield ReportCircuit.of(
            p,
            PortRegisters.of(p.options().inputRegisters(), p.options().outputRegisters()),
            CompiledCircuit.cautiousLatencyCycles(p.datapath(), p.device(), p.options()),
            List.of(),
            List.of(),
            p.datapath().tables().stream().map(plots::of).toList(),
            List.of(
                "the circuit is exactly its tables, whose entries are the fitted scores, rounded to whole numbers"),
            List.of());
      }
    };
  }

  /** {@return the curves of teacher, real-valued scores and circuit, for each class} */
  List<Candidate.Rates> rates(Classifier c) {
    TaughtRows rows = shown().rows();
    double[][] circuit = new double[rows.rows()][];
    double[][] real = new double[rows.rows()][];
    for (int row = 0; row < circuit.length; row++) {
      circuit[row] = c.scores(rows.vector(row));
      real[row] = c.realScores(rows.vector(row));
    }
    List<Candidate.Rates> rates = new ArrayList<>();
    List<String> names = spec.outputNames();
    for (int k = 0; k < (names.size() == 2 ? 1 : names.size()); k++) {
      double[] targets = new double[rows.rows()];
      boolean[] is = TableFigures.isClass(rows.labels(), k);
      Arrays.setAll(targets, row -> is[row] ? 1 : -1);
      rates.add(rate(names.get(k), "teacher", TableFigures.lead(rows.logits(), k), targets));
      rates.add(rate(names.get(k), "real-valued", TableFigures.lead(real, k), targets));
      rates.add(rate(names.get(k), "circuit", TableFigures.lead(circuit, k), targets));
    }
    return rates;
  }

  private static Candidate.Rates rate(
      String name, String source, double[] scores, double[] targets) {
    return ReportErrors.rates(name, source, scores, targets);
  }
}
