package io.formgate.sim;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;

/**
 * Which wrapper to prove.
 *
 * @param datapath the golden model
 * @param coreLatencyCycles register ranks of the circuit inside
 * @param wrapper which handshakes the module has
 * @param moduleName name of the wrapper's module
 * @param systemVerilog texts of the circuit and of the wrapper
 * @param seed of the vectors and of the gaps
 */
public record WrapperRequest(
    Datapath datapath,
    int coreLatencyCycles,
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

  /** {@return cycles from a vector's acceptance to the offer of its result, if nobody waits} */
  int latencyCycles() {
    return coreLatencyCycles + 1;
  }
}
