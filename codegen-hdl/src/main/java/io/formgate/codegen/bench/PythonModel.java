package io.formgate.codegen.bench;

import static io.formgate.codegen.bench.BenchSubject.joined;

import io.formgate.codegen.HdlFile;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A datapath as a Python module: a statement on NumPy arrays for each node, in their order. */
final class PythonModel {
  private static final int ENTRIES_PER_LINE = 8;

  private static final String TEXT =
      """
      #
      # Bit-accurate: evaluate() computes in integers what the circuit computes, on whole arrays. Values are raw
      # integers; that of a port is its raw integer divided by 2 to the power of its fraction bits. Inputs wrap
      # to the width of their port, as bits do on wires. Needs NumPy 1.20 or newer.

      import numpy as np

      LATENCY_CYCLES = @LATENCY@

      # The ports in their order: name, whether it is signed, width in bits, fraction bits.
      INPUT_PORTS = (@INPUT_PORTS@)
      OUTPUT_PORTS = (@OUTPUT_PORTS@)


      def _bits(a, low, width):
          return (a >> low) & np.int64((1 << width) - 1)


      def _sign_extended(a, width):
          low = _bits(a, 0, width)
          return low - ((low >> (width - 1)) << width)

      @TABLES@
      def evaluate(@PARAMETERS@):
          \"""Returns a tuple of int64 arrays, one for each output; arguments are integers or integer arrays.\"""
      @STATEMENTS@
          _shape = np.broadcast_shapes(@SHAPES@)
          return tuple(np.array(np.broadcast_to(_v, _shape)) for _v in (@RESULTS@,))
      """;

  private final Datapath datapath;
  private final ModelNames names;

  private PythonModel(Datapath datapath) {
    this.datapath = datapath;
    this.names = ModelNames.python(datapath);
  }

  static HdlFile file(BenchSubject subject) {
    PythonModel model = new PythonModel(subject.datapath());
    return new HdlFile(
        subject.path(subject.name() + "_model.py"),
        HdlFile.Kind.PYTHON_MODEL,
        subject.header("#", "NumPy model of " + subject.name() + ".") + model.text(subject));
  }

  private String text(BenchSubject subject) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      statements.add(
          "    "
              + names.nodes().get(i)
              + " = "
              + expression(i)
              + "  # "
              + BenchSubject.format(datapath.node(i)));
    }
    List<String> inputs = datapath.inputs().stream().map(names.nodes()::get).toList();
    return Identifiers.blanks(
        TEXT,
        Map.of(
            "LATENCY", String.valueOf(subject.latencyCycles()),
            "INPUT_PORTS", ports(subject.inputs()),
            "OUTPUT_PORTS", ports(subject.outputs()),
            "TABLES", tables(),
            "PARAMETERS", String.join(", ", inputs),
            "STATEMENTS", String.join("\n", statements),
            "SHAPES", joined(inputs, ", ", n -> n + ".shape"),
            "RESULTS", joined(datapath.outputs(), ", ", o -> names.nodes().get(o.node()))));
  }

  private static String ports(List<BenchSubject.Port> ports) {
    return ports.isEmpty()
        ? ""
        : joined(
                ports,
                "",
                p ->
                    "\n    (\"%s\", %s, %d, %d),"
                        .formatted(
                            p.name(),
                            p.format().signed() ? "True" : "False",
                            p.format().widthBits(),
                            p.format().fractionBits()))
            + "\n";
  }

  private String tables() {
    StringBuilder out = new StringBuilder();
    for (int t = 0; t < datapath.tables().size(); t++) {
      FunctionTable table = datapath.tables().get(t);
      out.append("\n# ").append(table).append('\n');
      out.append(names.tables().get(t)).append(" = np.array([");
      for (int i = 0; i < table.size(); i++) {
        out.append(i % ENTRIES_PER_LINE == 0 ? "\n    " : " ").append(table.entry(i)).append(',');
      }
      out.append("\n], dtype=np.int64)\n");
    }
    return out.append('\n').toString();
  }

  private String at(int node) {
    return names.nodes().get(node);
  }

  private FixedFormat format(int node) {
    return datapath.node(node).format();
  }

  private static String wrapped(String value, FixedFormat format) {
    return format.signed()
        ? "_sign_extended(" + value + ", " + format.widthBits() + ")"
        : "_bits(" + value + ", 0, " + format.widthBits() + ")";
  }

  private static String number(long raw) {
    return "np.int64(" + raw + ")";
  }

  private String expression(int index) {
    Node node = datapath.node(index);
    FixedFormat to = node.format();
    return switch (node.operation()) {
      case Operation.Input() -> wrapped("np.asarray(" + at(index) + ", dtype=np.int64)", to);
      case Operation.Literal(long raw) -> number(raw);
      case Operation.Add(int a, int b) -> at(a) + " + " + at(b);
      case Operation.Subtract(int a, int b) -> at(a) + " - " + at(b);
      case Operation.Multiply(int a, int b) -> at(a) + " * " + at(b);
      case Operation.Negate(int a) -> "-" + at(a);
      case Operation.Absolute(int a) -> "np.abs(" + at(a) + ")";
      case Operation.Minimum(int a, int b) -> "np.minimum(" + at(a) + ", " + at(b) + ")";
      case Operation.Maximum(int a, int b) -> "np.maximum(" + at(a) + ", " + at(b) + ")";
      case Operation.Select(int c, int a, int b) ->
          "np.where(" + at(c) + " == 1, " + at(a) + ", " + at(b) + ")";
      case Operation.Align(int a) ->
          at(a) + " << " + (to.fractionBits() - format(a).fractionBits());
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = format(a).fractionBits() - to.fractionBits();
        yield switch (mode) {
          case FLOOR -> at(a) + " >> " + dropped;
          case NEAREST -> "(" + at(a) + " + (1 << " + (dropped - 1) + ")) >> " + dropped;
        };
      }
      case Operation.Saturate(int a) ->
          "np.maximum(%s, np.minimum(%s, %s))"
              .formatted(number(to.rawMin()), number(to.rawMax()), at(a));
      case Operation.Lookup(int table, int a) ->
          "%s[_bits(%s, 0, %d)]".formatted(names.tables().get(table), at(a), format(a).widthBits());
      case Operation.Bits(int a, int lowBit) ->
          "_bits(%s, %d, %d)".formatted(at(a), lowBit, to.widthBits());
      case Operation.Concat(int high, int low) ->
          "(" + at(high) + " << " + format(low).widthBits() + ") | " + at(low);
      case Operation.Any(int a) -> "np.not_equal(" + at(a) + ", 0).astype(np.int64)";
      case Operation.Reinterpret(int a) -> wrapped(at(a), to);
    };
  }
}
