package io.formgate.codegen.bench;

import static io.formgate.codegen.bench.BenchSubject.joined;

import io.formgate.codegen.HdlFile;
import io.formgate.codegen.VhdlWrapper;
import io.formgate.codegen.bench.BenchSubject.Port;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A datapath as a VHDL-93 entity with the name, ports and latency of the circuit's wrapper: a
 * variable of 64 bits for each node, in their order, and a delay for the results.
 */
final class VhdlModel {
  private static final int ENTRIES_PER_LINE = 8;

  /** Bits whose numbers a VHDL integer holds, whatever their sign. */
  private static final int INTEGER_BITS = 31;

  private static final String TEXT =
      """

      -- A model for simulation: it computes the bits of the circuit, with its latency, and has the entity of the VHDL
      -- wrapper, so that either can stand in a design. Variables are called as the values in datapath.txt.

      library ieee;
      use ieee.std_logic_1164.all;
      use ieee.numeric_std.all;

      entity @ENTITY@ is
        port (
      @PORTS@
        );
      end entity;

      architecture behavioural of @ENTITY@ is
        subtype <word> is signed(63 downto 0);

        function <bits>(<a> : <word>; <low> : natural; <width> : positive) return <word> is
          variable <result> : <word> := (others => '0');
        begin
          <result>(<width> - 1 downto 0) := <a>(<low> + <width> - 1 downto <low>);
          return <result>;
        end function;

        function <sign_extended>(<a> : <word>; <width> : positive) return <word> is
        begin
          return resize(<a>(<width> - 1 downto 0), 64);
        end function;

        function <product>(<a> : <word>; <b> : <word>) return <word> is
        begin
          return resize(<a> * <b>, 64);
        end function;

        function <smaller>(<a> : <word>; <b> : <word>) return <word> is
        begin
          if <a> < <b> then
            return <a>;
          end if;
          return <b>;
        end function;

        function <larger>(<a> : <word>; <b> : <word>) return <word> is
        begin
          if <a> < <b> then
            return <b>;
          end if;
          return <a>;
        end function;

        function <chosen>(<condition> : boolean; <a> : <word>; <b> : <word>) return <word> is
        begin
          if <condition> then
            return <a>;
          end if;
          return <b>;
        end function;

        function <address>(<a> : <word>; <width> : positive) return natural is
        begin
          return to_integer(unsigned(<a>(<width> - 1 downto 0)));
        end function;

        function <number>(<value> : integer) return <word> is
        begin
          return to_signed(<value>, 64);
        end function;

        function <one> return <word> is
        begin
          return to_signed(1, 64);
        end function;
      @TABLES@
      @RESULT_SIGNALS@
      begin
        <compute> : process@SENSITIVITY@
      @VARIABLES@
        begin
      @STATEMENTS@
      @RESULTS@
      @WAIT@
        end process;

      @DELAY@
      end architecture;
      """;

  private static final String DELAYED =
      """
        <delay> : process (clock)
        begin
          if rising_edge(clock) then
            <valid>(1) <= @ACCEPTED@;
      @FIRST_DELAYS@
            for <i> in 2 to @LATENCY@ loop
              <valid>(<i>) <= <valid>(<i> - 1);
      @MORE_DELAYS@
            end loop;
            if reset = '1' then
              <valid> <= (others => '0');
            end if;
          end if;
        end process;

        valid_out <= <valid>(@LATENCY@);
      @OUTPUTS@\
      """;

  private final BenchSubject subject;
  private final Datapath datapath;
  private final ModelNames model;
  private final Identifiers names;

  private VhdlModel(BenchSubject subject) {
    this.subject = subject;
    this.datapath = subject.datapath();
    this.model = ModelNames.vhdl(datapath);
    this.names = subject.identifiers();
    model.nodes().forEach(names::reserve);
    model.tables().forEach(names::reserve);
    names.reserve(VhdlWrapper.entity(subject.core()));
  }

  static String fileName(BenchSubject subject) {
    return subject.name() + "_model.vhd";
  }

  static HdlFile file(BenchSubject subject) {
    return new HdlFile(
        subject.path(fileName(subject)),
        HdlFile.Kind.VHDL_MODEL,
        subject.header("--", "Behavioural VHDL model of " + subject.name() + ".")
            + new VhdlModel(subject).text());
  }

  private String text() {
    List<String> variables = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      String name = model.nodes().get(i);
      variables.add(names.fill("    variable " + name + " : <word>;"));
      statements.add(
          names.fill("    " + name + " := ")
              + names.fill(expression(i))
              + ";  -- "
              + BenchSubject.format(datapath.node(i)));
    }
    List<Port> outputs = subject.outputs();
    List<String> results = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      results.add(
          "    "
              + result(outputs.get(i))
              + " <= std_logic_vector("
              + model.nodes().get(datapath.outputs().get(i).node())
              + "("
              + (outputs.get(i).format().widthBits() - 1)
              + " downto 0));");
    }
    boolean isConstant = subject.inputs().isEmpty();
    return names.fill(
        TEXT,
        Map.ofEntries(
            Map.entry("ENTITY", VhdlWrapper.entity(subject.core())),
            Map.entry("PORTS", ports()),
            Map.entry("TABLES", tables()),
            Map.entry("RESULT_SIGNALS", signals()),
            Map.entry(
                "SENSITIVITY",
                isConstant ? "" : " (" + joined(subject.inputs(), ", ", Port::name) + ")"),
            Map.entry("VARIABLES", String.join("\n", variables)),
            Map.entry("STATEMENTS", String.join("\n", statements)),
            Map.entry("RESULTS", String.join("\n", results)),
            Map.entry("WAIT", isConstant ? "    wait;" : ""),
            Map.entry("DELAY", delay())));
  }

  private String ports() {
    return "    clock : in std_logic;\n    reset : in std_logic;\n    valid_in : in std_logic;\n"
        + joined(subject.inputs(), "", p -> "    " + p.name() + " : in " + p.vhdlType() + ";\n")
        + "    valid_out : out std_logic;\n"
        + joined(subject.outputs(), ";\n", p -> "    " + p.name() + " : out " + p.vhdlType());
  }

  private String result(Port output) {
    return names.fill("<computed_" + output.name() + ">");
  }

  private String late(Port output) {
    return names.fill("<delayed_" + output.name() + ">");
  }

  private String signals() {
    StringBuilder out = new StringBuilder();
    int latency = subject.latencyCycles();
    for (Port output : subject.outputs()) {
      out.append("  signal %s : %s;\n".formatted(result(output), output.vhdlType()));
      if (latency > 0) {
        String type = names.fill("<delay_of_" + output.name() + ">");
        out.append(
            "  type %s is array (1 to %d) of %s;\n".formatted(type, latency, output.vhdlType()));
        out.append("  signal %s : %s;\n".formatted(late(output), type));
      }
    }
    if (latency > 0) {
      out.append(names.fill("  signal <valid> : std_logic_vector(1 to " + validRanks() + ");\n"));
    }
    return out.toString().stripTrailing();
  }

  private String delay() {
    List<Port> outputs = subject.outputs();
    int latency = subject.latencyCycles();
    if (latency == 0) {
      return "  valid_out <= valid_in;\n"
          + joined(outputs, "\n", p -> "  " + p.name() + " <= " + result(p) + ";");
    }
    return names.fill(
        DELAYED,
        Map.of(
            "LATENCY", String.valueOf(latency),
            "ACCEPTED", accepted(),
            "FIRST_DELAYS",
                joined(outputs, "\n", p -> "      " + late(p) + "(1) <= " + result(p) + ";")
                    + laterValid(),
            "MORE_DELAYS",
                joined(
                    outputs,
                    "\n",
                    p ->
                        "        "
                            + late(p)
                            + names.fill("(<i>) <= ")
                            + late(p)
                            + names.fill("(<i> - 1);")),
            "OUTPUTS",
                joined(
                    outputs,
                    "\n",
                    p -> "  " + p.name() + " <= " + late(p) + "(" + latency + ");")));
  }

  private int validRanks() {
    return subject.core().pipeline().sharing().validRanks(subject.latencyCycles());
  }

  /** A vector that comes too soon behind another is none. */
  private String accepted() {
    StringBuilder out = new StringBuilder("valid_in");
    for (int rank = 1; rank < subject.initiationInterval(); rank++) {
      out.append(names.fill(" and not <valid>(" + rank + ")"));
    }
    return out.toString();
  }

  /** Valid bits behind those of the latency, while the next vector would come too soon. */
  private String laterValid() {
    StringBuilder out = new StringBuilder();
    for (int rank = subject.latencyCycles() + 1; rank <= validRanks(); rank++) {
      out.append(names.fill("\n      <valid>(" + rank + ") <= <valid>(" + (rank - 1) + ");"));
    }
    return out.toString();
  }

  private String tables() {
    StringBuilder out = new StringBuilder();
    for (int t = 0; t < datapath.tables().size(); t++) {
      FunctionTable table = datapath.tables().get(t);
      String type = names.fill("<type_of_" + model.tables().get(t) + ">");
      boolean isNarrow = table.valueFormat().widthBits() <= INTEGER_BITS;
      out.append("\n  -- ").append(table).append("\n  type ").append(type);
      out.append(" is array (0 to ").append(table.size() - 1).append(") of ");
      out.append(isNarrow ? "integer" : names.fill("<word>")).append(";\n  constant ");
      out.append(model.tables().get(t)).append(" : ").append(type).append(" := (");
      for (int i = 0; i < table.size(); i++) {
        out.append(i == 0 ? "" : ",").append(i % ENTRIES_PER_LINE == 0 ? "\n    " : " ");
        out.append(isNarrow ? String.valueOf(table.entry(i)) : wide(table.entry(i)));
      }
      out.append("\n  );\n");
    }
    return out.toString();
  }

  private static String wide(long raw) {
    return "x\"%016x\"".formatted(raw);
  }

  /** {@return a number as a word; a VHDL integer has 32 bits} */
  private static String literal(long raw) {
    return raw == (int) raw && raw != Integer.MIN_VALUE
        ? "<number>(" + raw + ")"
        : "<word>'(" + wide(raw) + ")";
  }

  private String at(int node) {
    return model.nodes().get(node);
  }

  private FixedFormat format(int node) {
    return datapath.node(node).format();
  }

  private static String wrapped(String value, FixedFormat format) {
    return format.signed()
        ? "<sign_extended>(" + value + ", " + format.widthBits() + ")"
        : "<bits>(" + value + ", 0, " + format.widthBits() + ")";
  }

  /** {@return the value of a node, with marks for the functions that it uses} */
  private String expression(int index) {
    Node node = datapath.node(index);
    FixedFormat to = node.format();
    return switch (node.operation()) {
      case Operation.Input() ->
          to.signed()
              ? "resize(signed(" + node.name() + "), 64)"
              : "signed(resize(unsigned(" + node.name() + "), 64))";
      case Operation.Literal(long raw) -> literal(raw);
      case Operation.Add(int a, int b) -> at(a) + " + " + at(b);
      case Operation.Subtract(int a, int b) -> at(a) + " - " + at(b);
      case Operation.Multiply(int a, int b) -> "<product>(" + at(a) + ", " + at(b) + ")";
      case Operation.Negate(int a) -> "-" + at(a);
      case Operation.Absolute(int a) -> "abs " + at(a);
      case Operation.Minimum(int a, int b) -> "<smaller>(" + at(a) + ", " + at(b) + ")";
      case Operation.Maximum(int a, int b) -> "<larger>(" + at(a) + ", " + at(b) + ")";
      case Operation.Select(int c, int a, int b) ->
          "<chosen>(" + at(c) + "(0) = '1', " + at(a) + ", " + at(b) + ")";
      case Operation.Align(int a) ->
          "shift_left(" + at(a) + ", " + (to.fractionBits() - format(a).fractionBits()) + ")";
      case Operation.Round(int a, Operation.Rounding mode) -> {
        int dropped = format(a).fractionBits() - to.fractionBits();
        yield switch (mode) {
          case FLOOR -> "shift_right(" + at(a) + ", " + dropped + ")";
          case NEAREST ->
              "shift_right("
                  + at(a)
                  + " + shift_left(<one>, "
                  + (dropped - 1)
                  + "), "
                  + dropped
                  + ")";
        };
      }
      case Operation.Saturate(int a) ->
          "<larger>(%s, <smaller>(%s, %s))"
              .formatted(literal(to.rawMin()), literal(to.rawMax()), at(a));
      case Operation.Lookup(int table, int a) -> {
        String entry =
            "%s(<address>(%s, %d))"
                .formatted(model.tables().get(table), at(a), format(a).widthBits());
        yield datapath.tables().get(table).valueFormat().widthBits() <= INTEGER_BITS
            ? "<number>(" + entry + ")"
            : entry;
      }
      case Operation.Bits(int a, int lowBit) ->
          "<bits>(%s, %d, %d)".formatted(at(a), lowBit, to.widthBits());
      case Operation.Concat(int high, int low) ->
          "shift_left(" + at(high) + ", " + format(low).widthBits() + ") or " + at(low);
      case Operation.Any(int a) -> "<chosen>(" + at(a) + " /= 0, <one>, <number>(0))";
      case Operation.Reinterpret(int a) -> wrapped(at(a), to);
    };
  }
}
