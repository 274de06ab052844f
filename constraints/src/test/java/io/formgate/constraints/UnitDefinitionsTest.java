package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units that a spec defines have one meaning, and one that a double holds. */
class UnitDefinitionsTest {
  private static final String MSUN = "define unit Msun = 1.989e30 kg";

  /** The unit of a parameter in a spec with definitions. */
  private static UnitExpression unit(String unit, String... definitions) {
    return SpecTexts.parse(spec(unit, definitions)).parameters().getFirst().unit();
  }

  private static List<String> mistakes(String unit, String... definitions) {
    return SpecTexts.mistakes(spec(unit, definitions));
  }

  private static String spec(String unit, String... definitions) {
    return SpecTexts.SMALL + String.join("\n", definitions) + "\nparameter k : " + unit + "\n";
  }

  @Test
  void aDefinedUnitIsAUnitLikeOthers() {
    String light = "define unit L_2 = 3 Msun*m^2/s^3";
    UnitExpression sun = unit("Msun", MSUN, light);
    assertThat(sun.dimension()).isEqualTo(Dimension.of(BaseUnit.KILOGRAM));
    assertThat(sun.scaleToBase()).isEqualTo(1.989e30);
    UnitExpression power = unit("L_2/(Msun*m)^(1/2)", MSUN, light);
    assertThat(power.dimension()).hasToString("m^(3/2)*kg^(1/2)*s^-3");
    assertThat(power.scaleToBase())
        .isCloseTo(3 * Math.sqrt(1.989e30), Percentage.withPercentage(1e-12));
    UnitNames names = new UnitNames(List.of(sun));
    assertThat(names.describe(Units.parse("g^2").dimension())).isEqualTo("Msun^2");
  }

  @Test
  void noPrefixIsPutBeforeIt() {
    assertThat(mistakes("Msun", MSUN)).isEmpty();
    assertThat(mistakes("kMsun", MSUN)).containsExactly("7:15 UNIT_UNKNOWN kMsun");
    assertThat(mistakes("Msun")).containsExactly("7:15 UNIT_UNKNOWN Msun");
  }

  /** Also what UCUM reads with a prefix or a power, and units that are not proportional. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "m", "GeV", "kg", "Cel", "dB", "m2", "rad", "deg", "Msun", "2x", "_x", "K_", "\u00b5"
      })
  void aNameHasNoSecondMeaning(String name) {
    List<String> expected = name.equals("K_") ? List.of() : List.of("7:13 UNIT_DEFINITION " + name);
    assertThat(mistakes("1", MSUN, "define unit " + name + " = 2 cd")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0 kg", "-1 kg", "1e308 Msun", "1e-300 /Msun", "1e999 kg"})
  void aScaleIsAboveZeroAndFinite(String meaning) {
    assertThat(mistakes("1", MSUN, "define unit big = " + meaning))
        .singleElement()
        .asString()
        .matches("7:19 (UNIT_DEFINITION|SPEC_VALUE|SPEC_SYNTAX) .*");
  }

  @Test
  void hugeAndTinyUnitsStayFiniteOrAreMistakes() {
    String[] wide = {"define unit huge = 1e300 m", "define unit tiny = 1e-300 m"};
    assertThat(unit("huge*tiny", wide).scaleToBase())
        .isCloseTo(1, Percentage.withPercentage(1e-12));
    for (String unit : List.of("huge^2", "huge/tiny", "tiny*tiny", "tiny^50", "1/huge^2")) {
      assertThat(mistakes(unit, wide))
          .as(unit)
          .singleElement()
          .asString()
          .matches("8:1[57] UNIT_UNKNOWN .*");
    }
  }

  @Test
  void definitionsThatNeedEachOtherAreMistakes() {
    assertThat(mistakes("a_0", "define unit a_0 = 2 a_1", "define unit a_1 = 2 a_0"))
        .hasSize(1)
        .allMatch(m -> m.contains("UNIT_DEFINITION"));
    assertThat(unit("a_0", "define unit a_0 = 2 a_1", "define unit a_1 = 2 m").scaleToBase())
        .isEqualTo(4);
  }

  /** Whatever UCUM's reader does with a name, the answer is one of two. */
  @Test
  void everyNameIsAUnitOrAMistake() {
    Random random = new Random(9);
    String letters = "abcgkmnsuAEKMV_0123456789";
    int defined = 0;
    int refused = 0;
    for (int n = 0; n < 600; n++) {
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(4); i >= 0; i--) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      String definition = "define unit " + name + " = 2 m";
      if (SpecTexts.mistakes(SpecTexts.SMALL + definition).isEmpty()) {
        assertThat(unit(name.toString(), definition).scaleToBase()).isEqualTo(2);
        defined++;
      } else {
        refused++;
      }
    }
    assertThat(defined).isGreaterThan(50);
    assertThat(refused).isGreaterThan(50);
  }
}
