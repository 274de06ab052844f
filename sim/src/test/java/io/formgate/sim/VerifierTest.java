package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VerifierTest {
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

  private static Stimulus plan(Datapath datapath, long random) {
    List<InputRange> ranges =
        datapath.inputs().stream()
            .map(i -> new InputRange(datapath.node(i).rawLo() / 2, datapath.node(i).rawHi() / 2))
            .toList();
    // Trying all 24 bits of the pipeline takes seconds, and the faults here need no such run.
    return new StimulusPlan(ranges, null, random, StimulusPlan.DEFAULT_CORNER_CAP, 20)
        .build(datapath, 7);
  }

  private static VerificationReport verify(Designs.Design design) {
    return verifier.verify(design.request(plan(design.datapath(), 20_000)));
  }

  private static void assertPassed(VerificationReport report, int latency, long vectors) {
    assertThat(report.passed()).as(report.lines().toString()).isTrue();
    assertThat(report.measuredLatencyCycles()).hasValue(latency);
    assertThat(report.oneVectorPerCycle()).isTrue();
    assertThat(report.vectors()).isEqualTo(vectors);
    assertThat(report.notes()).isEmpty();
  }

  private static Mismatch first(VerificationReport report) {
    assertThat(report.passed()).isFalse();
    assertThat(report.mismatches()).isPositive();
    Mismatch mismatch = report.firstMismatch();
    if (mismatch == null) {
      throw new AssertionError("no first mismatch");
    }
    return mismatch;
  }

  @Test
  void combinationalCircuitIsTriedWithEveryInput() {
    VerificationReport report = verify(Designs.combinational());
    assertPassed(report, 0, 256);
    assertThat(report.lines().getFirst())
        .isEqualTo("bit-exact on 256 vectors: 256 exhaustive (8 input bits)");
    assertThat(report.lines())
        .contains(
            "8 initial states: 1,750 vectors with random gaps from the 7 that the other runs do not"
                + " begin in");
  }

  @Test
  void tableBehindOneRegister() {
    VerificationReport report = verify(Designs.table());
    // 6 corners of the 3-bit input (-4, -2, -1, 0, 1, 3) times 4 of the other.
    // Beside boundaries -3, 2 of it and 3 values of the other, each with 6 corners.
    assertPassed(report, 1, 24 + 30 + 40_000);
    assertThat(report.lines().getFirst())
        .isEqualTo(
            "bit-exact on 40,054 vectors: 24 corners, 30 boundaries, "
                + "20,000 random over the formats (seed 7), 20,000 random over the ranges (seed 7)");
  }

  @Test
  void signedPipelineOfThreeStages() {
    assertPassed(verify(Designs.pipeline()), 3, 49 + 84 + 40_000);
  }

  @Test
  void portsOfFortyBitsAndTwoOutputs() {
    assertPassed(verify(Designs.wide()), 1, 49 + 84 + 40_000);
  }

  @Test
  void aWrongConstantIsFoundAtItsNode() {
    VerificationReport report = verify(Designs.pipeline().broken("25'sd128", "25'sd127"));
    Mismatch first = first(report);
    assertThat(report.firstDifferingNode()).isEqualTo("r");
    assertThat(report.measuredLatencyCycles()).hasValue(3);
    assertThat(report.faults()).isEmpty();
    assertThat(report.oneVectorPerCycle()).isFalse();
    // Only a product whose dropped bits are exactly one half shows the difference.
    long product = first.rawInputs()[0] * first.rawInputs()[1];
    assertThat(Math.floorMod(product, 256)).isEqualTo(128);
    assertThat(first.output()).isEqualTo("result");
    assertThat(first.expected().raw()).isEqualTo((product + 128) >> 8);
    assertThat(first.actual().raw()).isEqualTo((product + 127) >> 8);
    assertThat(report.lines())
        .contains("first differing node: r")
        .contains("  expected result = " + first.expected());
  }

  @Test
  void aMissingDataStageIsATimingFault() {
    VerificationReport report =
        verify(Designs.pipeline().broken("assign result = s_s1", "assign result = r[11:0]"));
    Mismatch first = first(report);
    assertThat(first.vector()).isZero();
    assertThat(first.group()).isEqualTo("random with gaps (seed 1)");
  }

  @Test
  void aStageThatIsMissingOnTheDataPathAlone() {
    VerificationReport report =
        verify(
            Designs.pipeline()
                .broken(
                    "wire signed [24:0] biased = p_s1 + 25'sd128;",
                    "wire signed [23:0] q = $signed(x) * $signed(y);"
                        + " wire signed [24:0] biased = q + 25'sd128;"));
    first(report);
    assertThat(report.firstDifferingNode()).isNull();
    assertThat(report.measuredLatencyCycles()).hasValue(3);
    assertThat(report.notes())
        .anyMatch(n -> n.startsWith("the outputs are right 2 cycles after the inputs"))
        .anyMatch(n -> n.contains("look at the timing"));
  }

  @Test
  void validThatComesTooEarlyIsMeasured() {
    VerificationReport report =
        verify(Designs.pipeline().broken("valid_out = valid[2]", "valid_out = valid[1]"));
    first(report);
    assertThat(report.measuredLatencyCycles()).hasValue(2);
    assertThat(report.faults()).containsExactly("the latency is 2 cycles, but 3 were promised");
    assertThat(report.notes())
        .anyMatch(n -> n.startsWith("the outputs are right 3 cycles after the inputs"));
  }

  @Test
  void aStuckBitIsFound() {
    VerificationReport report =
        verify(Designs.wide().broken("assign smaller = m;", "assign smaller = m | 40'h8000000;"));
    Mismatch first = first(report);
    assertThat(first.output()).isEqualTo("smaller");
    assertThat(first.expected().raw() | 0x8000000L).isEqualTo(first.actual().raw());
    assertThat(report.firstDifferingNode()).isEqualTo("m");
  }

  @Test
  void swappedOperandsAreFound() {
    Mismatch first =
        first(verify(Designs.wide().broken("{u[39], u} - {v[39], v}", "{v[39], v} - {u[39], u}")));
    assertThat(first.output()).isEqualTo("difference");
    assertThat(first.actual().raw()).isEqualTo(-first.expected().raw());
    assertThat(first.inputs()).extracting(Mismatch.Value::name).containsExactly("u", "v");
    assertThat(first.expected().raw()).isEqualTo(first.rawInputs()[0] - first.rawInputs()[1]);
  }

  @Test
  void latencyIsMeasuredAndNotTakenFromThePromise() {
    VerificationReport report = verify(Designs.pipeline().promising(5));
    assertThat(report.passed()).isFalse();
    assertThat(report.mismatches()).isZero();
    assertThat(report.measuredLatencyCycles()).isEqualTo(OptionalInt.of(3));
    assertThat(report.faults()).containsExactly("the latency is 3 cycles, but 5 were promised");
  }

  @Test
  void validWithoutResetIsCaught() {
    VerificationReport report =
        verify(Designs.table().broken("reset ? 1'b0 : valid_in", "valid_in | valid_s1 & ~b[0]"));
    assertThat(report.passed()).isFalse();
    assertThat(report.measuredLatencyCycles()).isEmpty();
    assertThat(report.faults().getFirst())
        .startsWith("valid_out is not valid_in with any constant");
  }

  /** Whichever bit the register holds in the first state, the other one is met too. */
  @Test
  void whatDependsOnTheInitialStateFails() {
    int rightFromTheFirst = 0;
    for (String kept : List.of("kept", "~kept")) {
      VerificationReport report =
          verify(
              Designs.combinational()
                  .broken(
                      "assign eval__x = ",
                      "reg kept; always @(posedge clock) kept <= kept; assign eval__x = {4'd0, "
                          + kept
                          + "} ^ "));
      Mismatch first = first(report);
      if (first.group().contains("from initial state")) {
        rightFromTheFirst++;
        assertThat(report.notes())
            .anyMatch(n -> n.startsWith("the answers were right from initial state 1"));
        assertThat(report.oneVectorPerCycle()).isTrue();
      }
    }
    assertThat(rightFromTheFirst).isEqualTo(1);
  }

  @Test
  void validThatDependsOnTheInitialStateFails() {
    int rightFromTheFirst = 0;
    for (String kept : List.of("kept", "~kept")) {
      VerificationReport report =
          verify(
              Designs.combinational()
                  .broken(
                      "assign valid_out = valid_in",
                      "reg kept; always @(posedge clock) kept <= kept;"
                          + " assign valid_out = valid_in & "
                          + kept));
      assertThat(report.passed()).isFalse();
      if (report.measuredLatencyCycles().isPresent()) {
        rightFromTheFirst++;
        assertThat(report.faults())
            .isNotEmpty()
            .allMatch(f -> f.matches("valid_out is wrong .* from initial state [2-8]"));
      }
    }
    assertThat(rightFromTheFirst).isEqualTo(1);
  }

  @Test
  void portsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () -> verify(Designs.wide().broken("output [39:0] smaller", "output [38:0] smaller")))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG610")
        .hasMessageContaining("smaller");
    assertThatThrownBy(() -> verify(Designs.wide().broken("smaller", "lesser")))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG610")
        .hasMessageContaining("missing pin: 'lesser'");
  }

  /** Nothing can be said of a circuit of which nothing was compared. */
  @Test
  void aVerificationWithoutVectorsIsABug() {
    Designs.Design design = Designs.combinational();
    assertThatThrownBy(() -> design.request(new Stimulus(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a verification without vectors shows nothing");
  }

  @Test
  void vectorsOutsideTheFormatAreABug() {
    Designs.Design design = Designs.combinational();
    Stimulus stimulus =
        new Stimulus(
            List.of(Stimulus.rows("data", 1, () -> List.of(new long[] {3, 16}).iterator())));
    assertThatThrownBy(() -> verifier.verify(design.request(stimulus)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 for input 1");
  }
}
