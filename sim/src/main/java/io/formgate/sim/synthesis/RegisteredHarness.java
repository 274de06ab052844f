package io.formgate.sim.synthesis;

import io.formgate.sim.Circuit;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Puts a circuit between registers, so that place-and-route measures the circuit and not its pads.
 *
 * <p>A shift register, filled through one pad, holds the circuit's inputs; a register captures all
 * outputs in every cycle; a second shift register takes the captured bits when {@code load} is set,
 * and shows them at one pad. The five pads are {@code clock}, {@code reset}, {@code serial_in},
 * {@code load} and {@code serial_out}. Paths to and from pads have no part in the period of a
 * {@link PlacedCircuit}; {@code reset} and {@code load} come from pads, and so their fan-out has
 * none either. What is left besides the circuit is one multiplexer between two registers: a circuit
 * with less logic than that cannot be measured.
 */
public final class RegisteredHarness {

  /** Ports of a circuit besides its data. */
  public enum Control {
    /** Clock, reset, valid_in and valid_out, as all emitted circuits have them. */
    VALID,
    /** None: a circuit of logic only. */
    NONE
  }

  private RegisteredHarness() {}

  /**
   * {@return the circuit between registers; the top module has the circuit's name with {@code
   * _registered} behind it}
   *
   * @param circuit a circuit with at least one output
   * @param control its other ports
   */
  public static Design around(Circuit circuit, Control control) {
    List<Circuit.Port> inputs = new ArrayList<>();
    List<Circuit.Port> outputs = new ArrayList<>();
    StringJoiner pins = new StringJoiner(",\n    ", "(\n    ", ");\n");
    switch (control) {
      case VALID -> {
        pins.add(".clock(clock)").add(".reset(reset)");
        inputs.add(new Circuit.Port("valid_in", 1));
        outputs.add(new Circuit.Port("valid_out", 1));
      }
      case NONE -> {}
    }
    inputs.addAll(circuit.inputs());
    outputs.addAll(circuit.outputs());
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("no data ports: " + circuit.moduleName());
    }
    int inputBits = connect(inputs, "source", pins);
    int outputBits = connect(outputs, "result", pins);
    String top = circuit.moduleName() + "_registered";
    String harness =
        """
        module %1$s(
          input clock,
          input reset,
          input serial_in,
          input load,
          output serial_out);
          reg [%2$d:0] source;
          wire [%3$d:0] result;
          reg [%3$d:0] captured;
          reg [%3$d:0] shifted;
          always @(posedge clock) begin
            source <= {source, serial_in};
            captured <= result;
            shifted <= load ? captured : {shifted, 1'b0};
          end
          assign serial_out = shifted[%3$d];
          %4$s circuit%5$sendmodule
        """
            .formatted(top, inputBits - 1, outputBits - 1, circuit.moduleName(), pins);
    return new Design(top, List.of(circuit.systemVerilog(), harness));
  }

  /** Connects ports to consecutive bits of a vector; returns the number of bits. */
  private static int connect(List<Circuit.Port> ports, String vector, StringJoiner pins) {
    int bits = 0;
    for (Circuit.Port port : ports) {
      pins.add(".%s(%s[%d:%d])".formatted(port.name(), vector, bits + port.widthBits() - 1, bits));
      bits += port.widthBits();
    }
    return bits;
  }
}
