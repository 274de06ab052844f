package io.formgate.codegen.bench;

import static io.formgate.codegen.bench.BenchSubject.joined;

import io.formgate.codegen.HdlFile;
import io.formgate.codegen.VhdlWrapper;
import io.formgate.codegen.bench.BenchSubject.Port;
import io.formgate.expression.FixedFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A self-checking test bench in VHDL-93 for the entity that the model and the wrapper share. It
 * reads numbers of any size by itself, since a VHDL integer has 32 bits.
 */
final class VhdlBench {
  private static final String TEXT =
      """

      -- With the model it runs in any VHDL simulator. With ../@ENTITY@.vhd instead, or the file of that name here,
      -- it tests the SystemVerilog in a simulator of both languages; that was not tried, for want of one.
      -- It drives the vectors without gaps and with random gaps and compares valid_out in every cycle and every
      -- output of every vector. It ends with PASS and the number of vectors, or with FAIL and the first
      -- difference, as a failure. A line of the file holds, as raw decimal integers:
      -- @COLUMN_NAMES@.

      library ieee;
      use ieee.std_logic_1164.all;
      use ieee.numeric_std.all;
      use std.textio.all;

      entity @MODULE@_bench is
        generic (<vectors> : string := "@VECTORS_FILE@");
      end entity;

      architecture test of @MODULE@_bench is
        constant <latency> : natural := @LATENCY@;
        subtype <word> is signed(63 downto 0);

        signal clock : std_logic := '0';
        signal reset : std_logic := '1';
        signal valid_in : std_logic := '0';
        signal valid_out : std_logic;
      @SIGNALS@

        -- Reads a decimal integer behind blanks.
        procedure <read_number>(<a_text_line> : inout line; <a_value> : out <word>; <a_good> : inout boolean) is
          variable <c> : character := ' ';
          variable <more> : boolean := true;
          variable <negative> : boolean := false;
          variable <digits> : natural := 0;
          variable <sum> : <word> := (others => '0');
        begin
          while <more> and (<c> = ' ' or <c> = HT or <c> = CR) loop
            read(<a_text_line>, <c>, <more>);
          end loop;
          if <more> and <c> = '-' then
            <negative> := true;
            read(<a_text_line>, <c>, <more>);
          end if;
          while <more> and <c> >= '0' and <c> <= '9' loop
            <sum> := resize(<sum> * 10, 64) + (character'pos(<c>) - character'pos('0'));
            <digits> := <digits> + 1;
            read(<a_text_line>, <c>, <more>);
          end loop;
          if <negative> then
            <sum> := -<sum>;
          end if;
          <a_value> := <sum>;
          <a_good> := <a_good> and <digits> > 0 and (not <more> or <c> = ' ' or <c> = HT or <c> = CR);
        end procedure;

        -- A number in decimal.
        function <decimal>(<a_value> : <word>) return string is
          constant <digits> : string(1 to 10) := "0123456789";
          variable <image> : string(1 to 20);
          variable <rest> : <word> := abs <a_value>;
          variable <first> : positive := 21;
        begin
          loop
            <first> := <first> - 1;
            <image>(<first>) := <digits>(1 + to_integer(<rest> mod 10));
            <rest> := <rest> / 10;
            exit when <rest> = 0;
          end loop;
          if <a_value> < 0 then
            <first> := <first> - 1;
            <image>(<first>) := '-';
          end if;
          return <image>(<first> to 20);
        end function;
      begin
        <dut> : entity work.@ENTITY@
          port map (
            clock => clock,
            reset => reset,
            valid_in => valid_in,
      @INPUT_MAP@
            valid_out => valid_out,
      @OUTPUT_MAP@
          );

        <run> : process
          type <numbers> is array (0 to <latency>) of natural;
          file <vector_file> : text;
          variable <status> : file_open_status;
          variable <text_line> : line;
          variable <good> : boolean;
          variable <value> : <word>;
          variable <random> : unsigned(15 downto 0) := x"ace1";
          variable <lines> : natural := 0;
          variable <compared> : natural := 0;
          variable <cycle> : natural := 0;
          variable <cycles_after_end> : natural := 0;
          variable <taken> : std_logic;@SPACING_DECLARED@
          -- What is due: entry k belongs to what was driven k cycles ago.
          variable <due_valid> : std_logic_vector(0 to <latency>) := (others => '0');
          variable <due_line> : <numbers> := (others => 0);
      @DUES@
        begin
          file_open(<status>, <vector_file>, <vectors>, read_mode);
          assert <status> = open_ok report "FAIL: " & <vectors> & " cannot be opened" severity failure;
          for <edge> in 1 to 2 loop
            wait for 5 ns;
            clock <= '1';
            wait for 5 ns;
            clock <= '0';
          end loop;
          reset <= '0';

          while <cycles_after_end> <= <latency> + 8 loop
            -- Drive: 64 cycles without a gap, then 64 with random gaps, and so on.
            <taken> := '0';
            <random> := <random>(14 downto 0) & (<random>(15) xor <random>(13) xor <random>(12) xor <random>(10));
            for <k> in <latency> downto 1 loop
              <due_valid>(<k>) := <due_valid>(<k> - 1);
              <due_line>(<k>) := <due_line>(<k> - 1);
      @SHIFTS@
            end loop;
            if <cycles_after_end> > 0 or endfile(<vector_file>) then
              <cycles_after_end> := <cycles_after_end> + 1;
            elsif @SPACING@<cycle> mod 128 < 64 or <random>(0) = '1'@SPACING_END@ then
              readline(<vector_file>, <text_line>);
              <lines> := <lines> + 1;
              <good> := true;
              <taken> := '1';
      @READS@
              assert <good> report "FAIL: line " & integer'image(<lines>) & " of " & <vectors> &
                " does not hold @COLUMNS@ integers that fit" severity failure;
            end if;
            if <taken> = '0' then
              -- Whatever stands at the inputs in a gap must not matter.
      @DISTURBED@
              null;
            end if;
            valid_in <= <taken>;
            <due_valid>(0) := <taken>;
            <due_line>(0) := <lines>;@SPACING_COUNTED@

            -- Compare just before the clock's edge.
            wait for 4 ns;
            assert valid_out = <due_valid>(<latency>)
              report "FAIL: cycle " & integer'image(<cycle>) & ": valid_out is " & std_logic'image(valid_out) &
                ", expected " & std_logic'image(<due_valid>(<latency>)) severity failure;
            if <due_valid>(<latency>) = '1' then
      @COMPARISONS@
              <compared> := <compared> + 1;
            end if;
            wait for 1 ns;
            clock <= '1';
            wait for 5 ns;
            clock <= '0';
            <cycle> := <cycle> + 1;
          end loop;

          assert <compared> > 0 and <compared> = <lines>
            report "FAIL: " & integer'image(<compared>) & " of " & integer'image(<lines>) & " vectors compared"
            severity failure;
          report "PASS: " & integer'image(<compared>) & " vectors compared, latency " & integer'image(<latency>)
            severity note;
          wait;
        end process;
      end architecture;
      """;

  /** Behind each cycle, where vectors may not come in every one. */
  private static final String COUNTED =
      """

            <since_vector> := <since_vector> + 1;
            if <taken> = '1' then
              <since_vector> := 1;
            end if;\
      """;

  private VhdlBench() {}

  static HdlFile file(BenchSubject subject) {
    Identifiers names = subject.identifiers();
    List<Port> inputs = subject.inputs();
    List<Port> outputs = subject.outputs();
    List<String> columns =
        Stream.concat(inputs.stream(), outputs.stream()).map(Port::name).toList();
    String text =
        names.fill(
            TEXT,
            Map.ofEntries(
                Map.entry("ENTITY", VhdlWrapper.entity(subject.core())),
                Map.entry("MODULE", subject.name()),
                Map.entry("VECTORS_FILE", subject.vectorsFile()),
                Map.entry("LATENCY", String.valueOf(subject.latencyCycles())),
                Map.entry("COLUMNS", String.valueOf(columns.size())),
                Map.entry("COLUMN_NAMES", String.join(" ", columns)),
                Map.entry(
                    "SIGNALS",
                    joined(inputs, "", p -> signal(p) + " := (others => '0');\n")
                        + joined(outputs, "\n", p -> signal(p) + ";")),
                Map.entry("INPUT_MAP", joined(inputs, "\n", p -> map(p) + ",")),
                Map.entry("OUTPUT_MAP", joined(outputs, ",\n", VhdlBench::map)),
                Map.entry(
                    "SPACING_DECLARED",
                    spaced(
                        subject,
                        names.fill("\n    variable <since_vector> : natural := ")
                            + subject.initiationInterval()
                            + ";")),
                Map.entry(
                    "SPACING",
                    spaced(
                        subject,
                        names.fill("<since_vector> >= ")
                            + subject.initiationInterval()
                            + " and (")),
                Map.entry("SPACING_END", spaced(subject, ")")),
                Map.entry("SPACING_COUNTED", spaced(subject, names.fill(COUNTED))),
                Map.entry("DUES", joined(outputs, "\n", p -> dues(names, p))),
                Map.entry(
                    "SHIFTS",
                    joined(
                        outputs,
                        "\n",
                        p ->
                            names.fill(
                                "        %1$s(<k>) := %1$s(<k> - 1);".formatted(due(names, p))))),
                Map.entry("READS", reads(names, inputs, outputs)),
                Map.entry(
                    "DISTURBED",
                    joined(inputs, "\n", p -> "        %1$s <= not %1$s;".formatted(p.name()))),
                Map.entry("COMPARISONS", joined(outputs, "\n", p -> comparison(names, p)))));
    return new HdlFile(
        subject.path(subject.name() + "_bench.vhd"),
        HdlFile.Kind.VHDL_BENCH,
        subject.header("--", "VHDL test bench of " + subject.name() + ".") + text);
  }

  /** {@return a text if vectors may not come in every cycle} */
  private static String spaced(BenchSubject subject, String text) {
    return subject.initiationInterval() == 1 ? "" : text;
  }

  private static String signal(Port p) {
    return "  signal " + p.name() + " : " + p.vhdlType();
  }

  private static String map(Port p) {
    return "      " + p.name() + " => " + p.name();
  }

  private static String due(Identifiers names, Port p) {
    return names.fill("<due_" + p.name() + ">");
  }

  private static String dues(Identifiers names, Port p) {
    return "    type %1$s is array (0 to %2$s) of %3$s;\n    variable %4$s : %1$s;"
        .formatted(
            names.fill("<dues_" + p.name() + ">"),
            names.fill("<latency>"),
            p.vhdlType(),
            due(names, p));
  }

  private static String reads(Identifiers names, List<Port> inputs, List<Port> outputs) {
    String read = names.fill("        <read_number>(<text_line>, <value>, <good>);\n");
    return joined(
            inputs,
            "",
            p -> read + fits(names, p) + "        " + p.name() + " <= " + bits(names, p) + ";\n")
        + joined(
            outputs,
            "\n",
            p ->
                read
                    + fits(names, p)
                    + "        "
                    + due(names, p)
                    + "(0) := "
                    + bits(names, p)
                    + ";");
  }

  private static String bits(Identifiers names, Port p) {
    return names.fill(
        "std_logic_vector(<value>(%d downto 0))".formatted(p.format().widthBits() - 1));
  }

  /** A number that loses bits in its port is none of the port's. */
  private static String fits(Identifiers names, Port p) {
    return names.fill("        <good> := <good> and <value> = ")
        + number(p.format(), bits(names, p))
        + ";\n";
  }

  private static String number(FixedFormat format, String bits) {
    return format.signed()
        ? "resize(signed(" + bits + "), 64)"
        : "signed(resize(unsigned(" + bits + "), 64))";
  }

  private static String comparison(Identifiers names, Port p) {
    String due = due(names, p) + names.fill("(<latency>)");
    return names.fill(
        """
                assert @NAME@ = @DUE@
                  report "FAIL: line " & integer'image(<due_line>(<latency>)) & ": @NAME@ is " &
                    <decimal>(@ACTUAL@) & ", expected " &
                    <decimal>(@EXPECTED@) severity failure;
        """
            .stripTrailing(),
        Map.of(
            "NAME", p.name(),
            "DUE", due,
            "ACTUAL", number(p.format(), p.name()),
            "EXPECTED", number(p.format(), due)));
  }
}
