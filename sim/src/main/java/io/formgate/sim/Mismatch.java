package io.formgate.sim;

import io.formgate.expression.FixedFormat;
import java.util.List;

/**
 * A vector for which the circuit and the golden model disagree.
 *
 * @param group name of the vector's group
 * @param vector number of the vector in its group, from 0
 * @param cycle clock cycle in which the output was compared, from 0 after reset
 * @param inputs the input values
 * @param output name of the output
 * @param expected what the golden model says
 * @param actual what the circuit says
 */
public record Mismatch(
    String group,
    long vector,
    long cycle,
    List<Value> inputs,
    String output,
    Value expected,
    Value actual) {

  /**
   * A value of a port.
   *
   * @param name name of the port
   * @param format its format
   * @param raw raw value
   */
  public record Value(String name, FixedFormat format, long raw) {

    /** {@return the value as an exact decimal} */
    public String decimal() {
      return format.toDecimal(raw);
    }

    @Override
    public String toString() {
      return decimal() + " (raw " + raw + ", " + format + ")";
    }
  }

  /** Copies the list. */
  public Mismatch {
    inputs = List.copyOf(inputs);
  }

  /** {@return the raw input values} */
  public long[] rawInputs() {
    return inputs.stream().mapToLong(Value::raw).toArray();
  }
}
