package io.formgate.sim.formal;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.function.IntFunction;

/**
 * A datapath as plain combinational Verilog, a statement for every node, straight from {@code
 * docs/datapath-semantics.md}: what an emitted circuit is proved equal to.
 *
 * <p>It shares nothing with the text that goes through Chisel. Sums and the like are taken modulo 2
 * to the width of their node, which is exact because no result overflows its format.
 */
final class ReferenceText {
  private final Datapath datapath;
  private final IntFunction<String> view;
  private final StringBuilder out = new StringBuilder();

  /**
   * Begins an empty text.
   *
   * @param datapath the golden model
   * @param view the signal by which users of a node read it; {@link #signal} is its value
   */
  ReferenceText(Datapath datapath, IntFunction<String> view) {
    this.datapath = datapath;
    this.view = view;
  }

  /** {@return the signal that carries the value of a node} */
  static String signal(int node) {
    return "n" + node;
  }

  /**
   * {@return the golden model as a module with the ports of an emitted circuit without registers}
   *
   * @param datapath the golden model
   */
  static String module(Datapath datapath) {
    ReferenceText text = new ReferenceText(datapath, ReferenceText::signal);
    StringBuilder out = text.out;
    out.append("module ").append(datapath.name());
    out.append("(\n  input clock,\n  input reset,\n  input valid_in,\n  output valid_out");
    for (int input : datapath.inputs()) {
      Node node = datapath.node(input);
      out.append(",\n  input ").append(range(node.format().widthBits())).append(node.name());
    }
    for (Datapath.Output output : datapath.outputs()) {
      int width = datapath.node(output.node()).format().widthBits();
      out.append(",\n  output ").append(range(width)).append(output.name());
    }
    out.append("\n);\n");
    for (int i = 0; i < datapath.nodes().size(); i++) {
      Node node = datapath.node(i);
      if (node.operation() instanceof Operation.Input) {
        text.input(i, node.name());
      } else {
        text.node(i);
      }
    }
    for (Datapath.Output output : datapath.outputs()) {
      out.append("  assign " + output.name() + " = " + signal(output.node()) + ";\n");
    }
    return out.append("  assign valid_out = valid_in;\nendmodule\n").toString();
  }

  /** {@return the declaration of a vector's bits, with a blank behind it} */
  static String range(int widthBits) {
    return "[" + (widthBits - 1) + ":0] ";
  }

  /** {@return all that was added} */
  String text() {
    return out.toString();
  }

  /** Adds an input node that has the value of a port. */
  void input(int node, String port) {
    wire(signal(node), datapath.node(node).format().widthBits(), port);
  }

  /** Adds a node that is no input. */
  void node(int index) {
    Node node = datapath.node(index);
    int width = node.format().widthBits();
    String n = signal(index);
    switch (node.operation()) {
      case Operation.Input() -> throw new IllegalStateException("an input has a port");
      case Operation.Literal(long raw) ->
          wire(n, width, constant(node.format().toBits(raw), width));
      case Operation.Add(int a, int b) ->
          wire(n, width, extended(a, width) + " + " + extended(b, width));
      case Operation.Subtract(int a, int b) ->
          wire(n, width, extended(a, width) + " - " + extended(b, width));
      case Operation.Multiply(int a, int b) -> multiply(n, width, a, b);
      case Operation.Negate(int a) -> wire(n, width, "-" + extended(a, width));
      case Operation.Absolute(int a) -> {
        wire(n + "_a", width, extended(a, width));
        wire(n, width, negative(a) + " ? -" + n + "_a : " + n + "_a");
      }
      case Operation.Minimum(int a, int b) ->
          wire(n, width, less(n, a, b) + " ? " + extended(a, width) + " : " + extended(b, width));
      case Operation.Maximum(int a, int b) ->
          wire(n, width, less(n, a, b) + " ? " + extended(b, width) + " : " + extended(a, width));
      case Operation.Select(int c, int a, int b) ->
          wire(
              n, width, view.apply(c) + "[0] ? " + extended(a, width) + " : " + extended(b, width));
      case Operation.Align(int a) -> {
        int shift = node.format().fractionBits() - format(a).fractionBits();
        wire(n + "_a", width + shift, "{" + extended(a, width) + ", " + zeros(shift) + "}");
        wire(n, width, n + "_a[" + (width - 1) + ":0]");
      }
      case Operation.Round(int a, Operation.Rounding mode) -> round(n, node.format(), a, mode);
      case Operation.Saturate(int a) -> saturate(n, node.format(), a);
      case Operation.Lookup(int table, int a) -> lookup(n, datapath.tables().get(table), a);
      case Operation.Bits(int a, int low) ->
          wire(n, width, view.apply(a) + "[" + (low + width - 1) + ":" + low + "]");
      case Operation.Concat(int high, int low) ->
          wire(n, width, "{" + view.apply(high) + ", " + view.apply(low) + "}");
      case Operation.Any(int a) -> wire(n, width, "|" + view.apply(a));
      case Operation.Reinterpret(int a) -> wire(n, width, view.apply(a));
    }
  }

  /** The factors keep their own widths, so that a solver sees the multiplier that is meant. */
  private void multiply(String n, int width, int a, int b) {
    boolean signed = format(a).signed() || format(b).signed();
    int widthA = format(a).widthBits() + (signed && !format(a).signed() ? 1 : 0);
    int widthB = format(b).widthBits() + (signed && !format(b).signed() ? 1 : 0);
    String sign = signed ? "signed " : "";
    int whole = widthA + widthB;
    out.append("  wire " + sign + range(widthA) + n + "_a = " + extended(a, widthA) + ";\n");
    out.append("  wire " + sign + range(widthB) + n + "_b = " + extended(b, widthB) + ";\n");
    out.append("  wire " + sign + range(whole) + n + "_p = " + n + "_a * " + n + "_b;\n");
    wire(n, width, extended(n + "_p", whole, signed, width));
  }

  private void round(String n, FixedFormat to, int a, Operation.Rounding mode) {
    int dropped = format(a).fractionBits() - to.fractionBits();
    int width = to.widthBits();
    // A bit for the sign of an unsigned operand and one for the carry.
    int wide = Math.max(format(a).widthBits() + 2, dropped + width + 1);
    String value =
        switch (mode) {
          case FLOOR -> extended(a, wide);
          case NEAREST ->
              extended(a, wide) + " + (" + constant(1, wide) + " << " + (dropped - 1) + ")";
        };
    wire(n + "_a", wide, value);
    wire(n, width, n + "_a[" + (dropped + width - 1) + ":" + dropped + "]");
  }

  private void saturate(String n, FixedFormat to, int a) {
    int width = to.widthBits();
    int wide = Math.max(format(a).widthBits(), width) + 1;
    String value = n + "_a";
    out.append("  wire signed " + range(wide) + value + " = " + extended(a, wide) + ";\n");
    String lowest = constant(to.rawMin() & mask(wide), wide);
    String highest = constant(to.rawMax(), wide);
    wire(
        n,
        width,
        value
            + (" < $signed(" + lowest + ") ? " + constant(to.toBits(to.rawMin()), width))
            + (" : " + value + " > $signed(" + highest + ") ? ")
            + (constant(to.toBits(to.rawMax()), width)
                + " : "
                + value
                + "["
                + (width - 1)
                + ":0]"));
  }

  private void lookup(String n, FunctionTable table, int a) {
    FixedFormat format = table.valueFormat();
    int width = format.widthBits();
    out.append("  reg " + range(width) + n + ";\n  always @* case (" + view.apply(a) + ")\n");
    for (int address = 0; address < table.size(); address++) {
      // A default instead of the last address leaves no value undefined.
      out.append("    ");
      out.append(
          address == table.size() - 1
              ? "default"
              : constant(address, table.indexFormat().widthBits()));
      out.append(": " + n + " = " + constant(format.toBits(table.entry(address)), width) + ";\n");
    }
    out.append("  endcase\n");
  }

  /** {@return whether a is less than b, as an expression} */
  private String less(String n, int a, int b) {
    int wide = 1 + Math.max(format(a).widthBits(), format(b).widthBits());
    out.append("  wire signed " + range(wide) + n + "_a = " + extended(a, wide) + ";\n");
    out.append("  wire signed " + range(wide) + n + "_b = " + extended(b, wide) + ";\n");
    return n + "_a < " + n + "_b";
  }

  private String negative(int a) {
    return format(a).signed() ? view.apply(a) + "[" + (format(a).widthBits() - 1) + "]" : "1'b0";
  }

  private FixedFormat format(int node) {
    return datapath.node(node).format();
  }

  /** Adds a signal. */
  void wire(String name, int width, String value) {
    out.append("  wire " + range(width) + name + " = " + value + ";\n");
  }

  /** {@return a node's value in a number of bits, extended by its sign or cut} */
  private String extended(int node, int width) {
    return extended(view.apply(node), format(node).widthBits(), format(node).signed(), width);
  }

  private static String extended(String signal, int from, boolean signed, int to) {
    if (to == from) {
      return signal;
    }
    if (to < from) {
      return signal + "[" + (to - 1) + ":0]";
    }
    String above =
        signed ? "{" + (to - from) + "{" + signal + "[" + (from - 1) + "]}}" : zeros(to - from);
    return "{" + above + ", " + signal + "}";
  }

  private static String zeros(int count) {
    return count + "'b0";
  }

  private static String constant(long bits, int width) {
    return width + "'h" + Long.toHexString(bits);
  }

  private static long mask(int width) {
    return width >= Long.SIZE ? -1 : (1L << width) - 1;
  }
}
