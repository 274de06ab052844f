package io.formgate.datapath;

import java.util.OptionalDouble;

/** What a datapath is built for: which parts there are, and which of several circuits is better. */
public interface Target {

  /** {@return what products are built from} */
  Multiplier multiplier();

  /**
   * {@return whether roots and quotients of wide values are tables of the operand's leading bits,
   * moved to where they belong, and not recurrences digit by digit}
   */
  boolean normalizes();

  /**
   * {@return a figure of merit of a circuit, less is better; empty if it cannot be built}
   *
   * @param function a circuit of one function, which others like it are compared with
   */
  OptionalDouble cost(Datapath function);
}
