package io.formgate.datapath;

import java.util.OptionalDouble;

/** Measures circuits of the same formulas, whose word lengths differ. */
public interface CircuitTrial {
  /**
   * {@return how large the errors are, in any unit of power; empty if the circuit does not keep
   * what is asked}
   *
   * @param everyValue a circuit with each formula as an output
   */
  OptionalDouble noise(Datapath everyValue);

  /**
   * {@return the area of a circuit, in look-up tables}
   *
   * @param datapath a circuit that keeps what is asked
   */
  double area(Datapath datapath);
}
