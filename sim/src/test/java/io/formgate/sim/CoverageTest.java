package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Coverage counts what the vectors reach, and only that. */
class CoverageTest {
  private static Coverage coverage(Designs.Design design, List<long[]> vectors) {
    StimulusGroup rows = Stimulus.rows("rows", vectors.size(), vectors::iterator);
    try (Verifier verifier = TestTools.verifier()) {
      VerificationRequest request = design.request(new Stimulus(List.of(rows)));
      assertThat(verifier.verify(request).passed()).isTrue();
      return verifier.coverage(request);
    }
  }

  @Test
  void allOfATableIsReached() {
    Coverage coverage = coverage(Designs.table(), List.of(new long[] {0, 0}, new long[] {3, 9}));
    // The run with gaps alone meets all 8 values of a.
    assertThat(coverage.vectors()).isEqualTo(GapRun.VECTORS + 2);
    assertThat(coverage.lines().reached()).isEqualTo(coverage.lines().all()).isPositive();
    assertThat(coverage.unreached()).isEmpty();
    // Squares have no bit of weight 2, and reset is over when bits begin to count.
    assertThat(coverage.unchanged())
        .extracting(Coverage.Bit::name)
        .containsExactlyInAnyOrder("q[1]", "reset");
  }

  @Test
  void whatNoVectorReachesIsNamed() {
    Designs.Design design =
        Designs.table()
            .broken(
                "reg valid_s1;",
                """
                reg valid_s1; reg never; reg [1:0] held;
                always @(posedge clock) begin
                if (b == 20'd77777 && a == 3'd2 && q == 5'd0)
                never <= ~never;
                held <= 2'b10;
                end
                """);
    Coverage coverage = coverage(design, List.of(new long[] {1, 1}));
    List<String> lines = design.systemVerilog().lines().toList();
    assertThat(coverage.unreached())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(lines.get(line - 1)).containsAnyOf("never", "77777"));
    assertThat(coverage.unchanged())
        .extracting(Coverage.Bit::name)
        .containsExactlyInAnyOrder("never", "held[0]", "held[1]", "q[1]", "reset");
    assertThat(coverage.bits().reached()).isEqualTo(coverage.bits().all() - 5);
    assertThat(coverage.annotated())
        .contains(": never, held[0], held[1]")
        .containsPattern("(?m)^! +0 +never <= ~never;$");
    assertThat(coverage.data("m.sv").lines().skip(1))
        .hasSize(coverage.points().size())
        .allMatch(l -> l.startsWith("C '\1f\2m.sv\1l\2"));
  }
}
