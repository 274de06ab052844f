package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import java.time.Duration;

/**
 * What to prove.
 *
 * @param datapath the golden model
 * @param latencyCycles promised number of register ranks from input to output
 * @param initiationInterval fewest cycles between two vectors; above 1 multipliers are shared
 * @param moduleName name of the top module
 * @param systemVerilog text of the circuit, with the ports that {@link
 *     io.formgate.sim.VerificationRequest} names
 * @param limit wall time for all of it
 */
public record FormalRequest(
    Datapath datapath,
    int latencyCycles,
    int initiationInterval,
    String moduleName,
    String systemVerilog,
    Duration limit) {

  /**
   * Asks about a circuit that takes a vector in every cycle.
   *
   * @param datapath the golden model
   * @param latencyCycles promised number of register ranks from input to output
   * @param moduleName name of the top module
   * @param systemVerilog text of the circuit
   * @param limit wall time for all of it
   */
  public FormalRequest(
      Datapath datapath,
      int latencyCycles,
      String moduleName,
      String systemVerilog,
      Duration limit) {
    this(datapath, latencyCycles, 1, moduleName, systemVerilog, limit);
  }

  /** Checks the limit. */
  public FormalRequest {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a proof in " + limit);
    }
  }
}
