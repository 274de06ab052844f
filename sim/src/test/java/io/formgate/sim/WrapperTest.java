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
import org.junit.jupiter.params.provider.MethodSource;

/** Wrappers lose, repeat, reorder and change nothing, and broken ones are found out. */
class WrapperTest {
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
        WrapperFaults.circuit(),
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
  @MethodSource("io.formgate.sim.WrapperFaults#ofBuffers")
  void brokenBuffersAreCaught(String what, String from, String to) {
    Pipeline pipeline = pipeline(5000, true, true);
    WrapperReport report =
        verifier.verifyWrapper(broken(request(pipeline, Wrapper.READY_VALID), from, to));
    assertThat(report.passed()).as(what + ": " + report.lines()).isFalse();
    assertThat(report.lines().getFirst()).contains("WRONG");
  }

  @ParameterizedTest
  @MethodSource("io.formgate.sim.WrapperFaults#ofAxiStream")
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
