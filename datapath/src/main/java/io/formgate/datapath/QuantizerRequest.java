package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Tolerance;
import java.util.List;

/**
 * What the quantizer is asked for.
 *
 * @param name of the module
 * @param inputs the input ports, in their order
 * @param outputs the output ports, in their order
 */
public record QuantizerRequest(String name, List<InputPort> inputs, List<OutputPort> outputs) {

  /**
   * An input port.
   *
   * @param name of the port and of the variable
   * @param format its bits
   * @param range values for which errors are bounded; within the format's range
   */
  public record InputPort(String name, FixedFormat format, Interval range) {}

  /**
   * An output port.
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
  }
}
