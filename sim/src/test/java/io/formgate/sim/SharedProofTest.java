package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.Pipeline;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalReport.Verdict;
import io.formgate.sim.formal.FormalRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Circuits with shared multipliers are proved for all inputs, and faults in them are not. */
class SharedProofTest {
  private static final Datapath THREE = ScheduledCircuits.threeProducts("y", "z");

  @SuppressWarnings("NullAway.Init")
  private static FormalCheck check;

  @BeforeAll
  static void findTools() {
    check = new FormalCheck(TestTools.runner(), System::nanoTime);
  }

  private static String text(Pipeline pipeline) {
    return HdlBackend.emit(HdlRequest.plain(pipeline, List.of("any"))).systemVerilog();
  }

  private static FormalReport check(Pipeline pipeline, String text) {
    return check.check(
        new FormalRequest(
            pipeline.datapath(),
            pipeline.latencyCycles(),
            pipeline.initiationInterval(),
            pipeline.datapath().name(),
            text,
            Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "3, 2", "5, 5"})
  void circuitsAreProved(int interval, int seed) {
    Pipeline pipeline =
        seed == 5
            ? ScheduledCircuits.shared(
                "xcvu9p-2", RandomProducts.of("random", seed, 4), 2500, interval)
            : ScheduledCircuits.shared("unit", THREE, 1000, interval);
    FormalReport report = check(pipeline, text(pipeline));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
    assertThat(report.equalNodes()).isPositive();
    assertThat(report.lines().get(1))
        .startsWith("vectors " + interval + " cycles or more apart, from a cycle of reset on; ");
  }

  /**
   * Products too wide for a solver that does not see which is which: one multiplier computes all
   * three, and what is read of them are bits and not copies behind registers.
   */
  @Test
  void wideProductsAreEqualNodeByNode() {
    Datapath wide =
        DatapathText.parse(
                """
                datapath wide
                a = input : ufixed<12,12> in 0 .. 4095
                b = input : ufixed<12,12> in 0 .. 4095
                c = input : ufixed<17,17> in 0 .. 131071
                d = input : ufixed<12,12> in 0 .. 4095
                p = multiply a b : ufixed<24,24> in 0 .. 16769025
                q = reinterpret p : ufixed<24,20> in 0 .. 16769025
                r = multiply q c : ufixed<41,37> in 0 .. 2197932875775
                s = multiply q d : ufixed<36,32> in 0 .. 68669157375
                t = bits 0 r : ufixed<17,17> in 0 .. 131071
                u = round floor r : ufixed<24,37> in 0 .. 16768897
                output x = t
                output y = u
                output z = s
                """)
            .verify();
    Pipeline pipeline = ScheduledCircuits.shared("xcvu9p-2", wide, 5000, 5);
    FormalReport report = check(pipeline, text(pipeline));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
    assertThat(report.equalNodes()).isEqualTo(report.sharedNodes()).isGreaterThanOrEqualTo(5);
  }

  /** Each is a mistake about whose turn it is, or a fault in what a turn computes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          takes a vector too soon       | {valid_s2, valid_s1} == 2'h0 &   | ~valid_s1 &              | valid_out is not valid_in
          takes every vector            | {valid_s2, valid_s1} == 2'h0 &   |                          | valid_out is not valid_in
          reads no clear rank           | == 2'h0 & valid_in               | != 2'h1 & valid_in       | valid_out is not valid_in
          reset clears one rank only    | valid_s2 <= 1'h0;                | valid_s2 <= valid_s1;    | valid_out is not valid_in
          a turn that comes too soon    | p_turn0 <= valid_s1              | p_turn0 <= valid_in      | y
          a turn that nothing gives     | p_turn0 <= valid_s1              | p_turn0 <= p_turn0       | depends on
          a turn that reset leaves      | p_turn0 <= 1'h0;                 |                          | depends on
          turns that changed places     | p_turn0 ? r_turn_x : p_turn_x    | p_turn0 ? p_turn_x : r_turn_x | depends on
          the operand of another rank   | assign r_turn_y = a_s2           | assign r_turn_y = a_s1   | inputs of another cycle
          a bit of the first turn       | {{5{a[5]}}, a}                   | {{5{a[4]}}, a}           | y
          a bit of the last turn        | assign y = r                     | assign y = r ^ 16'h8000  | y
          a choice of itself            | assign y = r                     | assign y = p_turn0 ? r : y | fed back without a register
          data in a valid bit           | valid_s2 <= valid_s1;            | valid_s2 <= valid_s1 & ~a[0]; | valid_out is no register
          data about turns              | p_turn0 <= valid_s1              | p_turn0 <= valid_s1 ^ (&a) | depends on
          """)
  void faultsHaveNoProof(String what, String from, String to, String shows) {
    Pipeline three = ScheduledCircuits.shared("unit", THREE, 1000, 3);
    String sound = text(three);
    assertThat(sound).contains(from);
    FormalReport report = check(three, sound.replace(from, to == null ? "" : to));
    assertThat(report.verdict())
        .as("%s: %s", what, report.lines())
        .isIn(Verdict.DIFFERENT, Verdict.NO_PIPELINE);
    assertThat(String.join("\n", report.lines())).as(what).contains(shows);
  }

  /** Two inverters in modules of their own: of those in one, yosys takes one away. */
  @Test
  void aChoiceByARingHasNoProof() {
    Pipeline three = ScheduledCircuits.shared("unit", THREE, 1000, 3);
    String sound = text(three);
    assertThat(sound).contains("assign y = r;");
    String inverter = "module inverter(output o, input i);\n  assign o = ~i;\nendmodule\n";
    String ring = "wire o, i; inverter one(.o(o), .i(i)); inverter other(.o(i), .i(o)); ";
    FormalReport report =
        check(three, inverter + sound.replace("assign y = r;", ring + "assign y = o ? r : ~r;"));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).contains("a value is fed back without a register");
  }

  /** A circuit of one interval is none of another, nor of one without an interval. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | y depends on reset",
        "2 | valid_out is not valid_in, 2 cycles later, where 1 cycle before it had no vector",
        "5 | a vector is not kept from one that came 3 cycles before",
      })
  void theIntervalIsPartOfWhatIsProved(int interval, String problem) {
    Pipeline three = ScheduledCircuits.shared("unit", THREE, 1000, 3);
    FormalReport report =
        check.check(
            new FormalRequest(
                THREE,
                three.latencyCycles(),
                interval,
                "three",
                text(three),
                Duration.ofMinutes(1)));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.NO_PIPELINE);
    assertThat(report.problems()).first().asString().contains(problem);
  }
}
