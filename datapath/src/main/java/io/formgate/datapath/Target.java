package io.formgate.datapath;

import java.util.OptionalDouble;

/** What a datapath is built for: which parts there are, and which of several circuits is better. */
public interface Target {

  /** {@return what products are built from} */
  Multiplier multiplier();

  /**
   * {@return a figure of merit of a circuit, less is better; empty if it cannot be built}
   *
   * @param function a circuit of one function, which others like it are compared with
   */
  OptionalDouble cost(Datapath function);
}
