package io.formgate.datapath;

import java.util.Optional;

/** What a datapath is built for: which parts there are, and which of several circuits is better. */
public interface Target {
  /**
   * What a circuit takes.
   *
   * @param area all parts, as the number of one kind
   * @param delay from inputs to outputs, in any unit
   */
  record Figures(double area, double delay) {}

  /** {@return what products are built from} */
  Multiplier multiplier();

  /**
   * {@return inputs of a look-up table: a narrower table is made in no better way, and wider ones
   * are estimated by them}
   */
  int lutInputs();

  /** {@return what figures depend on besides the circuit: equal only where they are the same} */
  Object counting();

  /**
   * {@return what a circuit takes; empty if it cannot be built}
   *
   * @param function a circuit of one function
   */
  Optional<Figures> figures(Datapath function);

  /**
   * {@return a figure of merit of a circuit, less is better}
   *
   * @param figures what it takes
   */
  double cost(Figures figures);
}
