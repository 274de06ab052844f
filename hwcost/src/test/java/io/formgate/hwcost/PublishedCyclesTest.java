package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Ratio;
import org.junit.jupiter.api.Test;

class PublishedCyclesTest {
  /** A digit a cycle, at all formats: what the divider of the published flow is. */
  @Test
  void aQuotientTakesItsWidthAndFractionAndThreeCycles() {
    int formats = 0;
    for (FixedFormat f : PublishedCycles.formats()) {
      assertThat(f.signed()).isTrue();
      assertThat(PublishedCycles.load(f).of(Operator.DIVIDE))
          .as(f.toString())
          .isEqualTo(new Ratio(f.widthBits() + f.fractionBits() + 3, 1));
      for (Operator cheap :
          new Operator[] {Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.SQUARE}) {
        assertThat(PublishedCycles.load(f).of(cheap)).isEqualTo(Ratio.ONE);
      }
      formats++;
    }
    assertThat(formats).isEqualTo(16);
  }

  @Test
  void theFullListOfOperatorsIsThereAtTwoFormats() {
    assertThat(PublishedCycles.load(new FixedFormat(true, 16, 6)).operators()).hasSize(35);
    assertThat(PublishedCycles.load(new FixedFormat(true, 12, 6)).operators()).hasSize(35);
    assertThat(PublishedCycles.load(new FixedFormat(true, 14, 6)).operators()).hasSize(14);
    assertThat(PublishedCycles.load(new FixedFormat(true, 14, 6)).provenance())
        .anyMatch(line -> line.contains("xcvu9p-flga2577-2-e"))
        .anyMatch(line -> line.contains("hftsoi/hls4sr-configs"))
        .anyMatch(line -> line.contains("AdrianAlan/hls4sr-configs"));
  }

  @Test
  void whatTheTableLacksIsSaidWithItsMend() {
    assertThatThrownBy(() -> PublishedCycles.load(new FixedFormat(true, 20, 6)))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("FG706")
        .hasMessageContaining("no cycles are published at fixed<20,6>")
        .hasMessageContaining("fixed<10,6>");
    assertThatThrownBy(() -> PublishedCycles.load(new FixedFormat(false, 16, 6)))
        .hasMessageContaining("ufixed<16,6>");
    PublishedCycles cycles = PublishedCycles.load(new FixedFormat(true, 14, 6));
    assertThatThrownBy(() -> cycles.of(Operator.COS))
        .isInstanceOf(DiagnosticException.class)
        .hasMessageContaining("no cycles of 'cos' are published at fixed<14,6>")
        .hasMessageContaining("cos 8'")
        .hasMessageContaining("or use fixed<12,6>, fixed<16,6>");
    assertThatThrownBy(() -> cycles.of(Operator.SIGMOID)).hasMessageNotContaining("or use");
  }

  @Test
  void aTableWithAMistakeNamesTheLine() {
    String source = "rows-from s\nformats fixed<12,6> fixed<16,6>\n";
    int refused = 0;
    for (String line :
        new String[] {
          "row sin 7",
          "row sine 7 7",
          "row ln 7 7",
          "row sin 0 7",
          "row sin 7 7\nrow sin 7 7",
          "rows sin 7 7",
          "formats f<1,1>"
        }) {
      assertThatThrownBy(() -> PublishedCycles.parse("t", source + line))
          .as(line)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("t:[34]: .*");
      refused++;
    }
    assertThatThrownBy(() -> PublishedCycles.parse("t", "formats fixed<12,6>\nrow sin 7"))
        .hasMessageContaining("t:2: the row has no rows-from");
    assertThat(refused).isEqualTo(7);
  }
}
