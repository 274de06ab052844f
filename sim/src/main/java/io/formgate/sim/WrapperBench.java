package io.formgate.sim;

import io.formgate.codegen.Wrapper;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A module that gives every wrapper the same ports, so that one run drives them all: {@code
 * valid_in}, the inputs and {@code ready_out}, {@code last_in} and {@code padding_in}; {@code
 * valid_out}, the outputs and {@code ready_in}, {@code last_out} and {@code padding_right}.
 *
 * <p>The fields of AXI4-Stream are laid out here a second time, from the description in {@code
 * docs/integration.md} and not from the emitter, so that neither can hide a mistake of the other.
 */
final class WrapperBench {
  /** Inputs behind those of the datapath, in this order. */
  static final int READY_OUT = 0;

  /** The bit that goes beside a vector. */
  static final int LAST_IN = 1;

  /** What stands in the bits of TDATA that belong to no input. */
  static final int PADDING_IN = 2;

  /** Outputs behind those of the datapath, in this order. */
  static final int READY_IN = 0;

  /** The bit that comes out beside a result. */
  static final int LAST_OUT = 1;

  /** Whether the bits of TDATA that belong to no output are as documented. */
  static final int PADDING_RIGHT = 2;

  private static final int BYTE_BITS = 8;

  private WrapperBench() {}

  /** {@return the wrapper behind the uniform ports} */
  static Circuit circuit(WrapperRequest request) {
    List<FixedFormat> inputs = request.datapath().inputFormats();
    List<FixedFormat> outputs = request.datapath().outputFormats();
    List<Circuit.Port> in = new ArrayList<>(ports("i", inputs));
    for (String name : List.of("ready_out", "last_in", "padding_in")) {
      in.add(new Circuit.Port(name, 1));
    }
    List<Circuit.Port> out = new ArrayList<>(ports("o", outputs));
    for (String name : List.of("ready_in", "last_out", "padding_right")) {
      out.add(new Circuit.Port(name, 1));
    }
    String name = request.moduleName() + "_uniform";
    StringJoiner declared = new StringJoiner(",\n  ", "module " + name + "(\n  ", ");\n");
    for (String control : List.of("clock", "reset", "valid_in")) {
      declared.add("input " + control);
    }
    in.forEach(p -> declared.add("input [" + (p.widthBits() - 1) + ":0] " + p.name()));
    declared.add("output valid_out");
    out.forEach(p -> declared.add("output [" + (p.widthBits() - 1) + ":0] " + p.name()));
    String body =
        switch (request.wrapper()) {
          case NONE -> throw new IllegalStateException("requests have a wrapper");
          case READY_VALID -> readyValid(request);
          case AXI_STREAM -> axiStream(request.moduleName(), inputs, outputs);
        };
    return new Circuit(
        name, request.systemVerilog() + "\n" + declared + body + "endmodule\n", in, out);
  }

  /** {@return whether a wrapper carries a bit beside each vector} */
  static boolean hasLast(Wrapper wrapper) {
    return switch (wrapper) {
      case NONE, READY_VALID -> false;
      case AXI_STREAM -> true;
    };
  }

  private static List<Circuit.Port> ports(String prefix, List<FixedFormat> formats) {
    List<Circuit.Port> ports = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      ports.add(new Circuit.Port(prefix + i, formats.get(i).widthBits()));
    }
    return ports;
  }

  private static String readyValid(WrapperRequest request) {
    List<String> pins = new ArrayList<>();
    for (String name :
        List.of("clock", "reset", "valid_in", "ready_in", "valid_out", "ready_out")) {
      pins.add("." + name + "(" + name + ")");
    }
    Circuit plain = Circuit.of(request.datapath(), request.moduleName(), "");
    for (int i = 0; i < plain.inputs().size(); i++) {
      pins.add("." + plain.inputs().get(i).name() + "(i" + i + ")");
    }
    for (int i = 0; i < plain.outputs().size(); i++) {
      pins.add("." + plain.outputs().get(i).name() + "(o" + i + ")");
    }
    return "  assign last_out = 1'b0;\n  assign padding_right = 1'b1;\n  "
        + request.moduleName()
        + " wrapped("
        + String.join(", ", pins)
        + ");\n";
  }

  private static String axiStream(
      String module, List<FixedFormat> inputs, List<FixedFormat> outputs) {
    StringBuilder out = new StringBuilder();
    String taken = inputs.isEmpty() ? "{8{padding_in}}" : "";
    for (int i = 0; i < inputs.size(); i++) {
      int padding = paddingBits(inputs.get(i));
      String field = padding == 0 ? "i" + i : "{" + padding + "{padding_in}}, i" + i;
      taken = field + (i == 0 ? "" : ", " + taken);
    }
    int low = 0;
    StringJoiner right = new StringJoiner(" & ");
    right.add("1'b1");
    for (int i = 0; i < outputs.size(); i++) {
      int width = outputs.get(i).widthBits();
      int padding = paddingBits(outputs.get(i));
      out.append("  assign o%d = m_axis_tdata[%d +: %d];\n".formatted(i, low, width));
      if (padding > 0) {
        String fill = outputs.get(i).signed() ? "o" + i + "[" + (width - 1) + "]" : "1'b0";
        right.add(
            "(m_axis_tdata[%d +: %d] == {%d{%s}})".formatted(low + width, padding, padding, fill));
      }
      low += width + padding;
    }
    return "  wire ["
        + (low - 1)
        + ":0] m_axis_tdata;\n"
        + out
        + "  assign padding_right = "
        + right
        + ";\n  "
        + module
        + " wrapped(.aclk(clock), .aresetn(~reset), .s_axis_tvalid(valid_in),"
        + " .s_axis_tready(ready_in), .s_axis_tlast(last_in), .s_axis_tdata({"
        + taken
        + "}), .m_axis_tvalid(valid_out), .m_axis_tready(ready_out),"
        + " .m_axis_tlast(last_out), .m_axis_tdata(m_axis_tdata));\n";
  }

  private static int paddingBits(FixedFormat format) {
    return Math.floorMod(-format.widthBits(), BYTE_BITS);
  }
}
