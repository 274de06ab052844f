package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.sim.Coverage;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WaveFile;
import io.formgate.sim.WrapperReport;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves emitted circuits again, from their files alone. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates an emitted circuit in Verilator against its golden model.",
      "The vectors are the data set's, corners and seeded random ones; all bits have to be equal."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      description = "output folder of compile, distill or emit, or one of its candidates")
  private Path folder = Path.of("");

  @Option(
      names = "--waves",
      description =
          "write the first cycles as waves.fst too; where something is wrong, its cycles are written"
              + " in any case")
  private boolean waves;

  @Option(
      names = "--coverage",
      description = "count the lines that are reached and the bits that change, into coverage/")
  private boolean coverage;

  @Option(
      names = "--formal",
      description = "prove with yosys that the circuit is right for all inputs, into formal.json")
  private boolean formal;

  @Option(
      names = "--formal-limit",
      paramLabel = "SECONDS",
      description = "time for the proof of a circuit, with --formal (default: ${DEFAULT-VALUE})",
      defaultValue = "120")
  private long formalLimitSeconds;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Arguments.atLeast("--formal-limit", formalLimitSeconds, 1);
    if (!formal && spec.commandLine().getParseResult().hasMatchedOption("--formal-limit")) {
      throw Arguments.usage(
          "--formal-limit is given without --formal", "give --formal too, or leave out the limit");
    }
    // Before any circuit is simulated, a missing solver is told.
    Optional<FormalCheck> prover = formal ? Optional.of(Proof.prover(terminal)) : Optional.empty();
    int code = ExitCode.DONE;
    for (Path candidate : CandidateFolder.find(folder)) {
      CandidateFolder c = CandidateFolder.read(candidate);
      Manifest m = c.manifest();
      VerificationReport report =
          Proof.run(
              terminal,
              c.datapath(),
              c.ranges(),
              m.latencyCycles(),
              m.initiationInterval(),
              c.systemVerilog(),
              new Proof.Plan(c.vectors(), m.randomVectors(), m.seed()),
              CandidateFolder.waves(candidate, waves ? WaveFile.When.ALWAYS : WaveFile.When.WRONG));
      m = CandidateFolder.keepWaves(candidate, m, report);
      terminal.line(candidate.toString());
      Optional<WrapperReport> handshakes =
          Proof.wrapperRequest(
                  c.datapath(),
                  m.latencyCycles(),
                  m.initiationInterval(),
                  m.wrapperKind(),
                  m.top(),
                  List.of(c.systemVerilog(), c.wrapperText()),
                  m.seed())
              .map(r -> Proof.handshakes(terminal, r));
      if (report.passed() && handshakes.stream().allMatch(WrapperReport::passed)) {
        CircuitReport.verdict(report).forEach(terminal::full);
        if (coverage) {
          Coverage counted = Proof.coverage(terminal, c.request());
          m = CoverageFiles.write(candidate, m, counted);
          CoverageFiles.lines(m, counted).forEach(terminal::full);
        }
        handshakes.ifPresent(h -> CircuitReport.verdict(h).forEach(terminal::full));
        if (prover.isPresent()) {
          code = Math.max(code, prove(prover.get(), candidate, m, c));
        }
      } else {
        Diagnostic mismatch =
            Diagnostic.of(
                DiagnosticCode.VERIFY_MISMATCH,
                (report.passed() ? m.top() : m.systemVerilog())
                    + " differs from its golden model "
                    + m.datapath(),
                "emit the circuit again; if the difference stays, it is a bug in formgate");
        report.lines().forEach(l -> terminal.full("  " + l));
        handshakes.ifPresent(h -> h.lines().forEach(l -> terminal.full("  " + l)));
        terminal.err().print(mismatch.render());
        if (coverage) {
          terminal.full("  no coverage is counted of a circuit that differs");
        }
        if (formal) {
          terminal.full("  no proof is tried of a circuit that differs");
        }
        code = ExitCode.NOT_MET;
      }
    }
    return code;
  }

  /** {@return the exit code} */
  private int prove(FormalCheck prover, Path folder, Manifest manifest, CandidateFolder c) {
    FormalReport report =
        prover.check(
            new FormalRequest(
                c.datapath(),
                manifest.latencyCycles(),
                manifest.module(),
                c.systemVerilog(),
                Duration.ofSeconds(formalLimitSeconds)));
    FormalFiles.write(folder, manifest, c.systemVerilog(), report);
    FormalFiles.lines(report).forEach(terminal::full);
    Optional<Diagnostic> diagnostic = FormalFiles.diagnostic(manifest, report);
    diagnostic.ifPresent(d -> terminal.err().print(d.render()));
    return diagnostic.isPresent() ? ExitCode.NOT_MET : ExitCode.DONE;
  }
}
