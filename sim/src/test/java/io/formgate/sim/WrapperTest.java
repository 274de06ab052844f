package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Wrappers lose, repeat, reorder and change nothing, and broken ones are found out. */
class WrapperTest {
  /**
   * Signed and unsigned ports, single bits, whole and broken bytes, names that wrappers use too.
   */
  private static final String CIRCUIT =
      """
      datapath wrapped
      core = input : fixed<8,8> in -128 .. 127
      buffer = input : ufixed<1,1> in 0 .. 1
      last = input : fixed<11,11> in -1024 .. 1023
      product = multiply core last : fixed<19,19> in -131072 .. 131072
      chosen = select buffer product last : fixed<19,19> in -131072 .. 131072
      low = bits 0 chosen : ufixed<8,8> in 0 .. 255
      output result = chosen
      output core_result = buffer
      output held = low
      """;

  @SuppressWarnings("NullAway.Init")
  private static Verifier verifier;

  @BeforeAll
  static void findTools() {
    verifier = TestTools.verifier();
  }

  @AfterAll
  static void close() {
    verifier.close();
  }

  /** {@return the circuit at a clock: the shorter the period, the more ranks} */
  private static Pipeline pipeline(int periodPs, boolean atInputs, boolean atOutputs) {
    return Scheduler.schedule(
        DatapathText.parse(CIRCUIT).verify(),
        DeviceModels.load("xcvu9p-2", null),
        new ScheduleOptions(periodPs, atInputs, atOutputs, OptionalInt.empty()));
  }

  private static WrapperRequest request(Pipeline pipeline, Wrapper wrapper) {
    HdlBundle bundle =
        HdlBackend.emit(
            new HdlRequest(pipeline, HdlDescription.ofFormulas(List.of("any")), wrapper));
    return new WrapperRequest(
        pipeline.datapath(),
        pipeline.latencyCycles(),
        wrapper,
        bundle.top().name(),
        String.join("\n", bundle.systemVerilogTexts()),
        1);
  }

  private static WrapperRequest broken(WrapperRequest sound, String from, String to) {
    assertThat(sound.systemVerilog()).contains(from);
    return new WrapperRequest(
        sound.datapath(),
        sound.coreLatencyCycles(),
        sound.wrapper(),
        sound.moduleName(),
        sound.systemVerilog().replace(from, to),
        sound.seed());
  }

  @ParameterizedTest
  @CsvSource({
    "READY_VALID, 100000, false, false, 0",
    "READY_VALID, 5000, true, true, 2",
    "READY_VALID, 1600, true, true, 5",
    "AXI_STREAM, 100000, false, false, 0",
    "AXI_STREAM, 100000, true, false, 1",
    "AXI_STREAM, 5000, true, true, 2",
    "AXI_STREAM, 1600, true, true, 5",
  })
  void soundAtEveryLatency(
      Wrapper wrapper, int periodPs, boolean atInputs, boolean atOutputs, int cycles) {
    Pipeline pipeline = pipeline(periodPs, atInputs, atOutputs);
    assertThat(pipeline.latencyCycles()).isEqualTo(cycles);
    WrapperReport report = verifier.verifyWrapper(request(pipeline, wrapper));
    assertThat(report.passed()).as(report.lines().toString()).isTrue();
    assertThat(report.measuredLatencyCycles()).hasValue(cycles + 1);
    assertThat(report.phases()).hasSize(5).allMatch(p -> p.count() > 8 * 500);
    assertThat(report.lines().getFirst()).contains("nothing lost, repeated or reordered");
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrapper.class,
      names = {"READY_VALID", "AXI_STREAM"})
  void soundWithoutInputs(Wrapper wrapper) {
    String constant =
        "datapath constant\nc = literal -24 : fixed<8,4> in -24 .. -24\noutput z = c\n";
    Pipeline pipeline =
        Scheduler.schedule(
            DatapathText.parse(constant).verify(), DeviceModels.load("xcvu9p-2", null), 5000);
    WrapperReport report = verifier.verifyWrapper(request(pipeline, wrapper));
    assertThat(report.passed()).as(report.lines().toString()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Wrapper.class,
      names = {"READY_VALID", "AXI_STREAM"})
  void sameBytesEveryTime(Wrapper wrapper) {
    Pipeline pipeline = pipeline(5000, true, true);
    assertThat(request(pipeline, wrapper)).isEqualTo(request(pipeline, wrapper));
  }

  /** Each line is a mistake that somebody could make in the wrapper, at a latency of two cycles. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          accepts without room       | assign ready_in = (held != 3'd4) & ~reset | assign ready_in = ~reset
          accepts in reset           | (held != 3'd4) & ~reset            | (held != 3'd4)
          offers in reset            | (stored != 3'd0) & ~reset          | (stored != 3'd0)
          takes what it refused      | assign accepted = valid_in & ready_in | assign accepted = valid_in
          does not wait for the sink | taken = valid_out & ready_out      | taken = valid_out
          offers an empty buffer     | (stored != 3'd0) & ~reset          | (held != 3'd0) & ~reset
          counts one way only        | accepted ? held + 3'd1 : held - 3'd1 | held + 3'd1
          loses room                 | (accepted != taken)                | (accepted)
          wraps too early to write   | write_index == 2'd3 ? 2'd0         | write_index == 2'd2 ? 2'd0
          never moves on to read     | read_index + 2'd1                  | read_index
          keeps results over a reset | stored <= 3'd0                     | stored <= stored
          keeps its room over reset  | held <= 3'd0                       | held <= held
          has too few places         | held != 3'd4                       | held != 3'd3
          writes all the time        | if (result_valid)\\n        write    | if (1'b1)\\n        write
          """)
  void brokenBuffersAreCaught(String what, String from, String to) {
    Pipeline pipeline = pipeline(5000, true, true);
    WrapperReport report =
        verifier.verifyWrapper(
            broken(
                request(pipeline, Wrapper.READY_VALID),
                from.replace("\\n", "\n"),
                to.replace("\\n", "\n")));
    assertThat(report.passed()).as(what + ": " + report.lines()).isFalse();
    assertThat(report.lines().getFirst()).contains("WRONG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TLAST comes too early      | result[28] = last[1]               | result[28] = last[0]       | TLAST
          no TLAST                   | m_axis_tlast = result_out[28]      | m_axis_tlast = 1'b0        | TLAST
          no sign extension          | {5{result_out[18]}}                | 5'd0                       | above an output
          garbage above an output    | 7'd0, result_out[19]              | 7'd1, result_out[19]      | above an output
          an input from its padding  | .buffer(s_axis_tdata[8])           | .buffer(s_axis_tdata[9])   | expected
          fields in another order    | .core(s_axis_tdata[7:0])           | .core(s_axis_tdata[23:16]) | expected
          reset of the wrong sign    | reset = ~aresetn                   | reset = aresetn            | reset
          """)
  void brokenAxiStreamIsCaught(String what, String from, String to, String shows) {
    WrapperReport report =
        verifier.verifyWrapper(
            broken(request(pipeline(5000, true, true), Wrapper.AXI_STREAM), from, to));
    assertThat(report.passed()).as(what).isFalse();
    assertThat(String.join("\n", report.lines())).as(what).contains(shows);
  }

  /** Whichever bit the register holds in the first state, the other one is met too. */
  @Test
  void whatDependsOnTheInitialStateIsCaught() {
    WrapperRequest sound = request(pipeline(5000, true, true), Wrapper.READY_VALID);
    int rightFromTheFirst = 0;
    for (String kept : List.of("kept", "~kept")) {
      WrapperReport report =
          verifier.verifyWrapper(
              broken(
                  sound,
                  "assign ready_in = ",
                  "reg kept; always @(posedge clock) kept <= kept; assign ready_in = "
                      + kept
                      + " & "));
      assertThat(report.passed()).isFalse();
      rightFromTheFirst += report.measuredLatencyCycles().isPresent() ? 1 : 0;
    }
    assertThat(rightFromTheFirst).isEqualTo(1);
  }

  @Test
  void aWrapperWithoutResultsDoesNotPass() {
    WrapperReport report =
        verifier.verifyWrapper(
            broken(
                request(pipeline(5000, true, true), Wrapper.READY_VALID),
                "(stored != 3'd0) & ~reset",
                "1'b0"));
    assertThat(report.passed()).isFalse();
    assertThat(report.measuredLatencyCycles()).isEmpty();
    assertThat(report.lines())
        .anyMatch(l -> l.contains("accepted vectors never got a result"))
        .anyMatch(l -> l.contains("none cycles measured"));
  }
}
