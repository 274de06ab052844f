package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.codegen.HdlBackend;
import io.formgate.codegen.HdlFile;
import io.formgate.codegen.HdlRequest;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables that stand in the look-up tables in front of a carry equal the golden model. */
class SubtrahendsTest {
  /**
   * Behind each other, behind wires, with a minuend that never changes, and with one reader more.
   */
  private static final String CIRCUIT =
      """
      datapath taken
      table t ufixed<3,3> fixed<5,3> 3 -7 15 0 -16 9 1 5
      table s fixed<2,2> ufixed<4,2> 2 9 14 5
      a = input : ufixed<3,3> in 0 .. 7
      b = input : fixed<2,2> in -2 .. 1
      c = input : fixed<6,4> in -32 .. 31
      u = lookup t a : fixed<5,3> in -16 .. 15
      d = subtract c u : fixed<7,5> in -47 .. 47
      v = lookup s b : ufixed<4,2> in 2 .. 14
      e = subtract d v : fixed<7,5> in -61 .. 45
      w = lookup s b : ufixed<4,2> in 2 .. 14
      low = bits 0 w : ufixed<2,2> in 0 .. 3
      half = reinterpret low : ufixed<2,1> in 0 .. 3
      wide = align half : ufixed<3,1> in 0 .. 6
      f = subtract c wide : fixed<7,5> in -38 .. 31
      k = literal 20 : ufixed<5,3> in 20 .. 20
      x = lookup s b : ufixed<4,2> in 2 .. 14
      g = subtract k x : ufixed<5,3> in 6 .. 18
      q = lookup t a : fixed<5,3> in -16 .. 15
      r = subtract c q : fixed<7,5> in -47 .. 47
      output e = e
      output f = f
      output g = g
      output r = r
      output q = q
      """;

  @Test
  void subtrahendsInFrontOfTheCarryAreTheTables() {
    Datapath datapath = DatapathText.parse(CIRCUIT).verify();
    Pipeline pipeline =
        Scheduler.schedule(datapath, DeviceModels.load("xcvu9p-2", null), 10_000).verify();
    String text =
        HdlBackend.emit(HdlRequest.plain(pipeline, List.of())).files().stream()
            .filter(f -> f.kind() == HdlFile.Kind.SYSTEM_VERILOG)
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(text).contains("taken_from_d ", "taken_from_e ", "taken_from_f ", "taken_from_g ");
    assertThat(text).doesNotContain("taken_from_r ");
    List<InputRange> ranges =
        datapath.inputs().stream()
            .map(i -> new InputRange(datapath.node(i).rawLo(), datapath.node(i).rawHi()))
            .toList();
    Stimulus all =
        new StimulusPlan(ranges, null, 0, StimulusPlan.DEFAULT_CORNER_CAP, 20).build(datapath, 7);
    try (Verifier verifier = TestTools.verifier()) {
      VerificationReport report =
          verifier.verify(
              new VerificationRequest(datapath, pipeline.latencyCycles(), "taken", text, all, 1));
      assertThat(report.passed()).as(report.lines().toString()).isTrue();
      assertThat(report.vectors()).isEqualTo(1 << 11);
    }
  }
}
