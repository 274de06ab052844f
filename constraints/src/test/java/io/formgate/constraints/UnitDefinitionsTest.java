package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceText;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitDefinitionsTest {
  private static final UnitDefinitions MSUN = define(UnitDefinitions.NONE, "Msun", 1.989e30, "kg");

  /** These units and one more, or the mistakes in it. */
  private static UnitDefinitions define(
      UnitDefinitions before, String name, double number, String unit) {
    SourceText text = new SourceText("a.fg", name + " = " + number + " " + unit);
    Mistakes mistakes = new Mistakes(text);
    UnitExpression other = Units.parse(new SourceText("a.fg", unit), before);
    int end = text.text().length();
    UnitDefinitions after =
        before.with(
            name, text.span(0, name.length()), number, other, text.span(end, end), mistakes);
    mistakes.stop();
    return after;
  }

  private static UnitExpression parse(String unit, UnitDefinitions definitions) {
    return Units.parse(new SourceText("<unit>", unit), definitions);
  }

  @Test
  void aDefinedUnitIsAUnitLikeOthers() {
    UnitDefinitions both = define(MSUN, "L_2", 3, "Msun*m^2/s^3");
    UnitExpression sun = parse("Msun", both);
    assertThat(sun.dimension()).isEqualTo(Dimension.of(BaseUnit.KILOGRAM));
    assertThat(sun.scaleToBase()).isEqualTo(1.989e30);
    UnitExpression power = parse("L_2/(Msun*m)^(1/2)", both);
    assertThat(power.dimension()).hasToString("m^(3/2)*kg^(1/2)*s^-3");
    assertThat(power.scaleToBase())
        .isCloseTo(3 * Math.sqrt(1.989e30), Percentage.withPercentage(1e-12));
    UnitNames names = new UnitNames(List.of(sun));
    assertThat(names.describe(Units.parse("g^2").dimension())).isEqualTo("Msun^2");
  }

  @Test
  void noPrefixIsPutBeforeIt() {
    assertThatThrownBy(() -> parse("kMsun", MSUN)).isInstanceOf(DiagnosticException.class);
    assertThatThrownBy(() -> parse("Msun", UnitDefinitions.NONE))
        .isInstanceOf(DiagnosticException.class);
  }

  private static DiagnosticCode mistake(String name, double number, String unit) {
    try {
      define(MSUN, name, number, unit);
    } catch (DiagnosticException e) {
      return e.diagnostics().stream().map(Diagnostic::code).reduce((a, b) -> b).orElseThrow();
    }
    throw new AssertionError(name + " is accepted");
  }

  /** Also what UCUM reads with a prefix or a power, and units that are not proportional. */
  @ParameterizedTest
  @ValueSource(strings = {"m", "GeV", "kg", "Cel", "dB", "m2", "rad", "deg", "Msun", "", "2x", "µ"})
  void aNameHasNoSecondMeaning(String name) {
    assertThat(mistake(name, 1, "kg")).isEqualTo(DiagnosticCode.SPEC_NAME);
  }

  @ParameterizedTest
  @CsvSource({"0, kg", "-1, kg", "1e308, Msun", "1e-300, 1/Msun", "NaN, kg", "Infinity, kg"})
  void aScaleIsAboveZeroAndFinite(double number, String unit) {
    assertThat(mistake("big", number, unit)).isEqualTo(DiagnosticCode.SPEC_VALUE);
  }

  @Test
  void hugeAndTinyUnitsStayFiniteOrAreMistakes() {
    UnitDefinitions wide = define(define(MSUN, "huge", 1e300, "m"), "tiny", 1e-300, "m");
    assertThat(parse("huge*tiny", wide).scaleToBase()).isCloseTo(1, Percentage.withPercentage(1));
    for (String unit : List.of("huge^2", "huge/tiny", "tiny*tiny", "tiny^50", "1/huge^2")) {
      assertThatThrownBy(() -> parse(unit, wide)).as(unit).isInstanceOf(DiagnosticException.class);
    }
  }

  /** Whatever UCUM's reader does with a name, the answer is one of two. */
  @Test
  void everyNameIsAUnitOrAMistake() {
    Random random = new Random(9);
    String letters = "abcgkmnsuAEKMV_0123456789";
    int defined = 0;
    int refused = 0;
    for (int n = 0; n < 2_000; n++) {
      StringBuilder name = new StringBuilder();
      for (int i = 0; i <= random.nextInt(4); i++) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        UnitDefinitions with = define(UnitDefinitions.NONE, name.toString(), 2, "m");
        assertThat(parse(name.toString(), with).scaleToBase()).isEqualTo(2);
        defined++;
      } catch (DiagnosticException expected) {
        refused++;
      }
    }
    assertThat(defined).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }
}
