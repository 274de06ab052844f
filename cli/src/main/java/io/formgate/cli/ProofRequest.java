package io.formgate.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * How the circuit of a run is built and proved.
 *
 * @param vectors random vectors over the formats, and as many over the ranges
 * @param wrapper handshakes, empty for those of the spec
 * @param isWholeFront whether every circuit of the front is built and proved
 * @param candidate number of the formula that is built; empty for that which the rule chooses
 * @param formal time for the proof of a circuit for all inputs; empty if there is none
 */
record ProofRequest(
    long vectors,
    String wrapper,
    boolean isWholeFront,
    Optional<String> candidate,
    Optional<Duration> formal) {
  /** Random vectors where nothing is said of them. */
  static final long USUAL_VECTORS = 100_000;
}
