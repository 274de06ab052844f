package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import io.formgate.expression.UniformFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tolerances on data, agreements, one format everywhere, and constants that may move. */
class MeasuredStatementTest {
  private static final String PORTS =
      """
      data "d.csv"
      input x as fixed<8,4>
      operators +
      hardware dev clock 5 ns
      """;

  private static Spec readTwice(String text) {
    assertThat(SpecTexts.mistakes(text)).isEmpty();
    Spec spec = SpecTexts.parse(text);
    assertThat(SpecTexts.parse(SpecPrinter.print(spec)))
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(SourceSpan.class, SourceText.class)
        .isEqualTo(spec);
    return spec;
  }

  @Test
  void toleranceOnData() {
    Spec spec =
        readTwice(
            PORTS
                + "output y : GeV as fixed<8,4> tolerance max(1 %, 1/4 GeV) on data saturate\n"
                + "output z as fixed<8,4> tolerance 1/8 on data\n"
                + "output w as fixed<8,4> tolerance 1/8\n");
    assertThat(spec.outputs())
        .extracting(OutputDeclaration::promise)
        .containsExactly(
            OutputDeclaration.Promise.ON_DATA,
            OutputDeclaration.Promise.ON_DATA,
            OutputDeclaration.Promise.PROVED);
    assertThat(spec.output().tolerance()).isEqualTo(new Tolerance(0.01, 0.25));
    assertThat(spec.output().saturate()).isTrue();
  }

  @Test
  void agreementOnData() {
    Spec spec =
        readTwice(
            PORTS
                + "classes a, b from kind as fixed<8,4> saturate agreement >= 96.6 % on data"
                + " with scores\n");
    assertThat(spec.agreement()).hasValue(0.966);
    assertThat(spec.output().promise()).isEqualTo(OutputDeclaration.Promise.ON_DATA);
    assertThat(SpecTexts.parse(SpecTexts.SMALL).agreement()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fixed<16,6> everywhere | false | false",
        "fixed<16,6> everywhere saturate | true | false",
        "fixed<16,6> everywhere round | false | true",
        "fixed<16,6> everywhere round saturate | true | true",
      })
  void oneFormatEverywhere(String statement, boolean saturates, boolean rounds) {
    Spec spec = readTwice(SpecTexts.SMALL + "format " + statement + "\n");
    assertThat(spec.everywhere())
        .contains(new UniformFormat(new FixedFormat(true, 16, 6), saturates, rounds));
    assertThat(SpecTexts.parse(SpecTexts.SMALL).everywhere()).isEmpty();
  }

  @Test
  void constantsMayMove() {
    assertThat(readTwice(SpecTexts.SMALL + "constants dimensionless, snap\n").snapsConstants())
        .isTrue();
    assertThat(SpecTexts.parse(SpecTexts.SMALL).snapsConstants()).isFalse();
    assertThat(readTwice(SpecTexts.SMALL + "constants snap, refit\n").refitsConstants()).isTrue();
    assertThat(readTwice(SpecTexts.SMALL + "constants snap\n").refitsConstants()).isFalse();
  }

  @Test
  void whatCannotStandTogether() {
    String format = "format fixed<16,6> everywhere\n";
    assertThat(SpecTexts.mistakes(PORTS + "output y as fixed<8,4> tolerance 1/4\n" + format))
        .singleElement()
        .asString()
        .contains("SPEC_CONFLICT");
    readTwice(PORTS + "output y as fixed<8,4> tolerance 1/4 on data\n" + format);
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "constants snap\n" + format))
        .singleElement()
        .asString()
        .contains("SPEC_CONFLICT");
  }

  @Test
  void brokenStatementsAreMistakes() {
    for (String broken :
        List.of(
            "output y as fixed<8,4> tolerance 1/4 on\n",
            "output y as fixed<8,4> agreement >= 90 % on data\n",
            "classes a, b from kind as fixed<8,4> agreement >= 90 %\n",
            "classes a, b from kind as fixed<8,4> agreement >= 0 on data\n",
            "classes a, b from kind as fixed<8,4> agreement >= 101 % on data\n",
            "classes a, b from kind as fixed<8,4> agreement <= 90 % on data\n",
            "output y as fixed<8,4>\nformat fixed<16,6>\n",
            "output y as fixed<8,4>\nformat fixed<16> everywhere\n",
            "output y as fixed<8,4>\nformat fixed<16,6> everywhere wrap\n")) {
      assertThat(SpecTexts.mistakes(PORTS + broken)).as(broken).hasSize(1);
    }
  }
}
