package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LatexPrinter;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.NumPyPrinter;
import io.formgate.expression.SymPyPrinter;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;
import io.formgate.report.ReportJson;
import io.formgate.report.ReportPage;
import io.formgate.report.TypesetFormula;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WrapperReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers what the page of a run shows, and writes it: as data and as a page. */
final class ReportBuilder {
  /** What the page is made of, for {@code formgate report}. */
  static final String DATA = "report-data.json";

  /** The page. */
  static final String PAGE = "report.html";

  private static final int BRIEF_DIGITS = 4;

  private final Units units;
  private final long seed;
  private final List<Candidate> candidates = new ArrayList<>();

  /**
   * Begins a report.
   *
   * @param units of the ports
   * @param seed of random vectors
   */
  ReportBuilder(Units units, long seed) {
    this.units = units;
    this.seed = seed;
  }

  /**
   * What was found of a candidate before.
   *
   * @param lossTitle what the losses count
   * @param loss of the formula, or null
   * @param validationLoss on the rows kept apart, or null
   * @param hardwareLoss of the circuit, or null
   * @param obstacle why it is not on the front, or empty
   * @param demands how it keeps what the spec demands
   */
  record Found(
      String lossTitle,
      @Nullable Double loss,
      @Nullable Double validationLoss,
      @Nullable Double hardwareLoss,
      String obstacle,
      List<SpecFit.Demand> demands) {
    /** {@return what is known of a formula that nobody searched} */
    static Found nothing() {
      return new Found("", null, null, null, "", List.of());
    }
  }

  /**
   * What was made of the candidate that was built.
   *
   * @param report verification and demands
   * @param folder its files
   * @param run folder of the run
   * @param isPicked whether it is the circuit of the run
   * @param reproduce commands
   */
  record Built(
      CircuitReport report, Path folder, Path run, boolean isPicked, List<String> reproduce) {}

  /**
   * Adds a candidate.
   *
   * @param id unique in the run
   * @param outputs names of outputs with their formulas
   * @param circuit its circuit, or null if there is none
   * @param found what was found of it before
   * @param data columns, or null
   * @param classes names of the classes of the spec, of which the outputs are some scores; empty
   *     without classes
   * @param built what was made of it, or null
   * @param commands that build it, where it was not
   */
  void add(
      String id,
      Map<String, Expr> outputs,
      @Nullable CompiledCircuit circuit,
      Found found,
      @Nullable Dataset data,
      List<String> classes,
      @Nullable Built built,
      List<String> commands) {
    ReportErrors errors = circuit == null ? null : new ReportErrors(circuit, units, data);
    SpecFit fit = built == null ? null : built.report().data();
    FormulaParts parts = new FormulaParts(outputs.values());
    boolean areScores = data != null && !classes.isEmpty();
    boolean isEveryScore = areScores && outputs.size() == classes.size();
    candidates.add(
        new Candidate(
            id,
            List.copyOf(outputs.keySet()),
            outputs.entrySet().stream().map(e -> formula(e.getKey(), e.getValue(), parts)).toList(),
            circuit == null ? List.of() : HeadText.all(circuit.request()),
            built != null && built.isPicked(),
            found.obstacle(),
            found.lossTitle(),
            found.loss(),
            found.validationLoss(),
            found.hardwareLoss(),
            circuit == null
                ? null
                : ReportCircuit.of(
                    circuit, units, parts.texts(), parts.links(circuit, outputs, seed)),
            errors == null ? List.of() : errors.fits(seed, areScores),
            errors != null && isEveryScore ? errors.confusion(classes) : null,
            errors != null && areScores ? errors.rates() : List.of(),
            (fit == null ? found.demands() : fit.demands())
                .stream().map(ReportBuilder::demand).toList(),
            fit == null ? List.of() : measured(fit),
            built == null
                ? null
                : verification(built.report().verification(), built.report().handshakes()),
            circuit == null
                ? null
                : ReportWaves.of(
                    circuit,
                    data == null ? List.of() : DataRows.quantized(data, circuit.request().inputs()),
                    seed),
            built != null ? built.reproduce() : commands,
            built == null ? List.of() : files(built.folder(), built.run())));
  }

  /** {@return a formula with its exports and the numbers of its parts} */
  static Candidate.Formula formula(String output, Expr formula, FormulaParts parts) {
    return new Candidate.Formula(
        output,
        FormulaPrinter.print(formula),
        FormulaPrinter.printForPeople(formula),
        FormulaPrinter.print(formula, BRIEF_DIGITS),
        TypesetFormula.equation(output, LearnedFunction.named(formula), parts::number).orElse(null),
        List.of(
            fact("LaTeX", LatexPrinter.print(formula)),
            fact("SymPy", SymPyPrinter.print(formula)),
            fact("NumPy", NumPyPrinter.print(formula))),
        LearnedTables.plots(formula));
  }

  private static Candidate.Demand demand(SpecFit.Demand d) {
    return new Candidate.Demand(
        d.output(),
        d.finding().demand(),
        d.finding().isHard(),
        d.finding().status(),
        d.finding().detail()
            + (d.finding().distance() == 0
                ? ""
                : " distance " + Numbers.digits(d.finding().distance(), 4)));
  }

  private static List<ReportData.Fact> measured(SpecFit fit) {
    List<ReportData.Fact> facts = new ArrayList<>();
    fit.metrics().forEach(m -> m.lines().forEach(l -> facts.add(fact(l.what(), l.text()))));
    for (SpecFit.Fitted p : fit.parameters()) {
      facts.add(
          fact(
              p.name(),
              Numbers.digits(p.value(), 6)
                  + (p.unit().equals("1") ? "" : " " + p.unit())
                  + (p.isAtBound() ? ", an end of its range" : "")));
    }
    for (SpecFit.Chosen c : fit.chosen()) {
      facts.add(
          fact(
              "rules that choose " + c.output(),
              (c.chosenBy().isEmpty() ? "none" : String.join(", ", c.chosenBy()))
                  + "; asked for is "
                  + c.rule()));
    }
    for (SpecFit.Passing p : fit.passing()) {
      facts.add(
          fact(
              p.port() + " at least " + Numbers.digits(p.atLeast(), 6),
              "passes "
                  + Numbers.count(p.passed())
                  + " of "
                  + Numbers.count(p.rows())
                  + " rows"
                  + (p.asked().isEmpty() ? "" : ", asked for " + p.asked())
                  + (p.others() == 0
                      ? ""
                      : "; "
                          + Numbers.count(p.othersPassed())
                          + " of "
                          + Numbers.count(p.others())
                          + " others")));
    }
    return facts;
  }

  /** {@return what Verilator showed} */
  static Candidate.Verification verification(
      VerificationReport v, Optional<WrapperReport> handshakes) {
    List<ReportData.Fact> facts = new ArrayList<>();
    if (v.passed()) {
      v.groups().forEach(g -> facts.add(fact(g.name(), Numbers.count(g.count()) + " vectors")));
      facts.add(fact("with random gaps", Numbers.count(v.gapVectors()) + " more vectors"));
      facts.add(
          fact(
              "initial states",
              v.initialStates()
                  + " of the registers, "
                  + Numbers.count(v.initialStateVectors())
                  + " more vectors from all but the first"));
      facts.add(
          fact(
              "by the golden model alone",
              Numbers.count(v.goldenVectors() + v.gapVectors() + v.initialStateVectors())
                  + " of the vectors; of the others a faster interpreter that agreed with it"));
      facts.add(
          fact(
              "latency",
              v.measuredLatencyCycles().getAsInt()
                  + " measured = "
                  + v.expectedLatencyCycles()
                  + " scheduled, one vector "
                  + (v.initiationInterval() == 1
                      ? "in every cycle"
                      : "every " + v.initiationInterval() + " cycles")));
    } else {
      v.lines().stream().limit(8).forEach(line -> facts.add(fact("", line)));
    }
    facts.add(fact("seed", Long.toString(v.seed())));
    facts.add(fact("simulator", v.verilatorVersion()));
    handshakes
        .map(WrapperReport::lines)
        .ifPresent(lines -> lines.forEach(line -> facts.add(fact("wrapper", line))));
    return new Candidate.Verification(
        v.passed() && handshakes.stream().allMatch(WrapperReport::passed), v.vectors(), facts);
  }

  /** {@return what a kind of file is called, such as {@code systemVerilogBench}} */
  private static String said(String kind) {
    return switch (kind) {
      case "xdc" -> "timing constraints for Vivado";
      case "sdc" -> "timing constraints for other tools";
      default ->
          kind.replaceAll("([A-Z])", " $1")
              .toLowerCase(Locale.ROOT)
              .replace("system verilog", "SystemVerilog")
              .replace("vhdl", "VHDL")
              .replace("cpp", "C++")
              .replace("python", "Python")
              .replace("vivado", "Vivado")
              .replace("fusesoc", "FuseSoC")
              .replace("ipbb dep", "sources for ipbb");
    };
  }

  /** {@return the files of a candidate's folder, as seen from the folder of the run} */
  static List<ReportData.Download> files(Path folder, Path run) {
    Map<String, String> kinds = new HashMap<>();
    Json.read(folder.resolve("manifest.json"), Manifest.class)
        .files()
        .forEach(f -> kinds.put(f.name(), said(f.kind())));
    kinds.put("datapath.txt", "the golden model");
    kinds.put("manifest.json", "ports, formats and files, for programs");
    kinds.put("report.json", "the figures, for programs");
    kinds.put("schedule.txt", "the cycle of every operation");
    kinds.put("formula.txt", "the formulas");
    kinds.put("vectors_in.txt", "the data as raw vectors");
    kinds.put("tables.txt", "the learned tables as text");
    kinds.put("points.csv", "the learned tables as points");
    String below = run.relativize(folder).toString().replace('\\', '/') + "/";
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .map(e -> folder.relativize(e).toString().replace('\\', '/'))
          .sorted()
          .map(name -> new ReportData.Download(below + name, kinds.getOrDefault(name, "")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return what the page of a run is made of}
   *
   * @throws DiagnosticException if the folder holds none
   */
  static ReportData read(Path run) {
    Path file = run.resolve(DATA);
    if (!Files.exists(run)) {
      throw CandidateFolder.notARun(run, "there is no folder of that name");
    }
    try {
      return ReportJson.read(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw Json.damaged(file, "there is none");
    } catch (IOException | IllegalArgumentException e) {
      throw Json.damaged(file, String.valueOf(e.getMessage()));
    }
  }

  /** {@return a line of a table} */
  static ReportData.Fact fact(String label, String value) {
    return new ReportData.Fact(label, value);
  }

  /**
   * Writes the report into the folder of a run.
   *
   * @param run the folder
   * @param command that made it
   * @param asked spec or request
   * @param facts about the run
   * @param built the circuit that was built
   * @param files of the run besides those of the candidates
   */
  void write(
      RunFolder run,
      String command,
      String asked,
      List<ReportData.Fact> facts,
      CompiledCircuit built,
      List<ReportData.Download> files) {
    ReportData data =
        new ReportData(
            Version.text(),
            built.request().name(),
            command,
            asked,
            facts,
            ReportCircuit.device(built.pipeline().device()),
            ports(built.request()),
            candidates.stream().map(c -> FormalFiles.inReport(c, run.path())).toList(),
            files);
    run.write(DATA, ReportJson.write(data));
    run.write(PAGE, ReportPage.html(List.of(data)));
  }

  private List<ReportData.Port> ports(QuantizerRequest request) {
    List<ReportData.Port> ports = new ArrayList<>();
    for (QuantizerRequest.InputPort p : request.inputs()) {
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
    for (QuantizerRequest.OutputPort p : request.outputs()) {
      ports.add(
          new ReportData.Port(
              p.name(),
              "output",
              units.of(p.name()),
              p.format().toString(),
              p.format().range().lo(),
              p.format().range().hi(),
              request
                      .everywhere()
                      .map(u -> "format " + u)
                      .orElseGet(() ->
                          "tolerance " + CircuitReport.tolerance(p.tolerance(), p.name(), units))
                  + (p.saturate() ? ", saturates" : "")));
    }
    return ports;
  }
}
