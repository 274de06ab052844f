package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.formal.FormalCheck;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.FormalReport.Verdict;
import io.formgate.sim.formal.FormalRequest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Circuits with shared multipliers are proved for all inputs, and faults in them are not. */
class SharedProofTest {
  /** Three products in three stages, one of them of another's result. */
  private static final Datapath THREE =
      DatapathText.parse(
              """
              datapath three
              a = input : fixed<6,6> in -32 .. 31
              b = input : fixed<5,5> in -16 .. 15
              c = input : ufixed<4,4> in 0 .. 15
              p = multiply a b : fixed<11,11> in -496 .. 512
              q = multiply c c : ufixed<8,8> in 0 .. 225
              s = add p q : fixed<11,11> in -496 .. 737
              r = multiply s a : fixed<16,16> in -23584 .. 22847
              output y = r
              output z = q
              """)
          .verify();

  @SuppressWarnings("NullAway.Init")
  private static FormalCheck check;

  @BeforeAll
  static void findTools() {
    check = new FormalCheck(TestTools.runner(), System::nanoTime);
  }

  private static Pipeline shared(Datapath datapath, String device, int periodPs, int interval) {
    Pipeline pipeline =
        Scheduler.schedule(
            datapath,
            DeviceModels.load(device, null),
            new ScheduleOptions(periodPs, false, false, OptionalInt.empty(), interval));
    assertThat(pipeline.sharing().isShared()).isTrue();
    return pipeline;
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
            ? shared(RandomProducts.of("random", seed, 4), "xcvu9p-2", 2500, interval)
            : shared(THREE, "unit", 1000, interval);
    FormalReport report = check(pipeline, text(pipeline));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
    assertThat(report.equalNodes()).isPositive();
    assertThat(report.lines().get(1))
        .startsWith("vectors " + interval + " cycles or more apart, from a cycle of reset on; ");
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
    Pipeline three = shared(THREE, "unit", 1000, 3);
    String sound = text(three);
    assertThat(sound).contains(from);
    FormalReport report = check(three, sound.replace(from, to == null ? "" : to));
    assertThat(report.verdict())
        .as("%s: %s", what, report.lines())
        .isIn(Verdict.DIFFERENT, Verdict.NO_PIPELINE);
    assertThat(String.join("\n", report.lines())).as(what).contains(shows);
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
    Pipeline three = shared(THREE, "unit", 1000, 3);
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
