package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.TableBits;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of six index bits as look-up tables of a Xilinx device, one for each bit of an entry.
 *
 * <p>Synthesis makes up to three times as many of a memory or a choice of that size. Contents and
 * wiring are the same for every tool; only the look-up table itself is the device's primitive under
 * synthesis and its definition, a bit of the contents, elsewhere.
 */
final class LutModule {
  /** Index bits of a look-up table. */
  static final int INDEX_BITS = 6;

  private LutModule() {}

  /** {@return the name of the look-up table that all tables of a circuit instantiate} */
  static String leafName(Datapath datapath) {
    return datapath.name() + "_lut6";
  }

  /**
   * {@return the text of the look-up table that all tables of a circuit instantiate}
   *
   * @param datapath the circuit
   */
  static String leaf(Datapath datapath) {
    return """
    // One look-up table: bit i of INIT is the value at index i.
    module %s #(
      parameter [63:0] INIT = 64'h0
    ) (
      input  [5:0] index,
      output value
    );
    `ifdef SYNTHESIS
      LUT6 #(.INIT(INIT)) lut (
        .O(value), .I0(index[0]), .I1(index[1]), .I2(index[2]), .I3(index[3]), .I4(index[4]), .I5(index[5])
      );
    `else
      assign value = INIT[index];
    `endif
    endmodule
    """
        .formatted(leafName(datapath));
  }

  /**
   * {@return the text of a table's module, with the ports of {@link RomModule}}
   *
   * @param datapath the circuit it belongs to
   * @param table of {@link #INDEX_BITS} index bits
   */
  static String text(Datapath datapath, FunctionTable table) {
    FixedFormat format = table.valueFormat();
    StringBuilder out = new StringBuilder("// " + table + "\n");
    out.append("module ").append(RomModule.name(datapath, table)).append("(\n");
    out.append("  input  [").append(INDEX_BITS - 1).append(":0] index,\n");
    out.append("  output [").append(format.widthBits() - 1).append(":0] value\n);\n");
    TableBits structure = TableBits.of(table);
    for (int bit : structure.columns()) {
      long init = 0;
      for (int address = 0; address < table.size(); address++) {
        init |= (format.toBits(table.entry(address)) >>> bit & 1) << address;
      }
      out.append(
          "  wire bit%d;\n  %s #(.INIT(64'h%016x)) lut%d (.index(index), .value(bit%d));\n"
              .formatted(bit, leafName(datapath), init, bit, bit));
    }
    // The highest bit first, as a concatenation has it.
    List<String> bits = new ArrayList<>();
    for (TableBits.Source source : structure.sources().reversed()) {
      bits.add(
          switch (source) {
            case TableBits.Source.Constant(int value) -> "1'b" + value;
            case TableBits.Source.Index(int bit) -> "index[" + bit + "]";
            case TableBits.Source.Column(int number) -> "bit" + structure.columns().get(number);
          });
    }
    out.append("  assign value = {").append(String.join(", ", bits)).append("};\n");
    return out.append("endmodule\n").toString();
  }
}
