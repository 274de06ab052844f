package io.formgate.search;

import io.formgate.constraints.Form;
import io.formgate.constraints.Spec;
import io.formgate.constraints.TableSettings;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What learned tables need of the data and of forms. */
final class TableDemands {
  private TableDemands() {}

  /**
   * {@return what keeps tables from being learned from the data}
   *
   * @param spec the spec
   * @param settings of the tables
   * @param values of which tables may be, each of which varies
   * @param rows to fit
   */
  static List<Diagnostic> obstacles(Spec spec, TableSettings settings, int values, int rows) {
    List<Diagnostic> obstacles = new ArrayList<>();
    String name = spec.source().name();
    if (values == 0) {
      obstacles.add(
          Diagnostic.of(
              DiagnosticCode.TABLE_INPUTS,
              name
                  + ": no input varies on the rows to fit, so there is nothing to learn a table of",
              "name inputs that vary, leave fewer rows out, or remove tab from the operators"));
    } else if (settings.pairs() > 0 && values < 2) {
      obstacles.add(
          Diagnostic.of(
              DiagnosticCode.TABLE_INPUTS,
              name + ": only one value varies on the rows to fit, and a table of two needs two",
              "name more inputs, or leave 'pairs' out of the settings of tables"));
    }
    int entries = settings.codes() * settings.codes();
    if (settings.pairs() > 0 && rows < entries) {
      obstacles.add(
          Diagnostic.of(
              DiagnosticCode.TABLE_ROWS,
              name
                  + ": a table of two values may have "
                  + entries
                  + " entries, and there are "
                  + rows
                  + " rows to fit",
              "give tables fewer 'codes', or more rows"));
    }
    return obstacles;
  }

  /**
   * {@return why the trees of a form have no tables, if there is a reason that no data change}
   *
   * @param form the form
   */
  static Optional<Diagnostic> obstacle(Form form) {
    return derives(form.body())
        ? Optional.of(
            place(
                form,
                "the form of '"
                    + form.output()
                    + "' has a derivative of a part with holes, in which no tables can be placed",
                "remove tab from the operators, or write the form without D"))
        : Optional.empty();
  }

  private static boolean derives(Expr e) {
    return (e instanceof Expr.Call(String name, _) && name.equals(Expansion.DERIVATIVE))
        || e.children().stream().anyMatch(TableDemands::derives);
  }

  /**
   * {@return that nothing is known of what the holes of a form are called with}
   *
   * @param form the form
   */
  static Diagnostic withoutArguments(Form form) {
    return place(
        form,
        "no hole of '"
            + form.output()
            + "' is called with values that are known before the search and vary, of which a"
            + " table could be",
        "call a hole with inputs or formulas of them alone, or remove tab from the operators");
  }

  private static Diagnostic place(Form form, String message, String mend) {
    return Diagnostic.at(DiagnosticCode.TABLE_PLACE, form.span(), message, mend);
  }
}
