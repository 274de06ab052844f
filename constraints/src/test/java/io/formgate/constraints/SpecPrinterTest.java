package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A printed spec is read back as the same one. */
class SpecPrinterTest {
  private static List<String> texts() {
    List<String> texts = new ArrayList<>(SpecTexts.RICH);
    texts.add(SpecTexts.DIMUON);
    texts.add(SpecTexts.SMALL);
    return texts;
  }

  @Test
  void printedSpecsAreReadBack() {
    int compared = 0;
    for (String text : texts()) {
      assertThat(SpecTexts.mistakes(text)).as(text).isEmpty();
      Spec spec = SpecTexts.parse(text);
      String printed = SpecPrinter.print(spec);
      assertThat(SpecTexts.mistakes(printed)).as(printed).isEmpty();
      Spec again = SpecTexts.parse(printed);
      assertThat(again)
          .as(printed)
          .usingRecursiveComparison()
          .ignoringFieldsOfTypes(SourceSpan.class, SourceText.class)
          .isEqualTo(spec);
      assertThat(SpecPrinter.print(again)).isEqualTo(printed);
      compared++;
    }
    assertThat(compared).isEqualTo(7);
  }

  @Test
  void writesWhatWasMeant() {
    assertThat(SpecPrinter.print(SpecTexts.parse(SpecTexts.DIMUON), "../d.csv"))
        .isEqualTo(
            """
            data "../d.csv"
            input pt1 : GeV as ufixed<12,9> in [3, 300]
            input pt2 : GeV as ufixed<12,9> in [3, 300]
            input eta1 : 1 as fixed<12,3> in [-2.5, 2.5]
            input eta2 : 1 as fixed<12,3> in [-2.5, 2.5]
            input phi1 : rad as fixed<12,3> in [-3.2, 3.2]
            input phi2 : rad as fixed<12,3> in [-3.2, 3.2]
            output M : GeV as ufixed<14,9> saturate tolerance max(1 %, 0.03125)
            operators + - * / sqrt square cos cosh exp
            loss mse
            complexity latency
            hardware xcvu9p-2 clock 5000 ps, registers none, wrapper none, latency <= 6, dsp <= 10
            search iterations 200, seed 1, populations 12, population 60, maxsize 25, warmup 0
            select cycles
            """);
  }
}
