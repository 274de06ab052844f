package io.formgate.codegen.bench;

import static io.formgate.codegen.bench.BenchSubject.joined;

import io.formgate.codegen.HdlFile;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A datapath as a C++11 header: a statement of 64-bit integers for each node, in their order. */
final class CppModel {
  private static final int ENTRIES_PER_LINE = 8;

  private static final String TEXT =
      """
      //
      // Bit-accurate: evaluate() computes in integers what the circuit computes. Values are raw integers; that of a
      // port is its raw integer divided by 2 to the power of fraction_bits. Inputs wrap to the width of their
      // port, as bits do on wires. Needs C++11 and nothing else.
      #ifndef FORMGATE_@MODULE@_MODEL_HPP
      #define FORMGATE_@MODULE@_MODEL_HPP

      #include <cstdint>

      namespace @MODULE@_model {

      constexpr int latency_cycles = @LATENCY@;
      constexpr int input_count = @INPUT_COUNT@;
      constexpr int output_count = @OUTPUT_COUNT@;

      struct Port {
        const char* name;
        bool is_signed;
        int width_bits;
        int fraction_bits;
      };

      // The ports in their order.
      @PORTS@
      struct Inputs {
      @INPUT_FIELDS@
      };

      struct Outputs {
      @OUTPUT_FIELDS@
      };

      namespace detail {

      // Some bits of a number, as an unsigned one.
      inline std::int64_t bits(std::int64_t a, int low, int width) {
        return static_cast<std::int64_t>((static_cast<std::uint64_t>(a) >> low) & ((std::uint64_t{1} << width) - 1));
      }

      // The lowest bits of a number in two's complement.
      inline std::int64_t sign_extended(std::int64_t a, int width) {
        const std::int64_t low = bits(a, 0, width);
        return low >> (width - 1) ? low - (std::int64_t{1} << width) : low;
      }

      // Division by a power of two, towards minus infinity.
      inline std::int64_t shifted_right(std::int64_t a, int k) { return a < 0 ? ~(~a >> k) : a >> k; }

      inline std::int64_t smaller(std::int64_t a, std::int64_t b) { return a < b ? a : b; }
      inline std::int64_t larger(std::int64_t a, std::int64_t b) { return a < b ? b : a; }
      @TABLES@
      }  // namespace detail

      // What the circuit gives for one vector.
      inline Outputs evaluate(const Inputs& @ARGUMENT@) {
      @STATEMENTS@
        return Outputs{@RESULTS@};
      }

      // The same with the ports in their order: input_count numbers in, output_count numbers out.
      inline void evaluate(const std::int64_t* raw_inputs, std::int64_t* raw_outputs) {
        (void)raw_inputs;
        const Outputs results = evaluate(Inputs{@ARRAY_INPUTS@});
      @ARRAY_OUTPUTS@
      }

      }  // namespace @MODULE@_model

      #endif
      """;

  private final Datapath datapath;
  private final ModelNames names;
  private final String argument;

  private CppModel(Datapath datapath) {
    this.datapath = datapath;
    this.names = ModelNames.cpp(datapath);
    Identifiers taken = new Identifiers();
    names.nodes().forEach(taken::reserve);
    this.argument = taken.fresh("inputs");
  }

  static String fileName(BenchSubject subject) {
    return subject.name() + "_model.hpp";
  }

  static HdlFile file(BenchSubject subject) {
    CppModel model = new CppModel(subject.datapath());
    return new HdlFile(
        subject.path(fileName(subject)),
        HdlFile.Kind.CPP_MODEL,
        subject.header("//", "C++ model of " + subject.name() + ".") + model.text(subject));
  }

  private String text(BenchSubject subject) {
    List<String> statements = new ArrayList<>();
    List<String> inputNames = datapath.inputs().stream().map(names.nodes()::get).toList();
    List<String> arrayInputs = new ArrayList<>();
    List<String> arrayOutputs = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    datapath.nodes().forEach(n -> used.addAll(n.operation().operands()));
    datapath.outputs().forEach(o -> used.add(o.node()));
    if (inputNames.isEmpty()) {
      statements.add("  (void)" + argument + ";");
    }
    for (int i = 0; i < datapath.nodes().size(); i++) {
      if (!used.contains(i)) {
        statements.add("  (void)" + argument + "." + names.nodes().get(i) + ";  // not used");
        continue;
      }
      statements.add(
          "  const std::int64_t "
              + names.nodes().get(i)
              + " = "
              + expression(i)
              + ";  // "
              + BenchSubject.format(datapath.node(i)));
    }
    for (int i = 0; i < inputNames.size(); i++) {
      arrayInputs.add("raw_inputs[" + i + "]");
    }
    for (int i = 0; i < names.outputs().size(); i++) {
      arrayOutputs.add("  raw_outputs[" + i + "] = results." + names.outputs().get(i) + ";");
    }
    return Identifiers.blanks(
        TEXT,
        Map.ofEntries(
            Map.entry("MODULE", subject.name()),
            Map.entry("LATENCY", String.valueOf(subject.latencyCycles())),
            Map.entry("INPUT_COUNT", String.valueOf(inputNames.size())),
            Map.entry("OUTPUT_COUNT", String.valueOf(names.outputs().size())),
            Map.entry(
                "PORTS",
                ports("input_ports", subject.inputs()) + ports("output_ports", subject.outputs())),
            Map.entry("INPUT_FIELDS", fields(inputNames)),
            Map.entry("OUTPUT_FIELDS", fields(names.outputs())),
            Map.entry("TABLES", tables()),
            Map.entry("ARGUMENT", argument),
            Map.entry("STATEMENTS", String.join("\n", statements)),
            Map.entry(
                "RESULTS", joined(datapath.outputs(), ", ", o -> names.nodes().get(o.node()))),
            Map.entry("ARRAY_INPUTS", String.join(", ", arrayInputs)),
            Map.entry("ARRAY_OUTPUTS", String.join("\n", arrayOutputs))));
  }

  /** C++ has no empty array, so ports that are not there have none. */
  private static String ports(String array, List<BenchSubject.Port> ports) {
    return ports.isEmpty()
        ? ""
        : "constexpr Port "
            + array
            + "[] = {\n"
            + joined(
                ports,
                "",
                p ->
                    "    {\"%s\", %s, %d, %d},\n"
                        .formatted(
                            p.name(),
                            p.format().signed(),
                            p.format().widthBits(),
                            p.format().fractionBits()))
            + "};\n";
  }

  private static String fields(List<String> names) {
    return joined(names, "\n", n -> "  std::int64_t " + n + ";");
  }

  private String tables() {
    StringBuilder out = new StringBuilder();
    for (int t = 0; t < datapath.tables().size(); t++) {
      FunctionTable table = datapath.tables().get(t);
      out.append("\n// ").append(table).append("\nconstexpr std::int64_t ");
      out.append(names.tables().get(t)).append('[').append(table.size()).append("] = {");
      for (int i = 0; i < table.size(); i++) {
        out.append(i % ENTRIES_PER_LINE == 0 ? "\n    " : " ").append(literal(table.entry(i)));
        out.append(',');
      }
      out.append("\n};\n");
    }
    return out.toString();
  }

  private static String literal(long raw) {
    return raw == (int) raw ? Long.toString(raw) : "INT64_C(" + raw + ")";
  }

  private String at(int node) {
    return names.nodes().get(node);
  }

  private FixedFormat format(int node) {
    return datapath.node(node).format();
  }

  private static String wrapped(String value, FixedFormat format) {
    return format.signed()
        ? "detail::sign_extended(" + value + ", " + format.widthBits() + ")"
        : "detail::bits(" + value + ", 0, " + format.widthBits() + ")";
  }

  private static String power(int exponent) {
    return "(std::int64_t{1} << " + exponent + ")";
  }

  private String expression(int index) {
    Node node = datapath.node(index);
    FixedFormat to = node.format();
    return switch (node.operation()) {
      case Operation.Input() -> wrapped(argument + "." + at(index), to);
      case Operation.Literal(long raw) -> literal(raw);
      case Operation.Add(int a, int b) -> at(a) + " + " + at(b);
      case Operation.Subtract(int a, int b) -> at(a) + " - " + at(b);
      case Operation.Multiply(int a, int b) -> at(a) + " * " + at(b);
      case Operation.Negate(int a) -> "-" + at(a);
      case Operation.Absolute(int a) -> at(a) + " < 0 ? -" + at(a) + " : " + at(a);
      case Operation.Minimum(int a, int b) -> "detail::smaller(" + at(a) + ", " + at(b) + ")";
      case Operation.Maximum(int a, int b) -> "detail::larger(" + at(a) + ", " + at(b) + ")";
      case Operation.Select(int c, int a, int b) -> at(c) + " ? " + at(a) + " : " + at(b);
      case Operation.Align(int a) ->
          at(a) + " * " + power(to.fractionBits() - format(a).fractionBits());
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = format(a).fractionBits() - to.fractionBits();
        String half =
            switch (mode) {
              case FLOOR -> "";
              case NEAREST -> " + " + power(dropped - 1);
            };
        yield "detail::shifted_right(" + at(a) + half + ", " + dropped + ")";
      }
      case Operation.Saturate(int a) ->
          "detail::larger(%s, detail::smaller(%s, %s))"
              .formatted(literal(to.rawMin()), literal(to.rawMax()), at(a));
      case Operation.Lookup(int table, int a) ->
          "detail::%s[detail::bits(%s, 0, %d)]"
              .formatted(names.tables().get(table), at(a), format(a).widthBits());
      case Operation.Bits(int a, int lowBit) ->
          "detail::bits(%s, %d, %d)".formatted(at(a), lowBit, to.widthBits());
      case Operation.Concat(int high, int low) ->
          at(high) + " * " + power(format(low).widthBits()) + " + " + at(low);
      case Operation.Any(int a) -> at(a) + " != 0";
      case Operation.Reinterpret(int a) -> wrapped(at(a), to);
    };
  }
}
