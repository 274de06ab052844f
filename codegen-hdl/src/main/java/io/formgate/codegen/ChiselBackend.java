package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.hwcost.Pipeline;
import java.util.List;

/** Emits SystemVerilog for a pipeline: the same bytes for the same pipeline and description. */
public final class ChiselBackend {
  private ChiselBackend() {}

  /**
   * {@return the circuit}
   *
   * @param pipeline a verified pipeline
   * @param description lines for the comment at the top, such as the formula
   */
  public static HdlBundle emit(Pipeline pipeline, List<String> description) {
    String module = Chisel.emitSystemVerilog(() -> new PipelineModule(pipeline));
    StringBuilder text = new StringBuilder(header(pipeline, description)).append(module);
    for (FunctionTable table : pipeline.datapath().tables()) {
      text.append('\n').append(RomModule.text(pipeline.datapath(), table, style(pipeline, table)));
    }
    return new HdlBundle(pipeline, text.toString());
  }

  private static RomModule.Style style(Pipeline pipeline, FunctionTable table) {
    List<FunctionTable> tables = pipeline.datapath().tables();
    for (int i = 0; i < pipeline.slots().size(); i++) {
      boolean registered = pipeline.slots().get(i).trailingRanks() > 0;
      if (registered
          && pipeline.datapath().node(i).operation() instanceof Operation.Lookup(int index, _)
          && tables.get(index).equals(table)) {
        return RomModule.Style.MEMORY;
      }
    }
    return RomModule.Style.LOGIC;
  }

  private static String header(Pipeline pipeline, List<String> description) {
    StringBuilder out = new StringBuilder();
    for (String line : description) {
      comment(out, line);
    }
    Datapath d = pipeline.datapath();
    for (int input : d.inputs()) {
      Node node = d.node(input);
      comment(out, "input  " + node.name() + " : " + node.format());
    }
    for (Datapath.Output output : d.outputs()) {
      comment(out, "output " + output.name() + " : " + d.node(output.node()).format());
    }
    comment(
        out,
        "latency "
            + pipeline.latencyCycles()
            + " register ranks at "
            + pipeline.clockPeriodPs()
            + " ps on "
            + pipeline.device().name()
            + ", II = 1");
    return out.toString();
  }

  /** A line of a comment; whatever could end it or hide in it is replaced. */
  private static void comment(StringBuilder out, String text) {
    out.append("// ").append(text.replaceAll("[^\\x20-\\x7e]|\\\\", "?")).append('\n');
  }
}
