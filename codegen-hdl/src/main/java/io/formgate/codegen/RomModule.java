package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.TableBits;
import java.util.ArrayList;
import java.util.List;

/**
 * A function table as a Verilog module of its own: a memory that is filled once and read without a
 * clock.
 *
 * <p>Synthesis makes look-up tables of it, or a block memory, as an attribute says. Simulators
 * compile an array far faster than a choice with a branch for every entry. The contents stand in
 * constants of at most {@value #MAX_PART_BITS} bits, since Verilator refuses wider ones. Bits that
 * are constant, a bit of the index or another bit of the entry are wires beside the memory.
 */
final class RomModule {
  private static final int MAX_PART_BITS = 1 << 14;
  private static final int WORDS_PER_LINE = 8;

  /** What synthesis makes of a table. */
  enum Style {
    /** Look-up tables. */
    LOGIC,
    /** A block memory, whose register follows the table. */
    MEMORY
  }

  private RomModule() {}

  /** Without it synthesis decides by size, and the schedule's timing would not be the circuit's. */
  private static String attribute(Style style) {
    return switch (style) {
      // The word for look-up tables is "distributed" to vendors, which yosys refuses.
      case LOGIC ->
          """
          `ifdef YOSYS
            (* rom_style = "logic" *)
          `else
            (* rom_style = "distributed" *)
          `endif
          """;
      case MEMORY -> "  (* rom_style = \"block\" *)\n";
    };
  }

  /**
   * {@return the name of a table's module}
   *
   * @param datapath the circuit it belongs to
   * @param table the table
   */
  static String name(Datapath datapath, FunctionTable table) {
    return datapath.name() + "_" + table.name();
  }

  /**
   * {@return the text of a table's module}
   *
   * @param datapath the circuit it belongs to
   * @param table the table
   * @param style what synthesis shall make of it
   */
  static String text(Datapath datapath, FunctionTable table, Style style) {
    int index = table.indexFormat().widthBits();
    TableBits bits = TableBits.of(table);
    int stored = bits.columns().size();
    StringBuilder out = new StringBuilder();
    out.append("// ").append(table).append('\n');
    out.append("module ").append(name(datapath, table)).append("(\n");
    out.append("  input  [").append(index - 1).append(":0] index,\n");
    out.append("  output [").append(table.valueFormat().widthBits() - 1).append(":0] value\n);\n");
    if (stored > 0) {
      appendEntries(table, bits, style, out);
    }
    if (!bits.isWhole()) {
      if (stored > 0) {
        out.append("  wire [").append(stored - 1).append(":0] stored;\n");
      }
      out.append("  assign value = {").append(String.join(", ", sources(bits))).append("};\n");
    }
    if (stored > 0) {
      out.append(read(style, bits.isWhole() ? "value" : "stored"));
    }
    return out.append("endmodule\n").toString();
  }

  private static void appendEntries(
      FunctionTable table, TableBits bits, Style style, StringBuilder out) {
    int width = bits.columns().size();
    int partWords =
        Math.min(table.size(), Integer.highestOneBit(Math.max(1, MAX_PART_BITS / width)));
    out.append(attribute(style));
    out.append("  reg [").append(width - 1).append(":0] entries [0:").append(table.size() - 1);
    out.append("];\n");
    int parts = table.size() / partWords;
    for (int part = 0; part < parts; part++) {
      appendPart(table, bits.columns(), part, partWords, out);
    }
    for (int part = 0; part < parts; part++) {
      // A block for each: yosys takes time with the square of the statements in one.
      out.append("  initial begin : fill_").append(part).append("\n    integer i;\n");
      out.append("    for (i = 0; i < ").append(partWords).append("; i = i + 1)\n");
      out.append("      entries[").append(part * partWords).append(" + i] = PART_").append(part);
      out.append("[i * ").append(width).append(" +: ").append(width).append("];\n  end\n");
    }
  }

  /** The bits of the value, the highest first, as a concatenation has it. */
  private static List<String> sources(TableBits bits) {
    List<String> sources = new ArrayList<>();
    for (TableBits.Source source : bits.sources().reversed()) {
      sources.add(
          switch (source) {
            case TableBits.Source.Constant(int value) -> "1'b" + value;
            case TableBits.Source.Index(int bit) -> "index[" + bit + "]";
            case TableBits.Source.Column(int number) -> "stored[" + number + "]";
          });
    }
    return sources;
  }

  /**
   * The entry. A register right before a memory belongs to it for yosys, which puts it behind the
   * entries where those become look-up tables: their delay would be in another cycle than the
   * schedule's. It does not look through an inversion.
   */
  private static String read(Style style, String target) {
    return switch (style) {
      case LOGIC ->
          """
            // Inverted twice, so that synthesis leaves a register of the index where it is.
            assign %s = entries[~(~index)];
          """
              .formatted(target);
      case MEMORY -> "  assign " + target + " = entries[index];\n";
    };
  }

  /** A constant whose lowest word is the part's first entry. */
  private static void appendPart(
      FunctionTable table, List<Integer> columns, int part, int partWords, StringBuilder out) {
    FixedFormat format = table.valueFormat();
    int width = columns.size();
    out.append("  localparam [").append(partWords * width - 1).append(":0] PART_").append(part);
    out.append(" = {");
    for (int word = partWords - 1; word >= 0; word--) {
      boolean first = word == partWords - 1;
      boolean newLine = (partWords - 1 - word) % WORDS_PER_LINE == 0;
      out.append(first ? "" : ",").append(newLine ? "\n    " : " ");
      long bits = format.toBits(table.entry(part * partWords + word));
      long stored = 0;
      for (int column = 0; column < width; column++) {
        stored |= (bits >>> columns.get(column) & 1) << column;
      }
      out.append(width).append("'h").append(Long.toHexString(stored));
    }
    out.append("};\n");
  }
}
