package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalReport.Verdict;
import io.formgate.sim.formal.FormalRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Circuits that look right once registers are taken for wires, and are not, have no proof. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FormalSoundnessTest {
  private static FormalReport check(Datapath datapath, int latencyCycles, String systemVerilog) {
    return new FormalCheck(TestTools.runner(), System::nanoTime)
        .check(
            new FormalRequest(
                datapath, latencyCycles, datapath.name(), systemVerilog, Duration.ofMinutes(1)));
  }

  private static Datapath wire4() {
    return DatapathText.parse(
            """
            datapath wire4
            x = input : ufixed<4,4> in 0 .. 15
            output y = x
            """)
        .verify();
  }

  private static String behindRegisters(String statements, String valid) {
    return """
    module wire4(input clock, input reset, input valid_in, input [3:0] x,
        output valid_out, output [3:0] y);
      reg [3:0] y1, y2;
      reg v1, v1b, v2;
      always @(posedge clock) begin
        y1 <= x;
        y2 <= y1;
        %s
      end
      assign valid_out = %s;
      assign y = y2;
    endmodule
    """
        .formatted(statements, valid);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 <= ~reset & valid_in; v2 <= ~reset & v1;            | v2",
        "if (reset) v1 <= 0; else v1 <= valid_in; v2 <= reset ? 1'b0 : v1; | v2",
        "v1 <= ~reset & valid_in; v1b <= ~~valid_in & ~reset; v2 <= ~reset & v1b; | v2",
      })
  void resetClearsEveryRank(String statements, String valid) {
    FormalReport report = check(wire4(), 2, behindRegisters(statements, valid));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 <= ~reset & valid_in; v2 <= v1;                     | v2   | is not valid_in, 2 cycles",
        "v1 <= valid_in; v2 <= ~reset & v1;                     | v2   | is not valid_in, 2 cycles",
        "v1 <= ~reset & valid_in; v2 <= ~reset & ~v1;           | v2   | is not valid_in, 2 cycles",
        "v1 <= ~reset & valid_in; v2 <= ~reset & v1;            | ~v2  | is not valid_in, 2 cycles",
        "v1 <= ~reset & valid_in; v1b <= ~reset & valid_in; v2 <= ~reset & v1 & v1b; | v2 "
            + "| depends on 2 valid bits at once",
        "v1 <= ~reset & valid_in; v1b <= reset; v2 <= ~v1b & ~reset & v1; | v2 "
            + "| a register that valid_in does not reach",
      })
  void aRankThatResetDoesNotClearIsFound(String statements, String valid, String problem) {
    FormalReport report = check(wire4(), 2, behindRegisters(statements, valid));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).first().asString().contains(problem);
  }

  /** What a register begins with has to be gone when the first result is due. */
  @Test
  void registersBehindConstantsAreCounted() {
    String text =
        """
        module wire4(input clock, input reset, input valid_in, input [3:0] x,
            output valid_out, output [3:0] y);
          reg [3:0] y1, k1, k2;
          reg v1;
          always @(posedge clock) begin
            y1 <= x;
            k1 <= 4'd0;
            k2 <= k1;
            v1 <= ~reset & valid_in;
          end
          assign valid_out = v1;
          assign y = y1 ^ k1;
        endmodule
        """;
    FormalReport settled = check(wire4(), 1, text);
    assertThat(settled.verdict()).as("%s", settled.lines()).isEqualTo(Verdict.PROVED);
    FormalReport late = check(wire4(), 1, text.replace("y1 ^ k1", "y1 ^ k2"));
    assertThat(late.verdict()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(late.problems())
        .containsExactly("the latency is 1 cycle, and y has 2 registers on a way from a constant");
    FormalReport atOnce =
        check(
            wire4(),
            0,
            text.replace("y1 ^ k1", "x ^ k1").replace("valid_out = v1", "valid_out = valid_in"));
    assertThat(atOnce.verdict()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(atOnce.problems())
        .containsExactly("the latency is 0 cycles, and y has 1 register on a way from a constant");
  }

  /** A statement about nets that contradicts itself would prove all else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assign m = x != 0; assign m = x == 0;               | m has a bit with two drivers",
        "reg m; always @(posedge clock) m <= m;             | a value that is fed back",
        "reg m; always @(posedge clock) m <= ~m;            | a value that is fed back",
        "reg m; always @(posedge clock) m <= m + 1'b1;      | a value that is fed back",
        "reg m; always @(negedge clock) m <= x != 0;          | no part of a pipeline: $dff",
      })
  void whatNoOutputReadsIsLookedAtToo(String kept, String problem) {
    Datapath datapath =
        DatapathText.parse(
                """
                datapath kept
                x = input : ufixed<2,2> in 0 .. 3
                m = any x : ufixed<1,1> in 0 .. 1
                output y = m
                """)
            .verify();
    String text =
        """
        module kept(input clock, input reset, input valid_in, input [1:0] x,
            output valid_out, output y);
          assign valid_out = valid_in;
          assign y = &x;
          (* keep *) %s
        endmodule
        """
            .formatted(kept.startsWith("assign") ? "wire m; " + kept : kept);
    FormalReport report = check(datapath, 0, text);
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).first().asString().contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assign a = b;        | has a bit with two drivers",
        "assign a = 4'd0;     | input a has a bit that is a constant",
        "assign a = {b[3:1], reset}; | has a bit with two drivers",
        "assign a = b + 4'd1; | has a bit with two drivers",
      })
  void inputsThatAreTiedAreRefused(String tie, String problem) {
    Datapath datapath =
        DatapathText.parse(
                """
                datapath tied
                a = input : ufixed<4,4> in 0 .. 15
                b = input : ufixed<4,4> in 0 .. 15
                d = subtract a b : fixed<5,5> in -15 .. 15
                output y = d
                """)
            .verify();
    String text =
        """
        module tied(input clock, input reset, input valid_in, input [3:0] a, input [3:0] b,
            output valid_out, output [4:0] y);
          assign valid_out = valid_in;
          %s
          assign y = {1'b0, a} - {1'b0, b};
        endmodule
        """
            .formatted(tie);
    FormalReport report = check(datapath, 0, text);
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).first().asString().contains(problem);
  }

  @Test
  void aPortOfBothDirectionsIsRefused() {
    String text =
        """
        module wire4(input clock, input reset, input valid_in, input [3:0] x,
            output valid_out, inout [3:0] y);
          assign valid_out = valid_in;
          assign y = ~~x;
        endmodule
        """;
    FormalReport report = check(wire4(), 0, text);
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).first().asString().contains("y has a bit with two drivers");
  }

  /**
   * Nothing reads the upper bits of m in the circuit, so that they are the golden model's, which
   * has them from a product that is too hard to prove.
   */
  @Test
  void removedBitsAreAsGoodAsWhatTheyAreMadeOf() {
    Datapath datapath =
        DatapathText.parse(
                """
                datapath removed
                x = input : ufixed<16,16> in 0 .. 65535
                y = input : ufixed<16,16> in 0 .. 65535
                s = input : ufixed<1,1> in 0 .. 1
                p = multiply x y : ufixed<32,32> in 0 .. 4294836225
                m = concat p s : ufixed<33,33> in 0 .. 8589934591
                u = bits 1 m : ufixed<32,32> in 0 .. 4294967295
                output z = u
                """)
            .verify();
    String text =
        """
        module removed(input clock, input reset, input valid_in, input [15:0] x, input [15:0] y,
            input s, output valid_out, output [31:0] z);
          assign valid_out = valid_in;
          wire [31:0] low = x[7:0] * {24'd0, y};
          wire [31:0] high = {24'd0, x[15:8]} * {16'd0, y};
          wire [31:0] p = low + (high << 8);
          wire [32:0] m;
          assign m[0] = s;
          wire [31:0] u = p ^ 32'd0;
          assign z = u;
        endmodule
        """;
    // A clock that stands still leaves time for every question, and each has the same little of it.
    FormalReport report =
        new FormalCheck(TestTools.runner(), () -> 0L)
            .check(new FormalRequest(datapath, 0, "removed", text, Duration.ofSeconds(5)));
    assertThat(report.openNodes()).contains("p", "u").doesNotContain("m");
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.UNDECIDED);
  }
}
