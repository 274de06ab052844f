package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Precision;
import io.formgate.expression.Tolerance;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecParserTest {
  @Test
  void readsEveryStatement() {
    Spec spec = SpecTexts.parse(SpecTexts.DIMUON);

    assertThat(spec.dataFile()).isEqualTo(Path.of("folder", "dimuon.csv"));
    assertThat(spec.dataSpan().location()).isEqualTo("a.fg:2:6");
    assertThat(spec.inputNames()).containsExactly("pt1", "pt2", "eta1", "eta2", "phi1", "phi2");
    InputDeclaration pt2 = spec.inputs().get(1);
    assertThat(pt2.span().location()).isEqualTo("a.fg:3:13");
    assertThat(pt2.unit().text()).isEqualTo("GeV");
    assertThat(pt2.format()).isEqualTo(new FixedFormat(false, 12, 9));
    assertThat(pt2.range()).isEqualTo(new Interval(3, 300));
    assertThat(spec.inputs().get(2).range()).isEqualTo(new Interval(-2.5, 2.5));
    assertThat(spec.inputs().get(4).unit().dimension()).isEqualTo(Dimension.NONE);
    OutputDeclaration output = spec.output();
    assertThat(output.name()).isEqualTo("M");
    assertThat(output.span().location()).isEqualTo("a.fg:6:8");
    assertThat(output.format()).isEqualTo(new FixedFormat(false, 14, 9));
    assertThat(output.saturate()).isTrue();
    assertThat(output.tolerance()).isEqualTo(new Tolerance(0.01, 1.0 / 32));
    assertThat(spec.operators())
        .containsExactly(
            Operator.ADD,
            Operator.SUBTRACT,
            Operator.MULTIPLY,
            Operator.DIVIDE,
            Operator.SQRT,
            Operator.SQUARE,
            Operator.COS,
            Operator.COSH,
            Operator.EXP);
    HardwareTarget hardware = spec.hardware();
    assertThat(hardware.device()).isEqualTo("xcvu9p-2");
    assertThat(hardware.deviceSpan().location()).isEqualTo("a.fg:9:10");
    assertThat(hardware.clockPeriodPs()).isEqualTo(5000);
    assertThat(hardware.budget())
        .isEqualTo(
            new HardwareBudget(
                OptionalInt.of(6), OptionalInt.empty(), OptionalInt.of(10), OptionalInt.empty()));
    assertThat(spec.search())
        .isEqualTo(new SearchSettings(200, 1, 12, 60, 25, 0, StopRule.NEVER, 0, Precision.FLOAT64));
    assertThat(spec.hasDimensions()).isTrue();
  }

  @Test
  void fillsInDefaults() {
    Spec spec = SpecTexts.parse(SpecTexts.SMALL);

    assertThat(spec.inputs().getFirst().unit()).isEqualTo(UnitExpression.ONE);
    assertThat(spec.inputs().getFirst().range()).isEqualTo(new Interval(-8, 7.9375));
    assertThat(spec.output().saturate()).isFalse();
    assertThat(spec.output().tolerance()).isEqualTo(new Tolerance(0, 1.0 / 16));
    assertThat(spec.hardware().budget()).isEqualTo(HardwareBudget.UNLIMITED);
    assertThat(spec.search()).isEqualTo(SearchSettings.DEFAULTS);
    assertThat(spec.hasDimensions()).isFalse();
    assertThat(spec.constantUnits()).isEqualTo(ConstantUnits.ANY);
  }

  @Test
  void readsThatConstantsHaveNoUnits() {
    assertThat(SpecTexts.parse(SpecTexts.SMALL + "constants dimensionless").constantUnits())
        .isEqualTo(ConstantUnits.NONE);
    assertThat(SpecTexts.mistakes(SpecTexts.SMALL + "constants GeV"))
        .singleElement()
        .asString()
        .startsWith("6:11 SPEC_SYNTAX GeV");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1/32        | 0      | 0.03125",
        "0.5         | 0      | 0.5",
        "1 %         | 0.01   | 0",
        "1/4%        | 0.0025 | 0",
        "1e-3 1      | 0      | 0.001",
        "max(1/32,1%)| 0.01   | 0.03125",
      })
  void readsTolerances(String text, double relative, double absolute) {
    Spec spec =
        SpecTexts.parse(SpecTexts.with("output", "output y as fixed<8,4> tolerance " + text));
    assertThat(spec.output().tolerance()).isEqualTo(new Tolerance(relative, absolute));
  }

  @ParameterizedTest
  @CsvSource({
    "5 ns, 5000",
    "5ns, 5000",
    "2.3 ns, 2300",
    "3125 ps, 3125",
    "200 MHz, 5000",
    "320 MHz, 3125",
    "300 MHz, 3333",
    "1/2 GHz, 2000",
    "1 us, 1000000",
  })
  void readsClocksAsWholePicoseconds(String clock, int periodPs) {
    Spec spec = SpecTexts.parse(SpecTexts.with("hardware", "hardware dev clock " + clock));
    assertThat(spec.hardware().clockPeriodPs()).isEqualTo(periodPs);
  }

  @Test
  void readsEverySearchSettingAndLimit() {
    Spec spec =
        SpecTexts.parse(
            SpecTexts.with("hardware", "hardware dev clock 5 ns, bram <= 0, lut <= 100, latency<=1")
                + "search maxsize 30, populations 4, population 20, seed 9223372036854775807");
    assertThat(spec.search())
        .isEqualTo(
            new SearchSettings(
                100, Long.MAX_VALUE, 4, 20, 30, 0, StopRule.NEVER, 0, Precision.FLOAT64));
    assertThat(spec.hardware().budget())
        .isEqualTo(
            new HardwareBudget(
                OptionalInt.of(1), OptionalInt.of(100), OptionalInt.empty(), OptionalInt.of(0)));
  }

  @Test
  void statementsContinueInsideBracketsAndAfterCommas() {
    String text =
        SpecTexts.with(
            "input",
            """
            input x, // the first

              x2 : m/(s
                *s) as fixed<8,
              4> in [
                -1, 1
              ]\
            """);
    assertThat(SpecTexts.parse(text).inputNames()).containsExactly("x", "x2");
    assertThat(SpecTexts.parse(text.replace("\n", "\r\n")).inputNames()).containsExactly("x", "x2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "latency", "max", "lut", "iterations", "data", "cycles"})
  void keywordsAreNamesWhereNoKeywordCanStand(String name) {
    String text = SpecTexts.with("input", "input " + name + " as fixed<8,4> in [-1/2, .5]");
    assertThat(SpecTexts.parse(text).inputNames()).containsExactly(name);
  }

  @Test
  void relativeAndAbsoluteDataFiles() {
    assertThat(SpecTexts.parse(SpecTexts.with("data", "data \"../a b/# c.csv\"")).dataFile())
        .isEqualTo(Path.of("folder/../a b/# c.csv"));
    assertThat(SpecTexts.parse(SpecTexts.with("data", "data \"/x.csv\"")).dataFile())
        .isEqualTo(Path.of("/x.csv"));
  }

  @Test
  void aByteOrderMarkIsNoMistake() {
    assertThat(SpecTexts.parse("\uFEFF" + SpecTexts.SMALL).inputNames()).containsExactly("x");
  }
}
