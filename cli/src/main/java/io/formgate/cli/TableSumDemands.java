package io.formgate.cli;

import io.formgate.constraints.Constraint;
import io.formgate.constraints.Form;
import io.formgate.constraints.Spec;
import io.formgate.constraints.TableSettings;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a spec demands of formulas and sums of coded tables cannot keep. A code stands for whichever
 * values of a view it suits, so that codes have no order in which a table could rise or be smooth,
 * and views wrap around.
 */
final class TableSumDemands {
  private static final String MEND =
      "leave it out, or add --forms closed, whose formulas and tables keep it";

  private TableSumDemands() {}

  /**
   * Throws a diagnostic for every demand, since to ignore one would be to break it unseen.
   *
   * @param spec to be distilled into sums of coded tables
   */
  static void requireNone(Spec spec) {
    List<Diagnostic> mistakes = new ArrayList<>();
    spec.tables()
        .map(TableSettings::direction)
        .filter(d -> d != TableSettings.Direction.ANY)
        .ifPresent(d ->
            mistakes.add(
                mistake(
                    spec,
                    "coded tables cannot be held to '"
                        + d.word()
                        + "': their codes are in no order")));
    spec.tables()
        .filter(t -> t.smoothness() != TableSettings.DEFAULTS.smoothness())
        .ifPresent(_ ->
            mistakes.add(
                mistake(spec, "coded tables cannot be 'smooth': their codes are in no order")));
    for (Constraint.Declared declared : spec.constraints()) {
      mistakes.add(
          mistake(
              spec,
              "sums of coded tables are no formulas that could keep '" + declared.text() + "'"));
    }
    for (Form form : spec.forms()) {
      mistakes.add(
          Diagnostic.at(
              DiagnosticCode.TABLE_SUM_DEMAND,
              form.span(),
              "sums of coded tables are of one form, and not of that of '" + form.output() + "'",
              MEND));
    }
    if (!mistakes.isEmpty()) {
      throw new DiagnosticException(mistakes);
    }
  }

  private static Diagnostic mistake(Spec spec, String message) {
    return Diagnostic.of(
        DiagnosticCode.TABLE_SUM_DEMAND, spec.source().name() + ": " + message, MEND);
  }
}
