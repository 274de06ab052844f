package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.Coverage;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WaveFile;
import io.formgate.sim.WrapperReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--json",
      description = "print the verdicts as one JSON object; all else goes to standard error")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "write the verdicts as JUnit XML too, a test case for each check")
  private @Nullable Path junit;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Terminal people = json ? terminal.onStandardError() : terminal;
    refuseFolder();
    // Before any circuit is simulated, a missing solver is told.
    Optional<FormalProof> prover = FormalProof.of(terminal, formal.limit());
    List<VerificationFacts.Circuit> circuits = new ArrayList<>();
    for (Path candidate : CandidateFolder.find(folder)) {
      CandidateFolder c = CandidateFolder.read(candidate);
      try {
        circuits.add(verify(people, candidate, c, prover));
      } catch (DiagnosticException e) {
        circuits.add(VerificationFacts.Circuit.failed(candidate.toString(), c.manifest(), e));
        tell(circuits);
        throw e;
      }
    }
    return tell(circuits).passed() ? ExitCode.DONE : ExitCode.NOT_MET;
  }

  private void refuseFolder() {
    if (junit != null && Files.isDirectory(junit)) {
      throw Arguments.usage("--junit names the folder " + junit, "name a file");
    }
  }

  /** {@return what programs are told} */
  private VerificationFacts tell(List<VerificationFacts.Circuit> circuits) {
    VerificationFacts facts = VerificationFacts.of(circuits);
    if (junit != null) {
      RunFolder.write(junit, JUnitReport.of(facts));
    }
    if (json) {
      terminal.out().print(Json.write(facts));
    }
    return facts;
  }

  private VerificationFacts.Circuit verify(
      Terminal people, Path candidate, CandidateFolder c, Optional<FormalProof> prover) {
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
    people.line(candidate.toString());
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
    List<VerificationCheck> checks = new ArrayList<>(VerificationCheck.of(report, candidate));
    handshakes.ifPresent(h -> checks.addAll(VerificationCheck.of(h)));
    Coverage counted = null;
    FormalFiles.Facts proof = null;
    if (report.passed() && handshakes.stream().allMatch(WrapperReport::passed)) {
      CircuitReport.verdict(report, candidate).forEach(people::full);
      if (coverage) {
        counted = Proof.coverage(terminal, c.request());
        m = CoverageFiles.write(candidate, m, counted);
        CoverageFiles.lines(m, counted).forEach(people::full);
      }
      handshakes.ifPresent(h -> CircuitReport.verdict(h).forEach(people::full));
      if (prover.isPresent()) {
        FormalVerdict verdict =
            prover.get().of(candidate, m, c.datapath(), c.systemVerilog(), c.wrapperText());
        FormalFiles.lines(verdict).forEach(people::full);
        FormalFiles.diagnostics(m, verdict).forEach(d -> terminal.err().print(d.render()));
        checks.addAll(VerificationCheck.of(verdict));
        proof = FormalFiles.facts(c.systemVerilog(), c.wrapperText(), verdict);
      }
    } else {
      Diagnostic mismatch =
          Diagnostic.of(
              DiagnosticCode.VERIFY_MISMATCH,
              (report.passed() ? m.top() : m.systemVerilog())
                  + " differs from its golden model "
                  + m.datapath(),
              "emit the circuit again; if the difference stays, it is a bug in formgate");
      report.lines(candidate).forEach(l -> people.full("  " + l));
      handshakes.ifPresent(h -> h.lines().forEach(l -> people.full("  " + l)));
      terminal.err().print(mismatch.render());
      if (coverage) {
        people.full("  no coverage is counted of a circuit that differs");
      }
      if (prover.isPresent()) {
        people.full("  no proof is tried of a circuit that differs");
        checks.add(VerificationCheck.noProof());
      }
    }
    return new VerificationFacts.Circuit(
        candidate.toString(),
        m.module(),
        m.top(),
        checks.stream().allMatch(k -> k.verdict() == VerificationCheck.Verdict.PASSED),
        checks,
        VerificationFacts.Simulation.of(report),
        handshakes.map(VerificationFacts.Handshakes::of).orElse(null),
        counted == null ? null : VerificationFacts.Reached.of(counted),
        proof,
        Json.read(candidate.resolve("manifest.json"), Manifest.class).files());
  }
}
