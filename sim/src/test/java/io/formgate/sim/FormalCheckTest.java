package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.faults.FaultKind;
import io.formgate.sim.faults.Mutant;
import io.formgate.sim.faults.MutantFactory;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalReport.Verdict;
import io.formgate.sim.formal.FormalRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Emitted circuits are proved, faults in them are found, and what is too hard stays open. */
class FormalCheckTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static FormalReport check(
      Datapath datapath, int latencyCycles, String systemVerilog, Duration limit) {
    return new FormalCheck(TestTools.runner(), System::nanoTime)
        .check(new FormalRequest(datapath, latencyCycles, datapath.name(), systemVerilog, limit));
  }

  private static FormalReport check(HdlBundle bundle, String systemVerilog) {
    return check(
        bundle.pipeline().datapath(), bundle.pipeline().latencyCycles(), systemVerilog, LIMIT);
  }

  /** A table of six bits, which is look-up tables of the device, and a product with registers. */
  private static HdlBundle ofTheDevice() {
    StringBuilder entries = new StringBuilder();
    for (int i = 0; i < 64; i++) {
      entries.append(' ').append(i * i % 61);
    }
    Datapath datapath =
        DatapathText.parse(
                """
                datapath formal
                table squares ufixed<6,6> ufixed<6,6>%s
                x = input : ufixed<6,6> in 0 .. 63
                y = input : fixed<25,25> in -16777216 .. 16777215
                q = lookup squares x : ufixed<6,6> in 0 .. 60
                p = multiply y q : fixed<31,31> in -1006632960 .. 1006632900
                output z = p
                """
                    .formatted(entries))
            .verify();
    return HdlBackend.emit(
        HdlRequest.plain(
            Scheduler.schedule(datapath, DeviceModels.load("xcvu9p-2", null), 2000), List.of()));
  }

  @Test
  void circuitsAreProved() {
    HdlBundle device = ofTheDevice();
    assertThat(device.systemVerilog()).contains("LUT6 #(").contains("p_x_s");
    HdlBundle functions =
        EmittedCircuits.emit(
            "formal", "sqrt(abs(w*x)) + sin(y); x/(y + 1)", "xcvu9p-2", 2500, Wrapper.NONE);
    HdlBundle fabric =
        EmittedCircuits.emit("formal", "x*w; max(x, y) - b", "ice40hx8k", 12_000, Wrapper.NONE);
    for (HdlBundle bundle : List.of(device, functions, fabric)) {
      FormalReport report = check(bundle, bundle.systemVerilog());
      assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
      assertThat(report.outputs())
          .hasSameSizeAs(bundle.pipeline().datapath().outputs())
          .allMatch(o -> o.verdict() == Verdict.PROVED);
      assertThat(report.equalNodes()).isPositive().isLessThanOrEqualTo(report.sharedNodes());
      assertThat(report.lines().getFirst())
          .startsWith("proved for all values of the 31 input bits");
    }
  }

  @Test
  void aFaultOfEachKindIsFound() {
    HdlBundle bundle =
        EmittedCircuits.emit("formal", "x*w + sin(x) - y", "unit", 2000, Wrapper.NONE);
    Datapath datapath = bundle.pipeline().datapath();
    int found = 0;
    for (Mutant mutant : MutantFactory.ofEachKind(bundle.systemVerilog(), 5, 0)) {
      if (mutant.kind() == FaultKind.WIDTH || mutant.kind() == FaultKind.OPERATOR) {
        continue;
      }
      FormalReport report = check(bundle, mutant.systemVerilog());
      assertThat(report.verdict())
          .as("%s: %s", mutant.kind(), report.lines())
          .isIn(Verdict.DIFFERENT, Verdict.NO_PIPELINE);
      found++;
      if (report.verdict() == Verdict.DIFFERENT) {
        Mismatch m = Objects.requireNonNull(report.counterexample());
        long[] outputs = new DatapathInterpreter(datapath).evaluate(m.rawInputs());
        assertThat(outputs).contains(m.expected().raw());
        assertThat(m.actual().raw()).isNotEqualTo(m.expected().raw());
      } else {
        assertThat(report.problems()).first().asString().containsPattern("registers? on a way");
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(5);
  }

  /** Two ways to a product of which a solver does not see that they are one. */
  @Test
  void whatIsTooHardStaysOpen() {
    Datapath datapath =
        DatapathText.parse(
                """
                datapath hard
                x = input : ufixed<31,31> in 0 .. 2147483647
                y = input : ufixed<31,31> in 0 .. 2147483647
                p = multiply x y : ufixed<62,62> in 0 .. 4611686014132420609
                s = add x y : ufixed<32,32> in 0 .. 4294967294
                output product = p
                output sum = s
                """)
            .verify();
    String text =
        """
        module hard(input clock, input reset, input valid_in, input [30:0] x, input [30:0] y,
            output valid_out, output [61:0] product, output [31:0] sum);
          assign valid_out = valid_in;
          wire [61:0] low = x[14:0] * {47'd0, y};
          wire [61:0] high = {46'd0, x[30:15]} * {31'd0, y};
          assign product = low + (high << 15);
          assign sum = {1'b0, y} + {1'b0, x};
        endmodule
        """;
    FormalReport report = check(datapath, 0, text, Duration.ofSeconds(5));
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.outputs().getFirst())
        .isEqualTo(new FormalReport.Output("product", Verdict.UNDECIDED));
    assertThat(report.outputs().getLast().verdict()).isNotEqualTo(Verdict.DIFFERENT);
    assertThat(report.lines()).first().asString().startsWith("NOT DECIDED in 5 s: product");
  }

  /** A circuit whose registers are no pipeline's is refused, whatever it computes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y_s1 <= x;          | y_s1 <= reset ? 4'd0 : x;   | y depends on reset",
        "y_s1 <= x;          | if (valid_in) y_s1 <= x;    | y depends on a value that is fed back",
        "y_s1 <= x;          | y_s1 <= x + (y_s1 & 4'd0);  | y depends on a value that is fed back",
        "posedge clock       | negedge clock               | no part of a pipeline: $dff",
        "y = y_s1            | y = x                       | has 0 registers on a way from x",
        "valid_s1 <= ~reset & valid_in; | valid_s1 <= valid_in; | valid_out is not valid_in",
        "valid_out = valid_s1 | valid_out = valid_in       | valid_out has 0 registers",
        "y = y_s1            | y = {y_s1[3:1], 1'bx}       | a bit that has no value",
        "y_s1 <= x;          | y_s1 <= x; end always @(posedge clock) begin y_s1 <= ~x; | two drivers",
      })
  void whatIsNoPipelineIsRefused(String from, String to, String problem) {
    String good =
        """
        module wire4(input clock, input reset, input valid_in, input [3:0] x,
            output valid_out, output [3:0] y);
          reg [3:0] y_s1;
          reg valid_s1;
          always @(posedge clock) begin
            y_s1 <= x;
            valid_s1 <= ~reset & valid_in;
          end
          assign valid_out = valid_s1;
          assign y = y_s1;
        endmodule
        """;
    assertThat(good).contains(from);
    Datapath datapath =
        DatapathText.parse(
                """
                datapath wire4
                x = input : ufixed<4,4> in 0 .. 15
                output y = x
                """)
            .verify();
    FormalReport report = check(datapath, 1, good.replace(from, to), LIMIT);
    assertThat(report.verdict()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).first().asString().contains(problem);
    if (from.startsWith("posedge")) {
      assertThat(check(datapath, 1, good, LIMIT).verdict()).isEqualTo(Verdict.PROVED);
    }
  }
}
