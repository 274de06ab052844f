package io.formgate.search;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Precision;
import io.formgate.expression.RowBlocks;
import java.util.Locale;

/** Whether the numbers of a search hold its data. */
final class PrecisionCheck {
  private PrecisionCheck() {}

  /**
   * Checks that every value of an input and of the target is 0 or, rounded, a normal number.
   *
   * @param data the rows to fit
   * @param template names the inputs
   * @throws DiagnosticException with the first value that is not
   */
  static void require(Precision precision, RowBlocks data, FormulaTemplate template) {
    if (precision == Precision.FLOAT64) {
      return;
    }
    double[][] columns = data.allColumns();
    for (int c = 0; c <= data.inputs(); c++) {
      for (int row = 0; row < data.rows(); row++) {
        if (!precision.holds(columns[c][row])) {
          throw new DiagnosticException(
              Diagnostic.of(
                  DiagnosticCode.SEARCH_PRECISION,
                  precision.name().toLowerCase(Locale.ROOT)
                      + " does not hold the value "
                      + columns[c][row]
                      + " of "
                      + (c < data.inputs() ? "'" + template.inputs().get(c) + "'" : "the target")
                      + " on row "
                      + (row + 1)
                      + " of those to fit",
                  "leave 'precision 32' out of the spec, or give the column in another unit"));
        }
      }
    }
  }
}
