package io.formgate.datapath;

import java.util.List;

/**
 * A datapath and what is proved of it.
 *
 * @param datapath the circuit
 * @param claims one for each output port
 * @param notes what a designer should know, such as an input range on which a root saturates
 */
public record QuantizedCircuit(Datapath datapath, List<Claim> claims, List<String> notes) {

  /**
   * A proved bound on the error of an output on the declared input ranges.
   *
   * @param output name of the port
   * @param bound distance from the formula, moved into the port's range
   */
  public record Claim(String output, ErrorBound bound) {}

  /** Copies the lists. */
  public QuantizedCircuit {
    claims = List.copyOf(claims);
    notes = List.copyOf(notes);
  }

  /**
   * {@return this circuit with another datapath}
   *
   * @param other a datapath with the same ports and, for all input bits, the same outputs, so that
   *     the claims hold for it
   */
  public QuantizedCircuit withDatapath(Datapath other) {
    return new QuantizedCircuit(other, claims, notes);
  }
}
