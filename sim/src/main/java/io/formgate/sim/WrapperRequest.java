package io.formgate.sim;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;

/**
 * Which wrapper to prove.
 *
 * @param datapath the golden model
 * @param coreLatencyCycles register ranks of the circuit inside
 * @param initiationInterval fewest cycles between two vectors that the circuit takes
 * @param wrapper which handshakes the module has
 * @param moduleName name of the wrapper's module
 * @param systemVerilog texts of the circuit and of the wrapper
 * @param seed of the vectors and of the gaps
 */
public record WrapperRequest(
    Datapath datapath,
    int coreLatencyCycles,
    int initiationInterval,
    Wrapper wrapper,
    String moduleName,
    String systemVerilog,
    long seed) {

  /** Checks that there is a wrapper. */
  public WrapperRequest {
    if (wrapper == Wrapper.NONE) {
      throw new IllegalArgumentException("a circuit without a wrapper has no handshakes");
    }
    if (coreLatencyCycles < 0) {
      throw new IllegalArgumentException("a latency of " + coreLatencyCycles + " cycles");
    }
  }

  /**
   * Asks for the wrapper of a circuit that takes a vector in every cycle.
   *
   * @param datapath the golden model
   * @param coreLatencyCycles register ranks of the circuit inside
   * @param wrapper which handshakes the module has
   * @param moduleName name of the wrapper's module
   * @param systemVerilog texts of the circuit and of the wrapper
   * @param seed of the vectors and of the gaps
   */
  public WrapperRequest(
      Datapath datapath,
      int coreLatencyCycles,
      Wrapper wrapper,
      String moduleName,
      String systemVerilog,
      long seed) {
    this(datapath, coreLatencyCycles, 1, wrapper, moduleName, systemVerilog, seed);
  }

  /** {@return cycles from a vector's acceptance to the offer of its result, if nobody waits} */
  int latencyCycles() {
    return coreLatencyCycles + 1;
  }
}
