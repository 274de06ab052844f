package io.formgate.sim;

import io.formgate.datapath.Datapath;

/**
 * What to prove.
 *
 * @param datapath the golden model
 * @param latencyCycles promised number of register ranks from input to output; 0 is combinational
 * @param initiationInterval fewest cycles between two vectors; those that come sooner are ignored
 * @param moduleName name of the top module
 * @param systemVerilog text of the circuit, with ports {@code clock}, {@code reset}, {@code
 *     valid_in}, one for each input node of the datapath, {@code valid_out}, and one for each
 *     output
 * @param stimulus the vectors, at least one
 * @param seed of the random gaps between vectors
 */
public record VerificationRequest(
    Datapath datapath,
    int latencyCycles,
    int initiationInterval,
    String moduleName,
    String systemVerilog,
    Stimulus stimulus,
    long seed) {

  /** Checks the numbers. */
  public VerificationRequest {
    if (latencyCycles < 0) {
      throw new IllegalArgumentException("a latency of " + latencyCycles + " cycles");
    }
    if (initiationInterval < 1) {
      throw new IllegalArgumentException("an interval of " + initiationInterval + " cycles");
    }
    if (stimulus.count() == 0) {
      throw new IllegalArgumentException("a verification without vectors shows nothing");
    }
  }

  /**
   * Asks for a circuit that takes a vector in every cycle.
   *
   * @param datapath the golden model
   * @param latencyCycles promised number of register ranks from input to output
   * @param moduleName name of the top module
   * @param systemVerilog text of the circuit
   * @param stimulus the vectors, at least one
   * @param seed of the random gaps between vectors
   */
  public VerificationRequest(
      Datapath datapath,
      int latencyCycles,
      String moduleName,
      String systemVerilog,
      Stimulus stimulus,
      long seed) {
    this(datapath, latencyCycles, 1, moduleName, systemVerilog, stimulus, seed);
  }
}
