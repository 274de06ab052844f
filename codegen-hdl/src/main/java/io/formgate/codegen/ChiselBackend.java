package io.formgate.codegen;

import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Operation;
import io.formgate.hwcost.LutTree;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.TableMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The circuit of a pipeline through Chisel: the same bytes for the same pipeline. */
final class ChiselBackend {
  private ChiselBackend() {}

  /** {@return a module named as the datapath, one for signed products, and one for each table} */
  static String text(Pipeline pipeline) {
    StringBuilder text =
        new StringBuilder(Chisel.emitSystemVerilog(() -> new PipelineModule(pipeline)));
    if (SignedProductModule.isUsed(pipeline.datapath())) {
      text.append('\n').append(SignedProductModule.text(pipeline.datapath()));
    }
    SubtrahendModule subtrahends = new SubtrahendModule(pipeline);
    Set<FunctionTable> tables = subtrahends.otherTables();
    Map<FunctionTable, LutTree> trees = new LinkedHashMap<>();
    tables.forEach(t -> tree(pipeline, t).ifPresent(tree -> trees.put(t, tree)));
    if (subtrahends.isUsed()
        || !trees.isEmpty()
        || tables.stream().anyMatch(t -> isLuts(pipeline, t))) {
      text.append('\n').append(LutModule.leaf(pipeline.datapath()));
    }
    if (!trees.isEmpty()) {
      text.append('\n').append(LutTreeModule.leaves(pipeline.datapath(), trees.values()));
    }
    for (FunctionTable table : pipeline.datapath().tables()) {
      if (tables.contains(table)) {
        LutTree tree = trees.get(table);
        text.append('\n')
            .append(
                tree == null
                    ? plain(pipeline, table)
                    : LutTreeModule.text(pipeline.datapath(), table, tree));
      }
    }
    return text.append(subtrahends.text()).toString();
  }

  private static String plain(Pipeline pipeline, FunctionTable table) {
    return isLuts(pipeline, table)
        ? LutModule.text(pipeline.datapath(), table)
        : RomModule.text(pipeline.datapath(), table, style(pipeline, table));
  }

  private static Optional<LutTree> tree(Pipeline pipeline, FunctionTable table) {
    return VivadoScript.isXilinx(pipeline.device())
            && style(pipeline, table) == RomModule.Style.LOGIC
        ? TableMapping.tree(table, pipeline.device().fabric())
        : Optional.empty();
  }

  private static boolean isLuts(Pipeline pipeline, FunctionTable table) {
    return VivadoScript.isXilinx(pipeline.device())
        && table.indexFormat().widthBits() == LutModule.INDEX_BITS
        && style(pipeline, table) == RomModule.Style.LOGIC;
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
}
