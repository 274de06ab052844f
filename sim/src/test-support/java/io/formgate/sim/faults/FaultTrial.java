package io.formgate.sim.faults;

import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.RandomCircuit;
import io.formgate.sim.Stimulus;
import io.formgate.sim.StimulusPlan;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.VerificationRequest;
import io.formgate.sim.Verifier;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalRequest;
import java.time.Duration;
import java.util.List;

/**
 * Verifies circuits with planted faults as the program verifies circuits, and asks a solver about
 * those that pass.
 *
 * @param verifier runs the circuits
 * @param formal asks the solver whether a circuit without its registers is its datapath
 * @param formalLimit wall time for that
 * @param equivalence asks it about the circuits as they are, where that gives no answer
 * @param randomVectors random vectors over the formats, and again over the ranges
 */
public record FaultTrial(
    Verifier verifier,
    FormalCheck formal,
    Duration formalLimit,
    Equivalence equivalence,
    long randomVectors) {

  /** Ranks that a fault can add: the latency of a circuit with a fault is not known. */
  private static final int MORE_RANKS = 4;

  private static final int FEW_VECTORS = 64;

  /** What became of a fault. */
  public enum Verdict {
    /** Outputs, their cycle or the handshake are wrong in simulation. */
    DETECTED,
    /** The simulator takes the text for no circuit. */
    REFUSED,
    /** It passes, and nothing can tell it from the circuit. */
    EQUIVALENT,
    /** It passes, and there are inputs for which its outputs are wrong. */
    SURVIVED,
    /** It passes, and the solver found no answer in its time. */
    UNDECIDED
  }

  /**
   * {@return whether the circuit passes as emitted}
   *
   * @param circuit without a fault
   * @param seed of vectors and gaps
   */
  public boolean passes(RandomCircuit circuit, long seed) {
    return report(circuit, circuit.bundle().systemVerilog(), all(circuit, seed), seed).passed();
  }

  /**
   * {@return what becomes of a fault}
   *
   * @param circuit without it
   * @param mutant with it
   * @param seed of vectors and gaps
   * @throws DiagnosticException if a tool fails: that is no verdict about the fault
   */
  public Verdict of(RandomCircuit circuit, Mutant mutant, long seed) {
    VerificationReport report;
    try {
      // What the short runs of every verification find needs no long one.
      report = report(circuit, mutant.systemVerilog(), few(circuit, seed), seed);
      if (report.passed()) {
        report = report(circuit, mutant.systemVerilog(), all(circuit, seed), seed);
      }
    } catch (DiagnosticException e) {
      if (e.diagnostics().getFirst().code() == DiagnosticCode.CIRCUIT_REFUSED) {
        return Verdict.REFUSED;
      }
      throw e;
    }
    if (!report.passed()) {
      return Verdict.DETECTED;
    }
    return switch (formal.check(request(circuit, mutant)).verdict()) {
      case PROVED -> Verdict.EQUIVALENT;
      case DIFFERENT -> Verdict.SURVIVED;
      case NO_PIPELINE, UNDECIDED -> unrolled(circuit, mutant);
    };
  }

  private FormalRequest request(RandomCircuit circuit, Mutant mutant) {
    return new FormalRequest(
        circuit.bundle().pipeline().datapath(),
        circuit.pipelineCycles(),
        circuit.bundle().moduleName(),
        mutant.systemVerilog(),
        formalLimit);
  }

  /** A register more or less may be one that nothing depends on. */
  private Verdict unrolled(RandomCircuit circuit, Mutant mutant) {
    return switch (equivalence.of(
        circuit.bundle().moduleName(),
        circuit.bundle().systemVerilog(),
        mutant.systemVerilog(),
        circuit.pipelineCycles() + MORE_RANKS)) {
      case EQUIVALENT -> Verdict.EQUIVALENT;
      case DIFFERENT -> Verdict.SURVIVED;
      case UNDECIDED -> Verdict.UNDECIDED;
    };
  }

  private static Stimulus few(RandomCircuit circuit, long seed) {
    Datapath datapath = circuit.bundle().pipeline().datapath();
    return new Stimulus(
        List.of(Stimulus.random(datapath.inputFormats(), FEW_VECTORS, seed)));
  }

  private Stimulus all(RandomCircuit circuit, long seed) {
    return StimulusPlan.of(circuit.ranges(), null, randomVectors)
        .build(circuit.bundle().pipeline().datapath(), seed);
  }

  private VerificationReport report(
      RandomCircuit circuit, String systemVerilog, Stimulus stimulus, long seed) {
    Datapath datapath = circuit.bundle().pipeline().datapath();
    return verifier.compare(
        new VerificationRequest(
            datapath,
            circuit.pipelineCycles(),
            circuit.bundle().moduleName(),
            systemVerilog,
            stimulus,
            seed));
  }
}
