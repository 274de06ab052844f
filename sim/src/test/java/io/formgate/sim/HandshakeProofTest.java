package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlBundle;
import io.formgate.codegen.HdlDescription;
import io.formgate.codegen.HdlRequest;
import io.formgate.codegen.Wrapper;
import io.formgate.datapath.Datapath;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.sim.formal.HandshakeCheck;
import io.formgate.sim.formal.HandshakeReport;
import io.formgate.sim.formal.HandshakeReport.Verdict;
import io.formgate.sim.formal.HandshakeRequest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrappers are proved to keep their protocol in every cycle, and broken ones are not. */
class HandshakeProofTest {
  @SuppressWarnings("NullAway.Init")
  private static HandshakeCheck check;

  @BeforeAll
  static void findTools() {
    check = new HandshakeCheck(TestTools.runner(), System::nanoTime);
  }

  private static HandshakeRequest request(Datapath datapath, ScheduleOptions options, Wrapper w) {
    return request(datapath, "xcvu9p-2", options, w);
  }

  private static HandshakeRequest request(
      Datapath datapath, String device, ScheduleOptions options, Wrapper w) {
    Pipeline pipeline = ScheduledCircuits.on(device, datapath, options);
    HdlBundle bundle =
        HdlBackend.emit(new HdlRequest(pipeline, HdlDescription.ofFormulas(List.of("any")), w));
    return new HandshakeRequest(
        datapath,
        pipeline.latencyCycles(),
        pipeline.initiationInterval(),
        w,
        bundle.top().name(),
        bundle.systemVerilogTexts().getLast(),
        Duration.ofMinutes(1));
  }

  private static HandshakeRequest wrapped(int periodPs, boolean in, boolean out, Wrapper wrapper) {
    return request(
        WrapperFaults.circuit(),
        new ScheduleOptions(periodPs, in, out, OptionalInt.empty()),
        wrapper);
  }

  @ParameterizedTest
  @CsvSource({
    "READY_VALID, 100000, false, false, 0",
    "READY_VALID, 1600, true, true, 5",
    "AXI_STREAM, 100000, false, false, 0",
    "AXI_STREAM, 100000, true, false, 1",
    "AXI_STREAM, 5000, true, true, 2",
  })
  void soundAtEveryLatency(Wrapper wrapper, int periodPs, boolean in, boolean out, int cycles) {
    HandshakeRequest request = wrapped(periodPs, in, out, wrapper);
    assertThat(request.coreLatencyCycles()).isEqualTo(cycles);
    HandshakeReport report = check.check(request);
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
    assertThat(report.lines().get(1)).contains("results come " + (cycles + 1) + " cycle");
  }

  @ParameterizedTest
  @CsvSource({"READY_VALID, 3", "AXI_STREAM, 5"})
  void soundAroundSharedMultipliers(Wrapper wrapper, int interval) {
    HandshakeReport report =
        check.check(
            request(
                RandomProducts.of("random", interval, 4),
                new ScheduleOptions(2500, false, false, OptionalInt.empty(), interval),
                wrapper));
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
    assertThat(report.initiationInterval()).isEqualTo(interval);
  }

  /** With one place these outputs are registers, and are none that count. */
  @Test
  void outputsThatAreCalledLikeRegistersAreNoneOfThem() {
    HandshakeRequest request =
        request(
            ScheduledCircuits.threeProducts("held", "stored"),
            "unit",
            new ScheduleOptions(1000, false, false, OptionalInt.empty(), 5),
            Wrapper.READY_VALID);
    assertThat(request.coreLatencyCycles() + 1).isLessThan(request.initiationInterval());
    HandshakeReport report = check.check(request);
    assertThat(report.verdict()).as("%s", report.lines()).isEqualTo(Verdict.PROVED);
  }

  /** One of each kind; what the wrapper's simulation finds beside them is found alike. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "accepts in reset",
        "takes what it refused",
        "does not wait for the sink",
        "offers an empty buffer",
        "loses room",
        "never moves on to read",
        "keeps results over a reset",
        "has too few places",
      })
  void brokenBuffersHaveNoProof(String what) {
    hasNoProof(what, Wrapper.READY_VALID, WrapperFaults.ofBuffers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TLAST comes too early", "no sign extension", "an input from its padding"})
  void brokenAxiStreamHasNoProof(String what) {
    hasNoProof(what, Wrapper.AXI_STREAM, WrapperFaults.ofAxiStream());
  }

  private static void hasNoProof(String what, Wrapper wrapper, List<Arguments> faults) {
    Object[] fault =
        faults.stream()
            .map(Arguments::get)
            .filter(f -> f[0].equals(what))
            .findFirst()
            .orElseThrow();
    hasNoProof(
        what,
        wrapped(5000, true, true, wrapper),
        String.valueOf(fault[1]),
        String.valueOf(fault[2]));
  }

  private static void hasNoProof(String what, HandshakeRequest sound, String from, String to) {
    assertThat(sound.systemVerilog()).contains(from);
    HandshakeReport report =
        check.check(
            new HandshakeRequest(
                sound.datapath(),
                sound.coreLatencyCycles(),
                sound.initiationInterval(),
                sound.wrapper(),
                sound.moduleName(),
                sound.systemVerilog().replace(from, to),
                sound.limit()));
    assertThat(report.verdict()).as("%s: %s", what, report.lines()).isEqualTo(Verdict.NOT_PROVED);
    assertThat(report.problems()).isNotEmpty();
  }
}
