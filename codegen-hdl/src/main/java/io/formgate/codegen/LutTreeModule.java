package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.hwcost.LutTree;
import io.formgate.hwcost.TableBits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A table of more than six index bits as look-up tables of a Xilinx device and multiplexers of its
 * slices, cell by cell as {@link LutTree} has them.
 *
 * <p>Synthesis makes up to half as many look-up tables again of a memory, and leaves the
 * multiplexers unused. Contents and wiring are the same for every tool, as with {@link LutModule}.
 */
final class LutTreeModule {
  private LutTreeModule() {}

  private static String muxName(Datapath datapath, int level) {
    return datapath.name() + "_muxf" + primitive(level);
  }

  /** F7 joins look-up tables, F8 and F9 those below. */
  private static int primitive(int level) {
    return LutModule.INDEX_BITS + level;
  }

  /**
   * {@return the text of the multiplexers that trees of a circuit instantiate}
   *
   * @param datapath the circuit
   * @param trees all of them
   */
  static String leaves(Datapath datapath, Collection<LutTree> trees) {
    TreeSet<Integer> levels = new TreeSet<>();
    for (LutTree tree : trees) {
      for (LutTree.Cell cell : tree.cells()) {
        if (cell instanceof LutTree.Cell.Mux mux) {
          levels.add(mux.level());
        }
      }
    }
    return levels.stream().map(level -> leaf(datapath, level)).collect(Collectors.joining("\n"));
  }

  private static String leaf(Datapath datapath, int level) {
    return """
    // A multiplexer of the slice.
    module %s(
      input  low,
      input  high,
      input  select,
      output value
    );
    `ifdef SYNTHESIS
      MUXF%d mux (.O(value), .I0(low), .I1(high), .S(select));
    `else
      assign value = select ? high : low;
    `endif
    endmodule
    """
        .formatted(muxName(datapath, level), primitive(level));
  }

  /**
   * {@return the text of a table's module, with the ports of {@link RomModule}}
   *
   * @param datapath the circuit it belongs to
   * @param table the table
   * @param tree its cells
   */
  static String text(Datapath datapath, FunctionTable table, LutTree tree) {
    StringBuilder out = new StringBuilder("// " + table + "\n");
    out.append("module ").append(RomModule.name(datapath, table)).append("(\n");
    out.append("  input  [").append(table.indexFormat().widthBits() - 1).append(":0] index,\n");
    out.append("  output [").append(table.valueFormat().widthBits() - 1).append(":0] value\n);\n");
    for (int i = 0; i < tree.cells().size(); i++) {
      out.append("  wire cell").append(i).append(";\n  ");
      out.append(
          switch (tree.cells().get(i)) {
            case LutTree.Cell.Lut(List<Integer> bits, long init) ->
                "%s #(.INIT(64'h%016x)) lut%d (.index(%s), .value(cell%d));"
                    .formatted(LutModule.leafName(datapath), init, i, inputs(bits), i);
            case LutTree.Cell.Mux(int level, int bit, int low, int high) ->
                low == high
                    ? "%s mux%d (.low(cell%d), .high(1'b0), .select(1'b0), .value(cell%d));"
                        .formatted(muxName(datapath, level), i, low, i)
                    : "%s mux%d (.low(cell%d), .high(cell%d), .select(index[%d]), .value(cell%d));"
                        .formatted(muxName(datapath, level), i, low, high, bit, i);
          });
      out.append('\n');
    }
    // The highest bit first, as a concatenation has it.
    List<String> bits = new ArrayList<>();
    for (TableBits.Source source : TableBits.of(table).sources().reversed()) {
      bits.add(
          switch (source) {
            case TableBits.Source.Constant(int value) -> "1'b" + value;
            case TableBits.Source.Index(int bit) -> "index[" + bit + "]";
            case TableBits.Source.Column(int number) -> "cell" + tree.roots().get(number);
          });
    }
    out.append("  assign value = {").append(String.join(", ", bits)).append("};\n");
    return out.append("endmodule\n").toString();
  }

  /** The inputs of a look-up table, the highest first; those that it has too many are 0. */
  private static String inputs(List<Integer> indexBits) {
    List<String> inputs = new ArrayList<>();
    for (int i = LutModule.INDEX_BITS - 1; i >= 0; i--) {
      inputs.add(i < indexBits.size() ? "index[" + indexBits.get(i) + "]" : "1'b0");
    }
    return "{" + String.join(", ", inputs) + "}";
  }
}
