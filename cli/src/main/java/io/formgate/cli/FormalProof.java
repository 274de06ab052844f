package io.formgate.cli;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalRequest;
import io.formgate.sim.formal.HandshakeCheck;
import io.formgate.sim.formal.HandshakeReport;
import io.formgate.sim.formal.HandshakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Proves circuits for all inputs, after their simulation has passed.
 *
 * @param check asks the solver about circuits
 * @param handshakes asks it about wrappers
 * @param limit wall time for each
 */
record FormalProof(FormalCheck check, HandshakeCheck handshakes, Duration limit) {

  /**
   * {@return the way to the solver, if a proof is asked for}
   *
   * @param terminal gives the environment of the tools
   * @param limit wall time for a circuit, and again for its wrapper; empty if no proof is asked for
   * @throws io.formgate.expression.DiagnosticException with {@code TOOL_MISSING} if there is no
   *     solver, before anything else is done
   */
  static Optional<FormalProof> of(Terminal terminal, Optional<Duration> limit) {
    ToolRunner tools = new ToolRunner(terminal.environment());
    return limit.map(l ->
        new FormalProof(
            new FormalCheck(tools, System::nanoTime),
            new HandshakeCheck(tools, System::nanoTime),
            l));
  }

  /**
   * {@return what the solver says of a circuit, which is written into its folder too}
   *
   * @param folder of the circuit
   * @param manifest what the folder holds
   * @param datapath the golden model
   * @param systemVerilog the circuit
   * @param wrapper the wrapper around it; empty without one
   */
  FormalVerdict of(
      Path folder, Manifest manifest, Datapath datapath, String systemVerilog, String wrapper) {
    FormalReport report =
        check.check(
            new FormalRequest(
                datapath,
                manifest.latencyCycles(),
                manifest.initiationInterval(),
                manifest.module(),
                systemVerilog,
                limit));
    Optional<HandshakeReport> around =
        manifest.wrapperKind() == Wrapper.NONE
            ? Optional.empty()
            : Optional.of(
                handshakes.check(
                    new HandshakeRequest(
                        datapath,
                        manifest.latencyCycles(),
                        manifest.initiationInterval(),
                        manifest.wrapperKind(),
                        manifest.top(),
                        wrapper,
                        limit)));
    FormalVerdict verdict = new FormalVerdict(report, around);
    var _ = FormalFiles.write(folder, manifest, systemVerilog, wrapper, verdict);
    return verdict;
  }
}
