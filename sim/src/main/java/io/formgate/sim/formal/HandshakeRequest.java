package io.formgate.sim.formal;

import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import java.time.Duration;

/**
 * Which wrapper of handshakes is to be proved.
 *
 * @param datapath golden model of the circuit inside, whose module has its name
 * @param coreLatencyCycles register ranks of the circuit inside
 * @param initiationInterval fewest cycles between two vectors
 * @param wrapper which handshakes
 * @param moduleName name of the wrapper's module
 * @param systemVerilog text of the wrapper, without that of the circuit inside
 * @param limit wall time for all of it
 */
public record HandshakeRequest(
    Datapath datapath,
    int coreLatencyCycles,
    int initiationInterval,
    Wrapper wrapper,
    String moduleName,
    String systemVerilog,
    Duration limit) {

  /** Checks wrapper and limit. */
  public HandshakeRequest {
    if (wrapper == Wrapper.NONE) {
      throw new IllegalArgumentException("there is no wrapper to prove");
    }
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a proof in " + limit);
    }
  }
}
