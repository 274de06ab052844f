package io.formgate.cli;

import io.formgate.expression.Dataset;
import io.formgate.report.ReportData;
import java.util.List;
import java.util.Optional;

/**
 * Rows of which some value lies outside of the range that its input was declared with.
 *
 * @param rows of the data in all
 * @param outside how many lie outside
 * @param first the first one, from 1, the header not counted
 * @param port an input that it leaves
 * @param value what the row has there
 */
record RowsOutside(int rows, int outside, int first, ReportData.Port port, double value) {

  /**
   * {@return the rows outside; empty if there are none}
   *
   * @param data with a column for each input
   * @param run whose ports they are
   */
  static Optional<RowsOutside> of(Dataset data, ReportData run) {
    List<ReportData.Port> inputs =
        run.ports().stream().filter(p -> p.direction().equals("input")).toList();
    Optional<RowsOutside> found = Optional.empty();
    int outside = 0;
    for (int row = 0; row < data.rows(); row++) {
      for (ReportData.Port port : inputs) {
        double value = data.column(port.name())[row];
        // Whatever is not a number lies in no range.
        if (!(value >= port.lo() && value <= port.hi())) {
          outside++;
          if (found.isEmpty()) {
            found = Optional.of(new RowsOutside(data.rows(), 0, row + 1, port, value));
          }
          break;
        }
      }
    }
    int all = outside;
    return found.map(f -> new RowsOutside(f.rows, all, f.first, f.port, f.value));
  }

  /**
   * {@return one line about them}
   *
   * @param isFormula whether the formula is applied, not the circuit
   */
  String note(boolean isFormula) {
    String unit = port.unit().equals("1") ? "" : " " + port.unit();
    return "note: "
        + Numbers.count(outside)
        + " of "
        + Numbers.count(rows)
        + (rows == 1 ? " row" : " rows")
        + (outside == 1 ? " lies" : " lie")
        + " outside the declared ranges"
        + (isFormula ? "" : ", where no error is proved")
        + "; the first is row "
        + Numbers.count(first)
        + ": "
        + port.name()
        + " = "
        + Numbers.digits(value, 6)
        + unit
        + ", declared in ["
        + Numbers.exact(port.lo())
        + ", "
        + Numbers.exact(port.hi())
        + "]";
  }
}
