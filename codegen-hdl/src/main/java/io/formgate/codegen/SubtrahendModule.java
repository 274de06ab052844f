package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.TakenInTables;
import java.util.HashSet;
import java.util.Set;

/**
 * Tables that are subtracted, in the look-up tables that stand in front of the carry of the
 * difference.
 *
 * <p>Such a look-up table sees the index and the bit of the minuend, and makes what the carry asks
 * for: whether the bits of minuend and inverted subtrahend differ. The module gives the subtrahend
 * that this stands for; synthesis finds the exclusive-or of the difference there already. Left to
 * itself, it prefers a narrow look-up table in front of another narrow one.
 */
final class SubtrahendModule {
  private final Datapath datapath;
  private final TakenInTables tables;
  private final boolean isXilinx;

  /**
   * Finds the tables of a circuit.
   *
   * @param pipeline the circuit
   */
  SubtrahendModule(Pipeline pipeline) {
    datapath = pipeline.datapath();
    tables = TakenInTables.of(pipeline);
    isXilinx = VivadoScript.isXilinx(pipeline.device());
  }

  /** {@return whether a node stands in such a module alone} */
  boolean isInside(int node) {
    return isXilinx && tables.isTakenIn(node);
  }

  /** {@return whether the subtrahend of a difference is such a module} */
  boolean isOf(int difference) {
    return isXilinx && tables.lookup(difference).isPresent();
  }

  /** {@return the node that is the index of the table of a difference} */
  int index(int difference) {
    return datapath.node(lookup(difference)).operation().operands().getFirst();
  }

  /** {@return the name of the module of a difference} */
  String name(int difference) {
    return datapath.name() + "_from_" + datapath.node(difference).name();
  }

  /** {@return the tables that the circuit needs as modules of their own} */
  Set<FunctionTable> otherTables() {
    Set<FunctionTable> others = new HashSet<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (datapath.node(i).operation() instanceof Operation.Lookup(int table, _) && !isInside(i)) {
        others.add(datapath.tables().get(table));
      }
    }
    return others;
  }

  /** {@return whether the circuit has such modules} */
  boolean isUsed() {
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (isOf(i)) {
        return true;
      }
    }
    return false;
  }

  /** {@return the text of all these modules} */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (isOf(i)) {
        text.append('\n').append(text(i));
      }
    }
    return text.toString();
  }

  private int lookup(int difference) {
    return tables.lookup(difference).orElseThrow();
  }

  private String text(int difference) {
    Node node = datapath.node(difference);
    int width = node.format().widthBits();
    FunctionTable table = table(difference);
    int indexBits = table.indexFormat().widthBits();
    StringBuilder out = new StringBuilder("// " + table + ", subtracted in " + node.name() + "\n");
    out.append("module ").append(name(difference)).append("(\n");
    out.append("  input  [%d:0] index,\n".formatted(indexBits - 1));
    out.append("  input  [%d:0] minuend,\n".formatted(width - 1));
    out.append("  output [%d:0] value\n);\n".formatted(width - 1));
    out.append("  wire [%d:0] differs;\n".formatted(width - 1));
    long[] subtrahends = subtrahends(difference);
    int zeros = LutModule.INDEX_BITS - 1 - indexBits;
    String padded = zeros == 0 ? "index" : zeros + "'h0, index";
    for (int bit = 0; bit < width; bit++) {
      long init = 0;
      for (int address = 0; address < 1 << LutModule.INDEX_BITS; address++) {
        int minuend = address >>> (LutModule.INDEX_BITS - 1);
        long subtrahend = subtrahends[address & (subtrahends.length - 1)] >>> bit & 1;
        init |= (minuend ^ subtrahend ^ 1) << address;
      }
      out.append(
          "  %s #(.INIT(64'h%016x)) lut%d (.index({minuend[%d], %s}), .value(differs[%d]));\n"
              .formatted(LutModule.leafName(datapath), init, bit, bit, padded, bit));
    }
    return out.append("  assign value = differs ~^ minuend;\nendmodule\n").toString();
  }

  private FunctionTable table(int difference) {
    if (datapath.node(lookup(difference)).operation() instanceof Operation.Lookup(int table, _)) {
      return datapath.tables().get(table);
    }
    throw new IllegalStateException("no look-up in front of node " + difference);
  }

  /** The raw subtrahend of every index: the entry behind the wires. */
  private long[] subtrahends(int difference) {
    FunctionTable table = table(difference);
    int subtrahend = datapath.node(difference).operation().operands().getLast();
    long[] values = new long[table.size()];
    for (int address = 0; address < values.length; address++) {
      values[address] = behindWires(subtrahend, lookup(difference), table.entry(address));
    }
    return values;
  }

  private long behindWires(int node, int lookup, long entry) {
    if (node == lookup) {
      return entry;
    }
    Operation operation = datapath.node(node).operation();
    int operand = operation.operands().getFirst();
    long raw = behindWires(operand, lookup, entry);
    FixedFormat from = datapath.node(operand).format();
    FixedFormat to = datapath.node(node).format();
    return switch (operation) {
      case Operation.Align _ -> raw << (to.fractionBits() - from.fractionBits());
      case Operation.Round _ -> raw >> (from.fractionBits() - to.fractionBits());
      case Operation.Reinterpret _ -> to.fromBits(from.toBits(raw));
      case Operation.Bits(_, int lowBit) ->
          to.fromBits(from.toBits(raw) >>> lowBit & to.toBits(-1));
      case Operation.Input _,
          Operation.Literal _,
          Operation.Add _,
          Operation.Subtract _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Saturate _,
          Operation.Lookup _,
          Operation.Concat _,
          Operation.Any _ ->
          throw new IllegalStateException("node " + node + " is no wire");
    };
  }
}
