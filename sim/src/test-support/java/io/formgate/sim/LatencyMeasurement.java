package io.formgate.sim;

import io.formgate.datapath.Datapath;

/** Measures latencies of circuits in Verilator, with few vectors. */
public final class LatencyMeasurement {
  private static final long RANDOM_VECTORS = 500;
  private static final long CORNER_CAP = 1000;
  private static final int EXHAUSTIVE_BITS = 12;

  private LatencyMeasurement() {}

  /**
   * {@return what the simulation of a circuit shows}
   *
   * @param verifier runs it
   * @param circuit measured against the latency of its pipeline
   * @param seed of vectors and gaps
   */
  public static VerificationReport measure(Verifier verifier, RandomCircuit circuit, long seed) {
    Datapath datapath = circuit.bundle().pipeline().datapath();
    Stimulus stimulus =
        new StimulusPlan(circuit.ranges(), null, RANDOM_VECTORS, CORNER_CAP, EXHAUSTIVE_BITS)
            .build(datapath, seed);
    return verifier.verify(
        new VerificationRequest(
            datapath,
            circuit.pipelineCycles(),
            circuit.bundle().moduleName(),
            circuit.bundle().systemVerilog(),
            stimulus,
            seed));
  }

  /**
   * {@return whether a circuit has one latency, the datapath's values and a result in every cycle}
   *
   * @param circuit what was measured
   * @param report what its simulation shows
   */
  public static boolean holds(RandomCircuit circuit, VerificationReport report) {
    int cycles = circuit.schedulerCycles();
    return report.passed()
        && report.measuredLatencyCycles().orElse(-1) == cycles
        && circuit.pipelineCycles() == cycles
        && circuit.statedCycles() == cycles;
  }
}
