package io.formgate.cli;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** What {@code predict} writes: the columns that it read, then those that it computed. */
final class PredictedTable {
  /** In the place of a class where no score is defined. */
  static final int NO_CLASS = -1;

  /** Name of the column that holds the name of the class, if no column before it has that name. */
  private static final String CLASS = "class";

  /** A column, its type in a query, and its cells by row. */
  private record Column(String name, String type, IntFunction<String> cell) {}

  private final int rows;
  private final List<Column> columns = new ArrayList<>();

  PredictedTable(int rows) {
    this.rows = rows;
  }

  /** An output may have the name of an input; queries tell no capitals apart. */
  private void add(String name, String type, IntFunction<String> cell) {
    String free = name;
    while (isTaken(free)) {
      free += "_out";
    }
    columns.add(new Column(free, type, cell));
  }

  private boolean isTaken(String name) {
    return columns.stream().anyMatch(c -> c.name.equalsIgnoreCase(name));
  }

  /** Adds a column of real numbers. */
  void addNumbers(String name, double[] values) {
    add(name, "DOUBLE", row -> Double.toString(values[row]));
  }

  /**
   * Adds a column as it was read.
   *
   * @param name of the column
   * @param values numbers, or places of levels
   * @param levels names of the levels; none for numbers
   */
  void addNumbersOrLevels(String name, double[] values, List<String> levels) {
    if (levels.isEmpty()) {
      addNumbers(name, values);
    } else {
      add(name, "VARCHAR", row -> CsvCell.of(levels.get((int) values[row])));
    }
  }

  /**
   * Adds a column of a port: whole numbers if its format has no bits behind the point.
   *
   * @param name of the column
   * @param raw values of the port
   * @param format of the port
   */
  void addRaw(String name, long[] raw, FixedFormat format) {
    if (format.fractionBits() == 0) {
      addWhole(name, raw);
    } else {
      add(name, "DOUBLE", row -> Double.toString(format.toReal(raw[row])));
    }
  }

  /** Adds a column of whole numbers. */
  void addWhole(String name, long[] values) {
    add(name, "BIGINT", row -> Long.toString(values[row]));
  }

  /**
   * Adds a column of classes.
   *
   * @param index of the class, by row; {@link #NO_CLASS} leaves its cell empty
   */
  void addClassIndices(String name, long[] index) {
    add(name, "BIGINT", row -> index[row] == NO_CLASS ? "" : Long.toString(index[row]));
  }

  /**
   * Adds the names of classes, if they are known.
   *
   * @param index of the class, by row; {@link #NO_CLASS} leaves its cell empty
   * @param classes in the order of their indices, possibly none
   */
  void addClasses(long[] index, List<String> classes) {
    if (!classes.isEmpty()) {
      add(
          CLASS,
          "VARCHAR",
          row -> index[row] == NO_CLASS ? "" : CsvCell.of(classes.get((int) index[row])));
    }
  }

  /** {@return the table as CSV with a header line} */
  String csv() {
    StringBuilder out =
        new StringBuilder(
            columns.stream().map(c -> CsvCell.of(c.name)).collect(Collectors.joining(",")));
    out.append('\n');
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < columns.size(); c++) {
        out.append(c == 0 ? "" : ",").append(columns.get(c).cell.apply(row));
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** {@return names and types of the columns, as the members of a struct in a query} */
  String columnTypes() {
    return columns.stream()
        .map(c -> "'" + c.name.replace("'", "''") + "': '" + c.type + "'")
        .collect(Collectors.joining(", "));
  }
}
