package io.formgate.codegen.bench;

import static io.formgate.codegen.bench.BenchSubject.joined;

import io.formgate.codegen.HdlFile;
import io.formgate.codegen.ModuleInterface;
import io.formgate.codegen.bench.BenchSubject.Port;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A self-checking test bench in SystemVerilog. One process moves the clock, drives and compares, so
 * that no simulator's order of events matters; it has neither classes nor assertions, which some
 * simulators lack.
 */
final class SystemVerilogBench {
  private static final String TEXT =
      """

      // Reads the vectors, drives them without gaps and with random gaps, and compares valid_out in every
      // cycle and every output of every vector, X included. It ends with PASS and the number of vectors,
      // or with FAIL and the first difference, through $fatal. Another file: +vectors=FILE.
      // A line of the file holds, as raw decimal integers: @COLUMN_NAMES@.
      module @MODULE@_bench;
        localparam integer <LATENCY> = @LATENCY_VALUE@;
        localparam integer <COLUMNS> = @COLUMNS_VALUE@;

        reg clock;
        reg reset;
        reg valid_in;
      @DECLARED_INPUTS@
        wire valid_out;
      @DECLARED_OUTPUTS@

        @MODULE@ <dut> (
      @CONNECTIONS@
        );

        // What is due: entry k belongs to what was driven k cycles ago.
        reg <due_valid> [0:<LATENCY>];
        integer <due_line> [0:<LATENCY>];
      @DECLARED_DUES@
        // The line that was read last; Verilator 5.006 reads negative numbers into words of this size only.
      @DECLARED_WANTED@
        string <path>;
        integer <file>;
        integer <fields>;
        integer <lines>;
        integer <compared>;
        integer <cycle>;
        integer <cycles_after_end>;
        integer <k>;@SPACING_DECLARED@
        reg [15:0] <random>;
        reg <failed>;

        initial begin
          if (!$value$plusargs("vectors=%s", <path>)) <path> = "@VECTORS_FILE@";
          <file> = $fopen(<path>, "r");
          <failed> = (<file> == 0);
          if (<failed>) $fatal(1, "FAIL: %0s cannot be opened", <path>);
          <lines> = 0;
          <compared> = 0;
          <cycle> = 0;
          <cycles_after_end> = 0;
          <random> = 16'hace1;@SPACING_CLEARED@
          for (<k> = 0; <k> <= <LATENCY>; <k> = <k> + 1) <due_valid>[<k>] = 1'b0;

          clock = 1'b0;
          reset = 1'b1;
          valid_in = 1'b0;
      @CLEARED_INPUTS@
          repeat (2) begin
            #5 clock = 1'b1;
            #5 clock = 1'b0;
          end
          reset = 1'b0;

          while (!<failed> && <cycles_after_end> <= <LATENCY> + 8) begin
            // Drive: 64 cycles without a gap, then 64 with random gaps, and so on.
            valid_in = 1'b0;
            <random> = {<random>[14:0], <random>[15] ^ <random>[13] ^ <random>[12] ^ <random>[10]};
            if (<cycles_after_end> > 0) begin
              <cycles_after_end> = <cycles_after_end> + 1;
            end else if (@SPACING@<cycle> % 128 < 64 || <random>[0]@SPACING_END@) begin
              <fields> = $fscanf(<file>, "@SCAN_FORMAT@", @SCANNED@);
              if (<fields> == <COLUMNS>@FITTING@) begin
                valid_in = 1'b1;
      @TAKEN_INPUTS@
                <lines> = <lines> + 1;
              end else if (<fields> <= 0 && $feof(<file>) != 0) begin
                <cycles_after_end> = 1;
              end else begin
                <failed> = 1'b1;
                $fatal(1, "FAIL: line %0d of %0s does not hold %0d integers that fit", <lines> + 1, <path>, <COLUMNS>);
              end
            end
            if (!valid_in) begin
              // Whatever stands at the inputs in a gap must not matter.
      @DISTURBED_INPUTS@
            end
            for (<k> = <LATENCY>; <k> > 0; <k> = <k> - 1) begin
              <due_valid>[<k>] = <due_valid>[<k> - 1];
              <due_line>[<k>] = <due_line>[<k> - 1];
      @SHIFTED_DUES@
            end
            <due_valid>[0] = valid_in;@SPACING_COUNTED@
            <due_line>[0] = <lines>;
      @FIRST_DUES@

            // Compare just before the clock's edge.
            #4;
            if (!<failed> && valid_out !== <due_valid>[<LATENCY>]) begin
              <failed> = 1'b1;
              $fatal(1, "FAIL: cycle %0d: valid_out is %b, expected %b", <cycle>, valid_out, <due_valid>[<LATENCY>]);
            end
            if (!<failed> && <due_valid>[<LATENCY>]) begin
              <compared> = <compared> + 1;
      @COMPARISONS@
            end
            #1 clock = 1'b1;
            #5 clock = 1'b0;
            <cycle> = <cycle> + 1;
          end

          if (!<failed> && (<compared> == 0 || <compared> != <lines>)) begin
            <failed> = 1'b1;
            $fatal(1, "FAIL: %0d of %0d vectors compared", <compared>, <lines>);
          end
          if (!<failed>) begin
            $display("PASS: %0d vectors compared, latency %0d", <compared>, <LATENCY>);
            $finish;
          end
        end
      endmodule
      """;

  private SystemVerilogBench() {}

  static HdlFile file(BenchSubject subject) {
    Identifiers names = subject.identifiers();
    List<Port> inputs = subject.inputs();
    List<Port> outputs = subject.outputs();
    List<String> columns =
        Stream.concat(inputs.stream(), outputs.stream()).map(Port::name).toList();
    List<Port> all = Stream.concat(inputs.stream(), outputs.stream()).toList();
    List<String> scanned = all.stream().map(p -> read(names, p)).toList();
    Map<String, String> blanks =
        Map.ofEntries(
            Map.entry("MODULE", subject.name()),
            Map.entry("VECTORS_FILE", subject.vectorsFile()),
            Map.entry("COLUMN_NAMES", String.join(" ", columns)),
            Map.entry("LATENCY_VALUE", String.valueOf(subject.latencyCycles())),
            Map.entry("COLUMNS_VALUE", String.valueOf(columns.size())),
            Map.entry("SCAN_FORMAT", joined(columns, " ", _ -> "%d")),
            Map.entry("SCANNED", String.join(", ", scanned)),
            Map.entry("DECLARED_INPUTS", lines(inputs, p -> "  reg " + p.bitRange() + p.name())),
            Map.entry("DECLARED_OUTPUTS", lines(outputs, p -> "  wire " + p.bitRange() + p.name())),
            Map.entry(
                "CONNECTIONS",
                joined(
                    subject.module().ports(),
                    ",\n",
                    (ModuleInterface.Port p) -> "    ." + p.name() + "(" + p.name() + ")")),
            Map.entry(
                "DECLARED_DUES",
                lines(
                    outputs,
                    p -> names.fill("  reg " + p.bitRange() + due(names, p) + " [0:<LATENCY>]"))),
            Map.entry("DECLARED_WANTED", lines(all, p -> "  reg signed [63:0] " + read(names, p))),
            Map.entry("FITTING", joined(all, "", p -> "\n            && " + fits(names, p))),
            Map.entry(
                "TAKEN_INPUTS",
                lines(inputs, p -> "          " + p.name() + " = " + read(names, p) + bits(p))),
            Map.entry("CLEARED_INPUTS", lines(inputs, p -> "    " + p.name() + " = 0")),
            Map.entry(
                "DISTURBED_INPUTS", lines(inputs, p -> "        " + p.name() + " = ~" + p.name())),
            Map.entry(
                "SHIFTED_DUES",
                lines(
                    outputs,
                    p -> {
                      String due = due(names, p);
                      return names.fill("        " + due + "[<k>] = " + due + "[<k> - 1]");
                    })),
            Map.entry(
                "FIRST_DUES",
                lines(
                    outputs, p -> "      " + due(names, p) + "[0] = " + read(names, p) + bits(p))),
            Map.entry(
                "SPACING_DECLARED",
                spaced(subject, "\n  integer " + names.fill("<since_vector>") + ";")),
            Map.entry(
                "SPACING_CLEARED",
                spaced(
                    subject,
                    "\n    "
                        + names.fill("<since_vector>")
                        + " = "
                        + subject.initiationInterval()
                        + ";")),
            Map.entry(
                "SPACING",
                spaced(
                    subject,
                    names.fill("<since_vector>")
                        + " >= "
                        + subject.initiationInterval()
                        + " && (")),
            Map.entry("SPACING_END", spaced(subject, ")")),
            Map.entry(
                "SPACING_COUNTED",
                spaced(
                    subject,
                    names.fill("\n      <since_vector> = valid_in ? 1 : <since_vector> + 1;"))),
            Map.entry("COMPARISONS", joined(outputs, "\n", p -> comparison(names, p))));
    return new HdlFile(
        subject.path(subject.name() + "_bench.sv"),
        HdlFile.Kind.SYSTEM_VERILOG_BENCH,
        subject.header("//", "Test bench of " + subject.name() + ".") + names.fill(TEXT, blanks));
  }

  private static String lines(List<Port> ports, Function<Port, String> text) {
    return joined(ports, "\n", p -> text.apply(p) + ";");
  }

  /** {@return a text if vectors may not come in every cycle} */
  private static String spaced(BenchSubject subject, String text) {
    return subject.initiationInterval() == 1 ? "" : text;
  }

  private static String read(Identifiers names, Port port) {
    return names.fill("<read_" + port.name() + ">");
  }

  /** The bits of a port in a number of 64 bits. */
  private static String bits(Port port) {
    int width = port.format().widthBits();
    return width == 1 ? "[0]" : "[" + (width - 1) + ":0]";
  }

  /** Whether the bits above those of a port are its sign, or 0. */
  private static String fits(Identifiers names, Port port) {
    int width = port.format().widthBits();
    String read = read(names, port);
    String sign = port.format().signed() ? read + "[" + (width - 1) + "]" : "1'b0";
    return "%s === {{%d{%s}}, %s%s}".formatted(read, 64 - width, sign, read, bits(port));
  }

  private static String due(Identifiers names, Port output) {
    return names.fill("<due_" + output.name() + ">");
  }

  private static String number(Port port, String bits) {
    return port.format().signed() ? "$signed(" + bits + ")" : bits;
  }

  private static String comparison(Identifiers names, Port p) {
    String due = names.fill(due(names, p) + "[<LATENCY>]");
    return names.fill(
        """
                if (!<failed> && @ACTUAL_BITS@ !== @DUE_BITS@) begin
                  <failed> = 1'b1;
                  $fatal(1, "FAIL: line %0d: @ACTUAL_BITS@ is %0d, expected %0d", <due_line>[<LATENCY>],
                      @ACTUAL@, @EXPECTED@);
                end
        """
            .stripTrailing(),
        Map.of(
            "ACTUAL_BITS", p.name(),
            "DUE_BITS", due,
            "ACTUAL", number(p, p.name()),
            "EXPECTED", number(p, due)));
  }
}
