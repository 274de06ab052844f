package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The circuit between two AXI4-Stream interfaces: {@code s_axis} takes vectors, {@code m_axis}
 * gives results, a transfer each.
 *
 * <p>TDATA holds the ports in their order, the first in the lowest bits; each takes the whole bytes
 * that its bits need. Bits above an input are ignored, those above an output repeat its sign, or
 * are 0 if it has none. TLAST of a vector comes out with its result. There are no null bytes, hence
 * no TKEEP and no TSTRB (AMBA AXI-Stream Protocol Specification, ARM IHI 0051).
 */
final class AxiStreamWrapper {
  private static final int BYTE_BITS = 8;

  private AxiStreamWrapper() {}

  /** A port's place in TDATA; bits from {@code low} on, {@code fieldBits} with its padding. */
  private record Field(String name, FixedFormat format, int low, int fieldBits) {

    int high() {
      return low + format.widthBits() - 1;
    }

    /** {@return the bits of the value} */
    String slice(String vector) {
      return vector + (format.widthBits() == 1 ? "[" + low + "]" : "[" + high() + ":" + low + "]");
    }
  }

  private static List<Field> inputs(Datapath datapath) {
    List<Field> fields = new ArrayList<>();
    for (int input : datapath.inputs()) {
      add(fields, datapath.node(input).name(), datapath.node(input).format());
    }
    return fields;
  }

  private static List<Field> outputs(Datapath datapath) {
    List<Field> fields = new ArrayList<>();
    for (Datapath.Output output : datapath.outputs()) {
      add(fields, output.name(), datapath.node(output.node()).format());
    }
    return fields;
  }

  private static void add(List<Field> fields, String name, FixedFormat format) {
    int bytes = (format.widthBits() + BYTE_BITS - 1) / BYTE_BITS;
    fields.add(new Field(name, format, bits(fields), bytes * BYTE_BITS));
  }

  private static int bits(List<Field> fields) {
    return fields.isEmpty() ? 0 : fields.getLast().low + fields.getLast().fieldBits;
  }

  /** {@return name and ports of the wrapper} */
  static ModuleInterface module(Pipeline pipeline) {
    List<ModuleInterface.Port> ports =
        new ArrayList<>(
            ModuleInterface.clockAndReset("aclk", "aresetn", "synchronous, active low"));
    ports.add(control("s_axis_tvalid", true, "a vector is offered"));
    ports.add(control("s_axis_tready", false, "it is accepted in this cycle"));
    // A circuit without inputs gets a byte that it ignores: there is no vector of no bits.
    int vectorBits = Math.max(BYTE_BITS, bits(inputs(pipeline.datapath())));
    ports.add(data("s_axis_tdata", true, vectorBits, "the inputs, below"));
    ports.add(control("s_axis_tlast", true, "comes out with the result"));
    ports.add(control("m_axis_tvalid", false, "a result is offered"));
    ports.add(control("m_axis_tready", true, "it is taken in this cycle"));
    ports.add(
        data("m_axis_tdata", false, bits(outputs(pipeline.datapath())), "the outputs, below"));
    ports.add(control("m_axis_tlast", false, "that of the result's vector"));
    return new ModuleInterface(pipeline.datapath().name() + "_axi_stream", ports);
  }

  private static ModuleInterface.Port control(String name, boolean isInput, String meaning) {
    return new ModuleInterface.Port(name, isInput, ModuleInterface.Role.HANDSHAKE, 1, meaning);
  }

  private static ModuleInterface.Port data(String name, boolean isInput, int bits, String meaning) {
    return new ModuleInterface.Port(name, isInput, ModuleInterface.Role.DATA, bits, meaning);
  }

  /** {@return the text of the wrapper and of its buffer} */
  static String text(Pipeline pipeline) {
    Datapath datapath = pipeline.datapath();
    List<Field> inputs = inputs(datapath);
    List<Field> outputs = outputs(datapath);
    StringBuilder out = new StringBuilder(SystemVerilogText.head(module(pipeline)));
    layout("s_axis_tdata", inputs, out);
    layout("m_axis_tdata", outputs, out);
    int resultBits = outputs.stream().mapToInt(f -> f.format.widthBits()).sum() + 1;
    out.append("  wire reset = ~aresetn;\n  wire valid_in;\n  wire valid_out;\n");
    out.append("  wire ").append(SystemVerilogText.range(resultBits));
    out.append(" result;  // TLAST, then the outputs, the first lowest\n");
    out.append("  wire ").append(SystemVerilogText.range(resultBits)).append(" result_out;\n");
    last(pipeline.latencyCycles(), "result[" + (resultBits - 1) + "]", out);

    List<String> pins = new ArrayList<>(List.of("clock", "aclk", "reset", "reset"));
    pins.addAll(List.of("valid_in", "valid_in"));
    inputs.forEach(f -> pins.addAll(List.of(f.name, f.slice("s_axis_tdata"))));
    pins.addAll(List.of("valid_out", "valid_out"));
    List<String> fields = new ArrayList<>();
    int low = 0;
    for (Field output : outputs) {
      Field packed = new Field(output.name, output.format, low, 0);
      pins.addAll(List.of(output.name, packed.slice("result")));
      fields.addFirst(packed.slice("result_out"));
      padding(output, packed.high()).ifPresent(fields::addFirst);
      low += output.format.widthBits();
    }
    out.append('\n').append(SystemVerilogText.instance(datapath.name(), "core", pins));
    out.append(
        SystemVerilogText.instance(
            StreamBuffer.name(pipeline),
            "buffer",
            List.of(
                "clock", "aclk",
                "reset", "reset",
                "valid_in", "s_axis_tvalid",
                "ready_in", "s_axis_tready",
                "accepted", "valid_in",
                "result_valid", "valid_out",
                "result", "result",
                "valid_out", "m_axis_tvalid",
                "ready_out", "m_axis_tready",
                "result_out", "result_out")));
    out.append("  assign m_axis_tlast = result_out[").append(resultBits - 1).append("];\n");
    out.append("  assign m_axis_tdata = {").append(String.join(", ", fields)).append("};\n");
    return out.append("endmodule\n\n") + StreamBuffer.text(pipeline, resultBits);
  }

  private static void layout(String port, List<Field> fields, StringBuilder out) {
    out.append("  // ").append(port).append('\n');
    int longest = fields.stream().mapToInt(f -> f.name.length()).max().orElse(0);
    for (Field f : fields) {
      String name = f.name + " ".repeat(longest - f.name.length());
      out.append("  //   ").append(name).append(" : ").append(f.format).append(" in ");
      out.append(f.slice("")).append(" of [").append(f.low + f.fieldBits - 1);
      out.append(':').append(f.low).append("]\n");
    }
  }

  /** TLAST goes past the circuit through as many registers as the circuit has ranks. */
  private static void last(int ranks, String target, StringBuilder out) {
    if (ranks == 0) {
      out.append("  assign ").append(target).append(" = s_axis_tlast;\n");
      return;
    }
    out.append("  reg ").append(SystemVerilogText.vector(ranks)).append("last;");
    out.append("  // TLAST of the vectors in the circuit\n");
    String kept = ranks == 1 ? "" : ranks == 2 ? "last[0], " : "last[" + (ranks - 2) + ":0], ";
    out.append("  always @(posedge aclk)\n    last <= ");
    out.append(ranks == 1 ? "s_axis_tlast" : "{" + kept + "s_axis_tlast}").append(";\n");
    String oldest = ranks == 1 ? "last" : "last[" + (ranks - 1) + "]";
    out.append("  assign ").append(target).append(" = ").append(oldest).append(";\n");
  }

  private static Optional<String> padding(Field field, int signBit) {
    int bits = field.fieldBits - field.format.widthBits();
    if (bits == 0) {
      return Optional.empty();
    }
    return Optional.of(
        field.format.signed() ? "{" + bits + "{result_out[" + signBit + "]}}" : bits + "'d0");
  }
}
