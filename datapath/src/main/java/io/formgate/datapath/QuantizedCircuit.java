package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/**
 * A datapath and what is proved of it.
 *
 * @param datapath the circuit
 * @param everyValue the same circuit with each formula as an output, whether or not it has a port,
 *     and then the heads: for measurements
 * @param claims one for each formula
 * @param margins one for each head
 * @param notes what a designer should know, such as an input range on which a root saturates
 */
public record QuantizedCircuit(
    Datapath datapath,
    Datapath everyValue,
    List<Claim> claims,
    List<Margin> margins,
    List<String> notes) {

  /**
   * A proved bound on the error of an output on the declared input ranges.
   *
   * @param output name of the formula
   * @param bound distance from the formula, moved into the port's range
   */
  public record Claim(String output, ErrorBound bound) {}

  /**
   * How near to its border a head may decide otherwise than the real formulas would, which follows
   * from the bounds of the formulas.
   *
   * @param head name of its port
   * @param distance the decision is that of the real formulas, moved into their ports' ranges,
   *     where the largest of them is further above the second, or the formula further from the
   *     threshold
   */
  public record Margin(String head, double distance) {}

  /** Copies the lists. */
  public QuantizedCircuit {
    margins = List.copyOf(margins);
    claims = List.copyOf(claims);
    notes = List.copyOf(notes);
  }

  /**
   * {@return this circuit with one more note}
   *
   * @param note what a designer should know
   */
  public QuantizedCircuit withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new QuantizedCircuit(datapath, everyValue, claims, margins, more);
  }

  /**
   * {@return this circuit with other notes}
   *
   * @param others what a designer should know
   */
  public QuantizedCircuit withNotes(List<String> others) {
    return new QuantizedCircuit(datapath, everyValue, claims, margins, others);
  }

  /**
   * {@return this circuit with another datapath}
   *
   * @param other a datapath with the same ports and, for all input bits, the same outputs, so that
   *     the claims hold for it
   */
  public QuantizedCircuit withDatapath(Datapath other) {
    boolean showsAll = everyValue.outputs().equals(datapath.outputs());
    return new QuantizedCircuit(other, showsAll ? other : everyValue, claims, margins, notes);
  }
}
