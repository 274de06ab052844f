package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import io.formgate.expression.UniformFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the quantizer is asked for.
 *
 * @param name of the module
 * @param inputs the input ports, in their order
 * @param outputs the formulas, in the order of their ports
 * @param heads the output ports that decide on formulas, which stand behind those of formulas
 * @param showsScores whether a formula that a head reads has a port of its own
 * @param everywhere the format of every value, of whose errors nothing is then proved; if empty,
 *     formats follow from the tolerances
 * @param moved numbers that sums and products of the circuit have in place of others, by these; the
 *     distance counts as an error
 */
public record QuantizerRequest(
    String name,
    List<InputPort> inputs,
    List<OutputPort> outputs,
    List<Head> heads,
    boolean showsScores,
    Optional<UniformFormat> everywhere,
    Map<Double, Double> moved) {

  /**
   * An input port.
   *
   * @param name of the port and of the variable
   * @param format its bits
   * @param range values for which errors are bounded; within the format's range
   * @param saturates whether the circuit moves values outside of the range to the nearest one of
   *     {@link #held}
   */
  public record InputPort(String name, FixedFormat format, Interval range, boolean saturates) {
    /**
     * A port whose values go into the circuit as they are.
     *
     * @param name of the port and of the variable
     * @param format its bits
     * @param range values for which errors are bounded; within the format's range
     */
    public InputPort(String name, FixedFormat format, Interval range) {
      this(name, format, range, false);
    }

    /** {@return the same port with values outside of its range moved into it} */
    public InputPort saturating() {
      return new InputPort(name, format, range, true);
    }

    /** {@return the format of the values that go into the circuit} */
    FixedFormat held() {
      if (!saturates) {
        return format;
      }
      long lo = format.nearestRaw(range.lo());
      long hi = format.nearestRaw(range.hi());
      FixedFormat least = FixedFormat.holding(lo, hi, format.fractionBits());
      return least.signed() == format.signed() && least.widthBits() < format.widthBits()
          ? least
          : format;
    }
  }

  /**
   * A formula and the port that carries it. Where a head reads it and scores have no ports, these
   * are the name and the bits of the value that the head compares.
   *
   * @param name of the port
   * @param formula what it carries
   * @param format its bits
   * @param saturate whether the formula may leave the format's range, where the port shows the
   *     nearest value it can
   * @param tolerance error allowed against the formula, moved into the format's range, at the
   *     values that the input ports carry
   */
  public record OutputPort(
      String name, Expr formula, FixedFormat format, boolean saturate, Tolerance tolerance) {}

  /** Copies the lists. */
  public QuantizerRequest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    heads = List.copyOf(heads);
    moved = Map.copyOf(moved);
    for (Head head : heads) {
      Objects.checkFromToIndex(0, Collections.max(head.formulas()) + 1, outputs.size());
    }
  }

  /**
   * Asks for formats that follow from the tolerances.
   *
   * @param name of the module
   * @param inputs the input ports, in their order
   * @param outputs the formulas, in the order of their ports
   * @param heads the output ports that decide on formulas
   * @param showsScores whether a formula that a head reads has a port of its own
   */
  public QuantizerRequest(
      String name,
      List<InputPort> inputs,
      List<OutputPort> outputs,
      List<Head> heads,
      boolean showsScores) {
    this(name, inputs, outputs, heads, showsScores, Optional.empty(), Map.of());
  }

  /**
   * Asks for formulas alone.
   *
   * @param name of the module
   * @param inputs the input ports, in their order
   * @param outputs the output ports, in their order
   */
  public QuantizerRequest(String name, List<InputPort> inputs, List<OutputPort> outputs) {
    this(name, inputs, outputs, List.of(), true, Optional.empty(), Map.of());
  }

  /**
   * {@return the same formulas with decisions on them}
   *
   * @param others the output ports that decide on formulas
   * @param showsOwn whether a formula that they read has a port of its own
   */
  public QuantizerRequest withHeads(List<Head> others, boolean showsOwn) {
    return new QuantizerRequest(name, inputs, outputs, others, showsOwn, everywhere, moved);
  }

  /**
   * {@return the same request with other formulas}
   *
   * @param others the ports with them, in the same order
   */
  public QuantizerRequest withOutputs(List<OutputPort> others) {
    return new QuantizerRequest(name, inputs, others, heads, showsScores, everywhere, moved);
  }

  /**
   * {@return the same request with one format for every value}
   *
   * @param format the format, empty for those that follow from the tolerances
   */
  public QuantizerRequest withEverywhere(Optional<UniformFormat> format) {
    return new QuantizerRequest(name, inputs, outputs, heads, showsScores, format, moved);
  }

  /**
   * {@return the same request with one more number in place of another}
   *
   * @param from a number of the formulas, or what numbers of them give together
   * @param to what sums and products have instead
   */
  public QuantizerRequest moving(double from, double to) {
    Map<Double, Double> more = new HashMap<>(moved);
    more.put(from, to);
    return new QuantizerRequest(name, inputs, outputs, heads, showsScores, everywhere, more);
  }

  /**
   * {@return the same request with other tolerances}
   *
   * @param tolerances one for each output
   */
  public QuantizerRequest withTolerances(List<Tolerance> tolerances) {
    List<OutputPort> ports = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      OutputPort o = outputs.get(i);
      ports.add(new OutputPort(o.name(), o.formula(), o.format(), o.saturate(), tolerances.get(i)));
    }
    return withOutputs(ports);
  }

  /** {@return the same request whose inputs are moved into their ranges} */
  public QuantizerRequest saturating() {
    return new QuantizerRequest(
        name,
        inputs.stream().map(InputPort::saturating).toList(),
        outputs,
        heads,
        showsScores,
        everywhere,
        moved);
  }

  /**
   * {@return whether a formula has a port}
   *
   * @param output index of the formula
   */
  public boolean isPort(int output) {
    return showsScores || heads.stream().noneMatch(h -> h.formulas().contains(output));
  }
}
