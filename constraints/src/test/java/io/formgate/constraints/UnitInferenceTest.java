package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitInferenceTest {
  private static final Map<String, UnitExpression> UNITS = units();
  private static final UnitNames NAMES = new UnitNames(List.copyOf(UNITS.values()));

  private static Map<String, UnitExpression> units() {
    Map<String, UnitExpression> units = new LinkedHashMap<>();
    units.put("p", Units.parse("GeV"));
    units.put("x", Units.parse("m"));
    units.put("a", Units.parse("rad"));
    return units;
  }

  private static Expr formula(String text) {
    return FormulaParser.parse(new SourceText("<formula>", text));
  }

  private static UnitInference.Result infer(String text) {
    return UnitInference.infer(
        formula(text),
        UNITS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().dimension())),
        ConstantUnits.ANY);
  }

  @ParameterizedTest
  @CsvSource({
    "p, GeV",
    "p + p, GeV",
    "p * p, GeV^2",
    "p / p, 1",
    "square(p) - p*p, GeV^2",
    "sqrt(p*p), GeV",
    "sqrt(p), GeV^(1/2)",
    "-abs(x), m",
    "'min(p, max(p, 3))', GeV",
    "cos(a) + a, 1",
    "exp(p/p), 1",
    "cosh(2), 1",
    "3, open",
    "3*p, open",
    "p/3, open",
    "square(2*p), open",
    "sqrt(2*p), open",
    "p + 3, GeV",
    "3*p + p, GeV",
    "3*p + x, m",
    "sin(3*p), 1",
    "sqrt(2*p*p*(cosh(a - a) - cos(a))), open",
    "sqrt(p*p*(cosh(a - a) - cos(a))), GeV",
  })
  void infersDimensions(String text, String dimension) {
    UnitInference.Result result = infer(text);
    assertThat(result.violations()).isEmpty();
    assertThat(result.root().map(NAMES::describe).orElse("open")).isEqualTo(dimension);
  }

  @ParameterizedTest
  @CsvSource({
    "p + x, p + x, GeV, m",
    "p*(x - p), x - p, m, GeV",
    "p*p + p, p*p + p, GeV^2, GeV",
    "cos(p), cos(p), GeV, 1",
    "'3 + min(p, a)', 'min(p, a)', GeV, 1",
    "exp(a) + x, exp(a) + x, 1, m",
  })
  void namesTheNodeAndItsTwoDimensions(String text, String node, String first, String second) {
    UnitInference.Result result = infer(text);
    assertThat(result.violations()).hasSize(1);
    UnitInference.Violation violation = result.violations().getFirst();
    assertThat(FormulaPrinter.print(violation.node())).isEqualTo(node);
    assertThat(NAMES.describe(violation.first())).isEqualTo(first);
    assertThat(NAMES.describe(violation.second())).isEqualTo(second);
  }

  @Test
  void everyViolationIsReportedOnce() {
    assertThat(infer("cos(p) + (p + x)*x + sqrt(p - a)").violations()).hasSize(3);
  }

  @Test
  void exponentsOutOfRangeAreViolations() {
    String high = "square(".repeat(7) + "x" + ")".repeat(7);
    assertThat(infer(high).violations()).hasSize(1);
    String low = "sqrt(".repeat(17) + "x" + ")".repeat(17);
    assertThat(infer(low).violations()).hasSize(1);
    assertThat(infer("sqrt(".repeat(16) + "x" + ")".repeat(16)).violations()).isEmpty();
  }

  @Test
  void diagnosticsSpeakTheUnitsOfTheSpec() {
    List<UnitInference.Finding> found =
        UnitInference.check(formula("p*p + cos(x)"), UNITS, Units.parse("GeV"), ConstantUnits.ANY);
    assertThat(found)
        .extracting(UnitInference.Finding::message)
        .containsExactly(
            "'cos(x)' needs a value without a unit, but gets m",
            "the formula has the unit GeV^2, but the output has GeV");
    assertThat(
            UnitInference.check(formula("sqrt(p*p)"), UNITS, Units.parse("MeV"), ConstantUnits.ANY))
        .isEmpty();
    assertThat(UnitInference.check(formula("2*x"), UNITS, Units.parse("MeV"), ConstantUnits.ANY))
        .isEmpty();
    assertThat(UnitInference.check(formula("p + x"), UNITS, Units.parse("m"), ConstantUnits.ANY))
        .extracting(UnitInference.Finding::message)
        .containsExactly("'p + x' combines the units GeV and m, which differ");
  }

  /** An angle is a pure number to the check, but a reader wrote rad. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "p + phi                | 'p + phi' combines the units GeV and rad, which differ",
        "abs(phi - psi) - p     | 'abs(phi - psi) - p' combines the units rad and GeV, which differ",
        "p + phi*psi            | 'p + phi*psi' combines the units GeV and 1, which differ",
        "p + max(phi, cos(psi)) | 'p + max(phi, cos(psi))' combines the units GeV and 1, which differ",
        "phi - psi              | the formula has the unit rad, but the output has GeV",
      })
  void anglesAreCalledAsTheSpecCallsThem(String text, String message) {
    Map<String, UnitExpression> units =
        Map.of("p", Units.parse("GeV"), "phi", Units.parse("rad"), "psi", Units.parse("rad"));
    assertThat(UnitInference.check(formula(text), units, Units.parse("GeV"), ConstantUnits.ANY))
        .extracting(UnitInference.Finding::message)
        .containsExactly(message);
    assertThat(UnitInference.check(formula("p"), units, Units.parse("rad"), ConstantUnits.ANY))
        .extracting(UnitInference.Finding::message)
        .containsExactly("the formula has the unit GeV, but the output has rad");
  }
}
