package io.formgate.codegen;

import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The circuit between two handshakes of ready and valid.
 *
 * <p>Ports are those of the circuit, with {@code ready_in} beside {@code valid_in} and {@code
 * ready_out} beside {@code valid_out}. A vector moves in at a rising edge where both of its bits
 * are set, and so does a result out. What is offered stays until it is taken.
 */
final class ReadyValidWrapper {
  private ReadyValidWrapper() {}

  /** {@return name and ports of the wrapper} */
  static ModuleInterface module(Pipeline pipeline) {
    List<ModuleInterface.Port> ports =
        new ArrayList<>(
            ModuleInterface.clockAndReset("clock", "reset", "synchronous, active high"));
    ports.add(control("valid_in", true, "a vector is offered"));
    ports.add(control("ready_in", false, "it is accepted in this cycle"));
    ports.addAll(ModuleInterface.inputs(pipeline.datapath()));
    ports.add(control("valid_out", false, "a result is offered"));
    ports.add(control("ready_out", true, "it is taken in this cycle"));
    ports.addAll(ModuleInterface.outputs(pipeline.datapath()));
    return new ModuleInterface(pipeline.datapath().name() + "_ready_valid", ports);
  }

  private static ModuleInterface.Port control(String name, boolean isInput, String meaning) {
    return new ModuleInterface.Port(name, isInput, ModuleInterface.Role.HANDSHAKE, 1, meaning);
  }

  /** {@return the text of the wrapper and of its buffer} */
  static String text(Pipeline pipeline) {
    ModuleInterface module = module(pipeline);
    String core = module.freeName("core");
    String buffer = module.freeName("buffer");
    List<ModuleInterface.Port> outputs = ModuleInterface.outputs(pipeline.datapath());
    StringBuilder out = new StringBuilder(SystemVerilogText.head(module));
    out.append("  wire ").append(core).append("_valid_in;\n");
    out.append("  wire ").append(core).append("_valid_out;\n");
    for (ModuleInterface.Port output : outputs) {
      out.append("  wire ").append(SystemVerilogText.vector(output.widthBits()));
      out.append(core).append('_').append(output.name()).append(";\n");
    }
    List<String> pins = new ArrayList<>(List.of("clock", "clock", "reset", "reset"));
    pins.addAll(List.of("valid_in", core + "_valid_in"));
    for (ModuleInterface.Port input : ModuleInterface.inputs(pipeline.datapath())) {
      pins.addAll(List.of(input.name(), input.name()));
    }
    pins.addAll(List.of("valid_out", core + "_valid_out"));
    for (ModuleInterface.Port output : outputs) {
      pins.addAll(List.of(output.name(), core + "_" + output.name()));
    }
    out.append('\n');
    out.append(SystemVerilogText.instance(pipeline.datapath().name(), core, pins));
    out.append(
        SystemVerilogText.instance(
            StreamBuffer.name(pipeline),
            buffer,
            List.of(
                "clock", "clock",
                "reset", "reset",
                "valid_in", "valid_in",
                "ready_in", "ready_in",
                "accepted", core + "_valid_in",
                "result_valid", core + "_valid_out",
                "result", joined(outputs, core + "_"),
                "valid_out", "valid_out",
                "ready_out", "ready_out",
                "result_out", joined(outputs, ""))));
    int resultBits = outputs.stream().mapToInt(ModuleInterface.Port::widthBits).sum();
    return out.append("endmodule\n\n") + StreamBuffer.text(pipeline, resultBits);
  }

  private static String joined(List<ModuleInterface.Port> ports, String prefix) {
    String names = ports.stream().map(p -> prefix + p.name()).collect(Collectors.joining(", "));
    return ports.size() == 1 ? names : "{" + names + "}";
  }
}
