package io.formgate.constraints;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import org.junit.jupiter.api.Test;

/** Learned tables and sums over sets in a spec. */
class TableStatementTest {
  private static final String BASE =
      """
      data "d.csv"
      input x, y, x1, x2, x3 as fixed<8,4>
      output z as fixed<8,4>
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

  private static void refused(String statements, DiagnosticCode code) {
    assertThat(SpecTexts.diagnostics(BASE + statements))
        .as(statements)
        .extracting(Diagnostic::code)
        .containsExactly(code);
  }

  @Test
  void tablesAreAnOperatorWithSettings() {
    assertThat(readTwice(BASE + "operators +\n").tables()).isEmpty();
    assertThat(readTwice(BASE + "operators + tab\n").tables()).hasValue(TableSettings.DEFAULTS);
    assertThat(
            readTwice(
                    BASE
                        + "tables steps 20, most 2, smooth 3/4, projections 5, codes 8, increasing\n"
                        + "operators + * tab\n")
                .tables())
        .hasValue(new TableSettings(20, 2, 0.75, 5, 0, 8, TableSettings.Direction.INCREASING));
    assertThat(readTwice(BASE + "operators + tab\ntables pairs 6\n").tables().orElseThrow())
        .extracting(TableSettings::pairs, TableSettings::codes)
        .containsExactly(6, 4);
    assertThat(readTwice(BASE + "operators + tab\ntables decreasing\n").tables().orElseThrow())
        .extracting(TableSettings::direction)
        .isEqualTo(TableSettings.Direction.DECREASING);
  }

  @Test
  void settingsNeedTablesAndTablesAnOperator() {
    refused("operators +\ntables steps 8\n", DiagnosticCode.TABLE_SETTINGS);
    refused("operators tab\n", DiagnosticCode.TABLE_SETTINGS);
    refused("operators + tab\ntables smooth -1\n", DiagnosticCode.TABLE_SETTINGS);
    refused("operators + tab tab\n", DiagnosticCode.SPEC_REPEATED);
    refused("operators + tab\ntables steps 8, steps 9\n", DiagnosticCode.SPEC_REPEATED);
    refused("operators + tab\ntables increasing, decreasing\n", DiagnosticCode.SPEC_REPEATED);
    refused("operators + tab\ntables steps 1\n", DiagnosticCode.SPEC_VALUE);
    refused("operators + tab\ntables wide 1\n", DiagnosticCode.SPEC_SYNTAX);
    refused("operators +\ndefine tab(a) = a + 1\n", DiagnosticCode.SPEC_NAME);
  }

  private static String form(String body) {
    Spec spec = readTwice(BASE + "operators +\nform z = " + body + "\n");
    return FormulaPrinter.print(spec.forms().getFirst().body());
  }

  @Test
  void aSumOverASetCallsOneHoleForEachElement() {
    assertThat(form("sum(f, x1, x2, x3)")).isEqualTo("f(x1) + f(x2) + f(x3)");
    assertThat(form("2*sum(f, x1, x2, x3, y) + g(x)"))
        .isEqualTo("2*(f(x1) + f(x2) + (f(x3) + f(y))) + g(x)");
    assertThat(form("sum(?f, (x1, x), (x2, y))")).isEqualTo("f(x1, x) + f(x2, y)");
    assertThat(form("sum(square, x1, x2) + f(x)")).isEqualTo("square(x1) + square(x2) + f(x)");
    Spec spec = readTwice(BASE + "operators +\nform z = sum(f, x1, x2 - x, x3)\n");
    assertThat(spec.forms().getFirst().holes()).extracting(Form.Hole::arity).containsExactly(1);
  }

  @Test
  void aSumOverASetNeedsANameAndElements() {
    for (String body :
        new String[] {
          "sum(f)", "sum(f, x1)", "sum(x, x1, x2)", "sum(f(x), x1, x2)", "sum(?, x1, x2)"
        }) {
      assertThat(SpecTexts.diagnostics(BASE + "operators +\nform z = " + body + "\n"))
          .as(body)
          .extracting(Diagnostic::code)
          .contains(DiagnosticCode.FORM_SUM);
    }
    refused("operators +\nform z = sum(f, (x1, x), x2)\n", DiagnosticCode.FORMULA_ARITY);
  }
}
