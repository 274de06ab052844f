package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.expression.FixedFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BoundariesTest {
  private static Datapath datapath(String body) {
    return DatapathText.parse(
            "datapath Edges\ntable t ufixed<4,4> ufixed<5,5>"
                + " 3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3\n"
                + body)
        .verify();
  }

  private static final Datapath SEGMENTS =
      datapath(
          """
          x = input : ufixed<24,4> in 0 .. 16777215
          index = bits 20 x : ufixed<4,4> in 0 .. 15
          y = lookup t index : ufixed<5,5> in 1 .. 9
          output y = y
          """);

  private static final InputRange WHOLE = new InputRange(0, 16777215);

  @Test
  void everySegmentOfASmallTableBeginsAndEnds() {
    assertThat(TableGrid.of(SEGMENTS, 0)).containsExactly(new TableGrid(20, 0));
    List<Long> values = Boundaries.values(SEGMENTS, 0, WHOLE);
    for (long segment = 1; segment < 16; segment++) {
      assertThat(values).contains((segment << 20) - 1, segment << 20, (segment << 20) + 1);
    }
    // 15 times 3, and one last bit from the end.
    assertThat(values).hasSize(46).contains(16777214L);
  }

  @Test
  void roundingSignAndLiteralsMoveTheGrid() {
    Datapath datapath =
        datapath(
            """
            x = input : fixed<12,4> in -2048 .. 2047
            two = literal 100 : fixed<13,5> in 100 .. 100
            moved = subtract x two : fixed<13,5> in -2148 .. 1947
            r = round nearest moved : fixed<6,5> in -17 .. 15
            s = saturate r : fixed<4,3> in -8 .. 7
            u = reinterpret s : ufixed<4,4> in 0 .. 15
            y = lookup t u : ufixed<5,5> in 1 .. 9
            output y = y
            """);
    // Rounding up begins half of 128 below a multiple, and the literal lies above that.
    assertThat(TableGrid.of(datapath, 0)).containsExactly(new TableGrid(7, 36));
    List<Long> values = Boundaries.values(datapath, 0, new InputRange(-2048, 2047));
    assertThat(values)
        .contains(35L, 36L, 37L, 36L + 5 * 128, 35L - 8 * 128)
        .allMatch(new FixedFormat(true, 12, 4)::holds);
  }

  @Test
  void aLargeTableGetsPowersOfTwo() {
    TableGrid grid = new TableGrid(3, 0);
    List<Long> values = grid.values(new FixedFormat(false, 20, 20));
    assertThat(values).contains(7L, 8L, 9L, 16L, (1L << 19) - 1, 1L << 19).doesNotContain(24L);
    assertThat(values).hasSizeLessThan(60);
    assertThat(new TableGrid(0, 0).values(new FixedFormat(true, 62, 62)))
        .contains(-(1L << 61), (1L << 61) - 1);
  }

  @Test
  void bothPartsOfAnAddressAreFollowed() {
    Datapath datapath =
        datapath(
            """
            a = input : ufixed<9,9> in 0 .. 511
            b = input : ufixed<2,2> in 0 .. 3
            unused = input : ufixed<3,3> in 0 .. 7
            top = bits 7 a : ufixed<2,2> in 0 .. 3
            index = concat top b : ufixed<4,4> in 0 .. 15
            y = lookup t index : ufixed<5,5> in 1 .. 9
            output y = y
            """);
    assertThat(TableGrid.of(datapath, 0)).containsExactly(new TableGrid(7, 0));
    assertThat(TableGrid.of(datapath, 1)).containsExactly(new TableGrid(0, 0));
    assertThat(TableGrid.of(datapath, 2)).isEmpty();
    List<InputRange> ranges =
        List.of(new InputRange(0, 511), new InputRange(0, 3), new InputRange(0, 7));
    StimulusGroup group = Boundaries.of(datapath, ranges, 1000);
    Set<List<Long>> pairs = new HashSet<>();
    StimulusTest.read(group.vectors().get(), (int) group.count(), 3)
        .forEach(v -> pairs.add(v.subList(0, 2)));
    // Each boundary of the first with each corner of the second.
    for (long boundary : Boundaries.values(datapath, 0, ranges.getFirst())) {
      for (long corner : new long[] {0, 1, 3}) {
        assertThat(pairs).contains(List.of(boundary, corner));
      }
    }
    StimulusGroup capped = Boundaries.of(datapath, ranges, 5);
    assertThat(capped.count()).isEqualTo(5);
    assertThat(capped.name()).startsWith("boundaries (the first of ");
  }

  /** One value of 16 million: the last of the third segment. */
  @Test
  void aFaultAtTheEndOfASegmentIsFound() {
    String text =
        """
        module Edges(input clock, input reset, input valid_in, input [23:0] x,
            output valid_out, output [4:0] y);
          wire [79:0] t = {5'd3, 5'd9, 5'd7, 5'd9, 5'd8, 5'd5, 5'd3, 5'd5,
              5'd6, 5'd2, 5'd9, 5'd5, 5'd1, 5'd4, 5'd1, 5'd3};
          wire [3:0] index = x[23:20];
          assign valid_out = valid_in;
          assign y = t[5 * index +: 5];
        endmodule
        """;
    Stimulus stimulus = new StimulusPlan(List.of(WHOLE), null, 0, 1000, 20).build(SEGMENTS, 1);
    try (Verifier verifier = TestTools.verifier()) {
      assertThat(
              verifier
                  .compare(new VerificationRequest(SEGMENTS, 0, "Edges", text, stimulus, 1))
                  .passed())
          .isTrue();
      String wrong = text.replace("= x[23:20]", "= x == 24'h2fffff ? 4'd3 : x[23:20]");
      Mismatch first =
          verifier
              .compare(new VerificationRequest(SEGMENTS, 0, "Edges", wrong, stimulus, 1))
              .firstMismatch();
      assertThat(first).isNotNull();
      if (first != null) {
        assertThat(first.group()).isEqualTo("boundaries");
        assertThat(first.rawInputs()).containsExactly(0x2fffff);
      }
    }
  }
}
