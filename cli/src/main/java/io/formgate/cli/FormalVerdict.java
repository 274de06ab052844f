package io.formgate.cli;

import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.HandshakeReport;
import java.util.Optional;

/**
 * What the solver says of a circuit and of the wrapper around it.
 *
 * @param circuit of the circuit
 * @param wrapper of the wrapper; empty without one
 */
record FormalVerdict(FormalReport circuit, Optional<HandshakeReport> wrapper) {

  /** {@return whether both are proved for all inputs} */
  boolean isProved() {
    return circuit.verdict() == FormalReport.Verdict.PROVED
        && wrapper.stream().allMatch(w -> w.verdict() == HandshakeReport.Verdict.PROVED);
  }

  /** {@return the verdict of the circuit, or if that is proved of the wrapper, for programs} */
  String word() {
    return circuit.verdict() == FormalReport.Verdict.PROVED && wrapper.isPresent()
        ? wrapper.get().verdict().word()
        : circuit.verdict().word();
  }
}
