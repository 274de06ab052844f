package io.formgate.cli;

import io.formgate.codegen.HdlFile;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Sha256;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;
import io.formgate.sim.Mismatch;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.HandshakeReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file {@code formal.json} beside a circuit, and what terminal and report say of it. */
final class FormalFiles {
  private static final String FILE = "formal.json";
  private static final String FACT = "formal";

  private FormalFiles() {}

  /**
   * The facts of {@code formal.json}.
   *
   * <p>Where the time was over before the end, the verdict and with it {@code summary}, {@code
   * outputs}, {@code counterexamples}, and the nodes that are shared, equal or open depend on the
   * speed of the machine. Where all is proved, or the circuit is no pipeline, nothing does but for
   * {@code equalNodes} and {@code openNodes}: an output may be proved whole where a node is not.
   *
   * @param module the circuit
   * @param systemVerilogSha256 of the text that was looked at
   * @param verdict as {@link FormalReport.Verdict} has it
   * @param summary the verdict in words
   * @param outputs what is known of each
   * @param problems why the circuit is no pipeline
   * @param nodes computed nodes of the golden model
   * @param sharedNodes of these, how many have a signal in the circuit
   * @param equalNodes of these, how many were proved equal
   * @param openNodes names of the others
   * @param counterexamples one where an output differs
   * @param initiationInterval fewest cycles between two vectors for which that holds
   * @param wrappers the wrapper around the circuit, if there is one
   * @param limitSeconds time that was allowed
   * @param solver the program
   */
  record Facts(
      String module,
      String systemVerilogSha256,
      String verdict,
      String summary,
      List<OutputFact> outputs,
      List<String> problems,
      int nodes,
      int sharedNodes,
      int equalNodes,
      List<String> openNodes,
      List<Counterexample> counterexamples,
      int initiationInterval,
      List<WrapperFact> wrappers,
      long limitSeconds,
      String solver) {}

  /**
   * What is known of an output.
   *
   * @param name of the port
   * @param verdict as that of the circuit
   */
  record OutputFact(String name, String verdict) {}

  /**
   * What is known of a wrapper.
   *
   * @param module the wrapper
   * @param systemVerilogSha256 of the text that was looked at
   * @param verdict as {@link io.formgate.sim.formal.HandshakeReport.Verdict} has it
   * @param summary the verdict in words
   * @param problems what could not be shown
   */
  record WrapperFact(
      String module,
      String systemVerilogSha256,
      String verdict,
      String summary,
      List<String> problems) {}

  /**
   * A value of a port.
   *
   * @param name of the port
   * @param raw raw value
   * @param value exact decimal
   */
  record Value(String name, long raw, String value) {
    static Value of(Mismatch.Value v) {
      return new Value(v.name(), v.raw(), v.decimal());
    }
  }

  /**
   * Inputs for which an output differs.
   *
   * @param inputs of one cycle
   * @param expected by the golden model
   * @param actual of the circuit
   */
  record Counterexample(List<Value> inputs, Value expected, Value actual) {}

  /** {@return the manifest with the file that is written into a circuit's folder} */
  static Manifest write(
      Path candidate,
      Manifest manifest,
      String systemVerilog,
      String wrapper,
      FormalVerdict verdict) {
    RunFolder.write(candidate.resolve(FILE), Json.write(facts(systemVerilog, wrapper, verdict)));
    return CandidateFolder.keep(candidate, manifest, new Manifest.File(FILE, FACT));
  }

  /** {@return what the file holds} */
  static Facts facts(String systemVerilog, String wrapper, FormalVerdict verdict) {
    FormalReport r = verdict.circuit();
    Mismatch m = r.counterexample();
    return new Facts(
        r.moduleName(),
        Sha256.of(systemVerilog),
        r.verdict().word(),
        r.lines().getFirst(),
        r.outputs().stream().map(o -> new OutputFact(o.name(), o.verdict().word())).toList(),
        r.problems(),
        r.nodes(),
        r.sharedNodes(),
        r.equalNodes(),
        r.openNodes(),
        m == null
            ? List.of()
            : List.of(
                new Counterexample(
                    m.inputs().stream().map(Value::of).toList(),
                    Value.of(m.expected()),
                    Value.of(m.actual()))),
        r.initiationInterval(),
        verdict.wrapper().stream()
            .map(w ->
                new WrapperFact(
                    w.moduleName(),
                    Sha256.of(wrapper),
                    w.verdict().word(),
                    w.lines().getFirst(),
                    w.problems()))
            .toList(),
        r.limit().toSeconds(),
        r.solver());
  }

  /** {@return the lines for the terminal} */
  static List<String> lines(FormalVerdict verdict) {
    List<String> lines = new ArrayList<>();
    verdict
        .circuit()
        .lines()
        .forEach(l -> lines.add(CircuitReport.row(lines.isEmpty() ? FACT : "", l)));
    verdict.wrapper().stream()
        .flatMap(w -> w.lines().stream())
        .forEach(l -> lines.add(CircuitReport.row("", l)));
    return lines;
  }

  /** {@return what a user is told who asked for a proof; nothing if there is one} */
  static List<Diagnostic> diagnostics(Manifest m, FormalVerdict verdict) {
    List<Diagnostic> told = new ArrayList<>();
    diagnostic(m, verdict.circuit()).ifPresent(told::add);
    verdict.wrapper().flatMap(FormalFiles::diagnostic).ifPresent(told::add);
    return told;
  }

  private static Optional<Diagnostic> diagnostic(HandshakeReport report) {
    return switch (report.verdict()) {
      case PROVED -> Optional.empty();
      case NOT_PROVED ->
          Optional.of(
              Diagnostic.of(
                  DiagnosticCode.FORMAL_HANDSHAKE,
                  "there is no proof that the wrapper "
                      + report.moduleName()
                      + " keeps its protocol: "
                      + report.problems().getFirst(),
                  "emit the circuit again; if that stays, it is a bug in formgate"));
      case UNDECIDED ->
          Optional.of(undecided("the wrapper " + report.moduleName(), report.limit()));
    };
  }

  private static Diagnostic undecided(String what, Duration limit) {
    return Diagnostic.of(
        DiagnosticCode.FORMAL_UNDECIDED,
        "the solver found no answer about " + what + " in " + limit.toSeconds() + " s",
        "give it more time with --formal-limit");
  }

  private static Optional<Diagnostic> diagnostic(Manifest m, FormalReport report) {
    return switch (report.verdict()) {
      case PROVED -> Optional.empty();
      case DIFFERENT ->
          Optional.of(
              Diagnostic.of(
                  DiagnosticCode.FORMAL_DIFFERENT,
                  "for some inputs " + m.systemVerilog() + " differs from " + m.datapath(),
                  "emit the circuit again; if the difference stays, it is a bug in formgate"));
      case NO_PIPELINE ->
          Optional.of(
              Diagnostic.of(
                  DiagnosticCode.FORMAL_NO_PIPELINE,
                  m.systemVerilog()
                      + " is no pipeline of "
                      + CircuitReport.cycles(m.latencyCycles())
                      + ": "
                      + report.problems().getFirst(),
                  "emit the circuit again; of a circuit that is meant to be so, no proof can be"
                      + " made"));
      case UNDECIDED -> Optional.of(undecided(m.systemVerilog(), report.limit()));
    };
  }

  /**
   * {@return a candidate of a report with what {@code formal.json} in its folder says now}
   *
   * @param candidate as the run left it, or as a report says
   * @param run folder of the run
   */
  static Candidate inReport(Candidate candidate, Path run) {
    Candidate.Verification shown = candidate.verification();
    if (shown == null) {
      return candidate;
    }
    for (ReportData.Download file : candidate.files()) {
      Path folder = run.resolve(file.path()).getParent();
      if (folder != null
          && file.path().endsWith("/manifest.json")
          && Files.isRegularFile(folder.resolve(FILE))) {
        Facts facts = Json.read(folder.resolve(FILE), Facts.class);
        List<ReportData.Fact> all = new ArrayList<>(shown.facts());
        all.removeIf(f -> f.label().equals(FACT));
        all.add(ReportBuilder.fact(FACT, said(facts, folder)));
        List<ReportData.Download> files = new ArrayList<>(candidate.files());
        String path = file.path().replace("manifest.json", FILE);
        if (files.stream().noneMatch(f -> f.path().equals(path))) {
          files.add(new ReportData.Download(path, FACT));
        }
        return candidate
            .withVerification(new Candidate.Verification(shown.isPassed(), shown.vectors(), all))
            .withFiles(files);
      }
    }
    return candidate;
  }

  private static String said(Facts facts, Path folder) {
    Manifest manifest = Json.read(folder.resolve("manifest.json"), Manifest.class);
    try {
      String text = Files.readString(folder.resolve(manifest.systemVerilog()));
      boolean isSame = Sha256.of(text).equals(facts.systemVerilogSha256());
      StringBuilder said = new StringBuilder(facts.summary());
      for (WrapperFact wrapper : facts.wrappers()) {
        Path file = folder.resolve(manifest.fileOf(HdlFile.Kind.STREAM_WRAPPER.word()));
        isSame &= Sha256.of(Files.readString(file)).equals(wrapper.systemVerilogSha256());
        said.append("; ").append(wrapper.summary());
      }
      return isSame
          ? said + " (" + facts.solver() + ")"
          : "looked at another text of the circuit: verify it again with --formal";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
