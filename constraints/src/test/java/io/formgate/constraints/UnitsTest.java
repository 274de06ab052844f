package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.formgate.expression.DiagnosticException;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  /** Scales are the definitions of the SI; eV is CODATA 2006, which UCUM uses. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "GeV, m^2*kg*s^-2, 1.602176487e-10",
    "eV, m^2*kg*s^-2, 1.602176487e-19",
    "m, m, 1",
    "s, s, 1",
    "ns, s, 1e-9",
    "kg, kg, 1",
    "g, kg, 1e-3",
    "K, K, 1",
    "V, m^2*kg*s^-3*A^-1, 1",
    "rad, 1, 1",
    "deg, 1, 0.017453292519943295",
    "mol, mol, 1",
    "cd, cd, 1",
    "m/s^2, m*s^-2, 1",
    "m.s^-2, m*s^-2, 1",
    "km/(h*s), m*s^-2, 0.2777777777777778",
    "GeV^2, m^4*kg^2*s^-4, 2.5669695e-20",
    "m^(1/2), m^(1/2), 1",
    "(cm^3)^(-1/3), m^-1, 100",
    "1/s, s^-1, 1",
    "[c], m*s^-1, 299792458",
    "GeV/[c]^2, kg, 1.7826617e-27",
  })
  void readsUcumUnits(String text, String dimension, double scale) {
    UnitExpression unit = Units.parse(text);
    assertThat(unit.text()).isEqualTo(text);
    assertThat(unit.dimension()).hasToString(dimension);
    assertThat(unit.scaleToBase()).isCloseTo(scale, Percentage.withPercentage(1e-5));
  }

  @Test
  void everyBaseUnitIsItself() {
    for (BaseUnit base : BaseUnit.values()) {
      UnitExpression unit = Units.parse(base.symbol());
      assertThat(unit.dimension()).isEqualTo(Dimension.of(base));
      assertThat(unit.scaleToBase()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Gev", "m^", "m^0.5", "m^(1/0)", "m//s", "(m", "m)", "2*m", "m 2", "%", "µm"})
  void refusesWhatIsNoUnit(String text) {
    assertThatThrownBy(() -> Units.parse(text)).isInstanceOf(DiagnosticException.class);
  }

  /** Every short code gives a unit or a diagnostic, whatever the table does with it. */
  @Test
  void everyShortCodeGivesAUnitOrADiagnostic() {
    List<String> letters =
        List.of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_".split(""));
    int known = 0;
    for (String a : letters) {
      for (String b : List.of("a", "b", "e", "g", "m", "s", "A", "J", "K", "V", "X", "_")) {
        for (String code :
            List.of(a + b, "[" + a + "_" + b + "]").subList(0, a.equals("i") ? 2 : 1)) {
          try {
            assertThat(Units.parse(code).scaleToBase()).isPositive();
            known++;
          } catch (DiagnosticException expected) {
            assertThat(expected.diagnostics()).hasSize(1);
          }
        }
      }
    }
    assertThat(known).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GeV", "m^(3/2)*s^-5", "K/V", "mol^7/cd"})
  void aPrintedDimensionIsRead(String text) {
    Dimension dimension = Units.parse(text).dimension();
    assertThat(Units.parse(dimension.toString()).dimension()).isEqualTo(dimension);
  }

  @Test
  void namesDimensionsInTheUnitsOfTheUser() {
    UnitNames names =
        new UnitNames(List.of(Units.parse("1"), Units.parse("GeV"), Units.parse("m/s")));
    assertThat(names.describe(Dimension.NONE)).isEqualTo("1");
    assertThat(names.describe(Units.parse("eV").dimension())).isEqualTo("GeV");
    assertThat(names.describe(Units.parse("eV^2").dimension())).isEqualTo("GeV^2");
    assertThat(names.describe(Units.parse("J^(1/2)").dimension())).isEqualTo("GeV^(1/2)");
    assertThat(names.describe(Units.parse("m/s").dimension())).isEqualTo("m/s");
    assertThat(names.describe(Units.parse("s^2/m^2").dimension())).isEqualTo("(m/s)^-2");
    assertThat(names.describe(Units.parse("K*m").dimension())).isEqualTo("m*K");
    assertThat(names.describe(Units.parse("kg").dimension())).isEqualTo("kg");
    assertThat(names.describe(Units.parse("J.s/m").dimension())).isEqualTo("GeV/(m/s)");
    assertThat(names.describe(Units.parse("s/m/J^2").dimension())).isEqualTo("GeV^-2*(m/s)^-1");
  }

  @Test
  void aProductOfFewUnitsOfTheUserIsPreferredToBaseUnits() {
    UnitNames names =
        new UnitNames(
            List.of(Units.parse("GeV"), Units.parse("mm"), Units.parse("m"), Units.parse("V")));
    assertThat(names.describe(Units.parse("J/m").dimension())).isEqualTo("GeV/mm");
    assertThat(names.describe(Units.parse("J^2*m^(3/2)").dimension())).isEqualTo("GeV^2*mm^(3/2)");
    assertThat(names.describe(Units.parse("C").dimension())).isEqualTo("GeV/V");
    assertThat(names.describe(Units.parse("C/m^2").dimension())).isEqualTo("GeV/mm^2/V");
    assertThat(Units.parse(names.describe(Units.parse("C/m^2").dimension())).dimension())
        .isEqualTo(Units.parse("C/m^2").dimension());
  }

  @Test
  void exponentsAreFractionsInLowestTermsWithinTheirRange() {
    assertThat(Exponent.of(6, -4)).isEqualTo(new Exponent(-3, 2)).hasToString("(-3/2)");
    assertThat(Exponent.of(0, 17)).isEqualTo(Exponent.ZERO);
    assertThat(Exponent.of(100, 1).parts()).isEqualTo(100 * Exponent.COMMON_DENOMINATOR);
    assertThatThrownBy(() -> Exponent.of(101, 1)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Exponent.of(1, 1 << 17)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Exponent(2, 4)).isInstanceOf(IllegalArgumentException.class);
  }
}
