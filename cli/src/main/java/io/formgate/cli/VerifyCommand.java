package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.sim.Coverage;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WaveFile;
import io.formgate.sim.WrapperReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Mixin private FormalOptions formal = new FormalOptions();

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    // Before any circuit is simulated, a missing solver is told.
    Optional<FormalProof> prover = FormalProof.of(terminal, formal.limit());
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
        if (prover.isPresent()) {
          terminal.full("  no proof is tried of a circuit that differs");
        }
        code = ExitCode.NOT_MET;
      }
    }
    return code;
  }

  /** {@return the exit code} */
  private int prove(FormalProof prover, Path folder, Manifest manifest, CandidateFolder c) {
    FormalVerdict verdict =
        prover.of(folder, manifest, c.datapath(), c.systemVerilog(), c.wrapperText());
    FormalFiles.lines(verdict).forEach(terminal::full);
    FormalFiles.diagnostics(manifest, verdict).forEach(d -> terminal.err().print(d.render()));
    return verdict.isProved() ? ExitCode.DONE : ExitCode.NOT_MET;
  }
}
