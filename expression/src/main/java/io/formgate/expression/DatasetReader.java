package io.formgate.expression;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Reads columns of a CSV or Parquet file through DuckDB. */
public final class DatasetReader {
  private static final Set<String> NUMERIC =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  private static final Pattern CELL_NUMBER = Pattern.compile("-?[0-9]{1,15}([.][0-9]{1,15})?");

  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** Columns that a message lists. */
  private static final int LISTED = 40;

  private DatasetReader() {}

  /**
   * A column that is wanted, and the place in the spec that asks for it.
   *
   * @param name what it is called from here on
   * @param column its name in the file
   * @param span where the spec names it
   * @param classes what cells call the classes, whose index is the column's value; a class that is
   *     called by a number is told by every cell of that number; empty for a column of numbers
   * @param mayBeIndices whether a cell may also hold the index of a class
   */
  public record Wanted(
      String name, String column, SourceSpan span, List<String> classes, boolean mayBeIndices) {
    /** Copies the classes. */
    public Wanted {
      classes = List.copyOf(classes);
    }

    /**
     * A column of numbers that keeps its name.
     *
     * @param name column name
     * @param span where the spec names it
     */
    public Wanted(String name, SourceSpan span) {
      this(name, name, span, List.of(), false);
    }
  }

  /**
   * What was read.
   *
   * @param data the wanted columns of the rows taken
   * @param rowsInFile rows of the file
   * @param rowsMissing rows left out because a column has no finite number
   */
  public record Reading(Dataset data, long rowsInFile, long rowsMissing) {
    /** {@return the rows left out by the condition} */
    public long rowsFiltered() {
      return rowsInFile - rowsMissing - data.rows();
    }
  }

  /**
   * {@return the wanted columns of the rows taken}
   *
   * @param file a {@code .csv}, {@code .csv.gz} or {@code .parquet} file
   * @param dataSpan where the spec names the file
   * @param wanted the columns, those of the condition among them
   * @param selection which rows
   * @throws DiagnosticException with every mistake found in the file
   */
  public static Reading read(
      Path file, SourceSpan dataSpan, List<Wanted> wanted, RowSelection selection) {
    String source = DataSource.tableFunction(file, dataSpan);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      connection
          .createStatement()
          .execute("SET threads TO 1; SET preserve_insertion_order TO true");
      return read(connection, new Source(file, source, dataSpan), wanted, selection);
    } catch (SQLException e) {
      throw BadTable.notATable(e, file, dataSpan);
    }
  }

  /** A file with the query that reads it and the place that names it. */
  private record Source(Path file, String query, SourceSpan span) {}

  /**
   * {@return the different texts of the cells of a column, without empty ones, in no order; at most
   * one more than a limit}
   *
   * @param file a {@code .csv}, {@code .csv.gz} or {@code .parquet} file
   * @param dataSpan where the spec names the file
   * @param column the column
   * @param most the limit
   * @throws DiagnosticException if the file is no table or has no such column
   */
  public static List<String> levels(Path file, SourceSpan dataSpan, Wanted column, int most) {
    String source = DataSource.tableFunction(file, dataSpan);
    List<String> levels = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      List<String> present = new ArrayList<>();
      try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
        while (columns.next()) {
          present.add(columns.getString(1));
        }
      }
      if (!present.contains(column.column())) {
        throw new DiagnosticException(missing(column, present));
      }
      String cell = "trim(CAST(" + quoted(column.column()) + " AS VARCHAR))";
      String query =
          "SELECT DISTINCT %1$s FROM %2$s WHERE %1$s <> '' LIMIT %3$d"
              .formatted(cell, source, most + 1);
      try (ResultSet result = statement.executeQuery(query)) {
        while (result.next()) {
          levels.add(result.getString(1));
        }
      }
      return levels;
    } catch (SQLException e) {
      throw BadTable.notATable(e, file, dataSpan);
    }
  }

  private static Reading read(
      Connection connection, Source source, List<Wanted> wanted, RowSelection selection)
      throws SQLException {
    Path file = source.file();
    SourceSpan dataSpan = source.span();
    try (Statement statement = connection.createStatement()) {
      List<Diagnostic> diagnostics = new ArrayList<>();
      List<String> present = new ArrayList<>();
      List<String> types = new ArrayList<>();
      try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source.query())) {
        while (columns.next()) {
          present.add(columns.getString(1));
          types.add(columns.getString(2));
        }
      }
      for (Wanted w : wanted) {
        if (!present.contains(w.column())) {
          diagnostics.add(missing(w, present));
        }
      }
      Optional<DiagnosticException> badLines =
          diagnostics.isEmpty() ? Optional.empty() : BadTable.badLines(file, dataSpan, present);
      if (badLines.isPresent()) {
        throw badLines.get();
      }
      stopOn(diagnostics);
      // Columns get names of our own: DuckDB's are the same in capitals and small letters.
      StringBuilder select = new StringBuilder("SELECT row_number() OVER () AS row");
      for (int i = 0; i < wanted.size(); i++) {
        select.append(", ").append(quoted(wanted.get(i).column())).append(" AS c").append(i);
      }
      statement.execute("CREATE TABLE data AS " + select + " FROM " + source.query());
      int rowsInFile = count(statement);
      if (rowsInFile == 0) {
        throw DataSource.empty(file, dataSpan);
      }
      if (selection.where().isPresent()) {
        keep(connection, wanted, selection.where().get(), rowsInFile);
        if (count(statement) == 0) {
          throw new DiagnosticException(
              Diagnostic.at(
                  DiagnosticCode.DATA_EMPTY,
                  selection.where().get().span(),
                  "the condition holds for none of the " + rowsInFile + " rows",
                  "mend the condition; a row is taken when it is above 0"));
        }
      }
      int candidates = count(statement);
      if (selection.dropMissing()) {
        dropMissing(statement, wanted);
      }
      int rows = count(statement);
      if (rows == 0) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.DATA_EMPTY,
                dataSpan,
                "each of the " + candidates + " rows lacks a value that is needed",
                "name other columns, or fill in the data"));
      }
      List<double[]> columns = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        Wanted w = wanted.get(i);
        Optional<Diagnostic> bad =
            check(statement, w, "c" + i, types.get(present.indexOf(w.column())), file);
        if (bad.isPresent()) {
          diagnostics.add(bad.get());
        } else {
          columns.add(column(statement, value(w, "c" + i), rows));
        }
      }
      stopOn(diagnostics);
      List<String> names = wanted.stream().map(Wanted::name).toList();
      return new Reading(
          new Dataset(names, columns.toArray(double[][]::new)), rowsInFile, candidates - rows);
    }
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM data")) {
      count.next();
      return count.getInt(1);
    }
  }

  /** {@return the number that a cell stands for, NULL if none} */
  private static String value(Wanted w, String column) {
    if (w.classes().isEmpty()) {
      // Text may be a number all the same, for instance in a column of a Parquet file.
      return "TRY_CAST(" + column + " AS DOUBLE)";
    }
    String cell = "trim(CAST(" + column + " AS VARCHAR))";
    StringBuilder index = new StringBuilder("CASE");
    for (int i = 0; i < w.classes().size(); i++) {
      String name = "'" + w.classes().get(i).replace("'", "''") + "'";
      index.append(" WHEN %s = %s THEN %d.0".formatted(cell, name, i));
    }
    // Programs write the class 1 as 1.0, too.
    for (int i = 0; i < w.classes().size(); i++) {
      String name = w.classes().get(i);
      if (CELL_NUMBER.matcher(name).matches()) {
        index.append(
            " WHEN TRY_CAST(%s AS DOUBLE) = %s::DOUBLE THEN %d.0".formatted(cell, name, i));
      }
    }
    for (int i = 0; w.mayBeIndices() && i < w.classes().size(); i++) {
      index.append(" WHEN TRY_CAST(%1$s AS DOUBLE) = %2$d THEN %2$d.0".formatted(cell, i));
    }
    return index.append(" END").toString();
  }

  private static double[] column(Statement statement, String value, int rows) throws SQLException {
    double[] values = new double[rows];
    String query = "SELECT " + value + " FROM data ORDER BY row";
    try (ResultSet result = statement.executeQuery(query)) {
      for (int row = 0; result.next(); row++) {
        double v = result.getDouble(1);
        values[row] = result.wasNull() ? Double.NaN : v;
      }
    }
    return values;
  }

  /** Leaves the rows on which a condition is true. */
  private static void keep(
      Connection connection, List<Wanted> wanted, RowSelection.Filter where, int rows)
      throws SQLException {
    Set<String> used = where.condition().variables();
    Map<String, double[]> columns = new HashMap<>();
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < wanted.size(); i++) {
        if (used.contains(wanted.get(i).name())) {
          columns.put(wanted.get(i).name(), column(statement, value(wanted.get(i), "c" + i), rows));
        }
      }
      statement.execute("CREATE TABLE kept(row BIGINT)");
    }
    Map<String, Double> at = new HashMap<>();
    try (DuckDBAppender kept =
        ((DuckDBConnection) connection).createAppender(DuckDBConnection.DEFAULT_SCHEMA, "kept")) {
      for (int row = 0; row < rows; row++) {
        for (Map.Entry<String, double[]> column : columns.entrySet()) {
          at.put(column.getKey(), column.getValue()[row]);
        }
        if (ReferenceEvaluator.evaluate(where.condition(), at) > 0) {
          kept.beginRow();
          kept.append(row + 1L);
          kept.endRow();
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM data WHERE row NOT IN (SELECT row FROM kept)");
    }
  }

  /** Text that is no number stays, and is a mistake: it need not be a missing value. */
  private static void dropMissing(Statement statement, List<Wanted> wanted) throws SQLException {
    for (int i = 0; i < wanted.size(); i++) {
      statement.execute(
          "DELETE FROM data WHERE c%1$d IS NULL OR trim(CAST(c%1$d AS VARCHAR)) = '' OR NOT isfinite(%2$s)"
              .formatted(i, value(wanted.get(i), "c" + i)));
    }
  }

  /** Finds the first row of a column that is no finite number. */
  private static Optional<Diagnostic> check(
      Statement statement, Wanted w, String column, String type, Path file) throws SQLException {
    if (w.classes().isEmpty() && !isNumber(type) && !type.equals("VARCHAR")) {
      return Optional.of(
          Diagnostic.at(
              DiagnosticCode.DATA_NOT_NUMERIC,
              w.span(),
              "column '" + w.column() + "' of " + file.getFileName() + " holds " + type + " values",
              "an input or output has to be a number in every row"));
    }
    String value = value(w, column);
    String query =
        "SELECT row, CAST(%1$s AS VARCHAR), %2$s IS NULL FROM data".formatted(column, value)
            + " WHERE %1$s IS NULL OR NOT isfinite(%1$s) ORDER BY row LIMIT 1".formatted(value);
    try (ResultSet result = statement.executeQuery(query)) {
      if (!result.next()) {
        return Optional.empty();
      }
      String text = result.getString(2);
      boolean isText = result.getBoolean(3);
      String where =
          "%s row %d%s, column '%s'"
              .formatted(
                  file.getFileName(),
                  result.getLong(1),
                  DataSource.isParquet(file) ? "" : " (not counting the header)",
                  w.column());
      if (text == null || text.isBlank() || !isText) {
        return Optional.of(
            Diagnostic.at(
                DiagnosticCode.DATA_NOT_FINITE,
                w.span(),
                where + (text == null || text.isBlank() ? " is empty" : " is " + text),
                "every value has to be a finite number: fill it in or take the row out of the file; a"
                    + " spec leaves such rows out with 'missing drop' after the data file's name,"
                    + " or with 'where'"));
      }
      if (!w.classes().isEmpty()) {
        return Optional.of(
            Diagnostic.at(
                DiagnosticCode.DATA_CLASS,
                w.span(),
                where + " holds '" + shortened(text) + "', which is none of the classes",
                "name every class of the column, one that is called otherwise in the data as NAME = "
                    + quoted(shortened(text.strip()))
                    + "; or leave such rows out with 'where "
                    + w.name()
                    + " >= 0'"));
      }
      return Optional.of(
          Diagnostic.at(
              DiagnosticCode.DATA_NOT_NUMERIC,
              w.span(),
              where + " holds the text '" + shortened(text) + "'",
              DataSource.hasDecimalComma(text)
                  ? "write numbers with a decimal point; decimal commas are read where semicolons"
                      + " or tabs separate the cells and no number has a point"
                  : "an input or output has to be a number in every row"));
    }
  }

  private static Diagnostic missing(Wanted w, List<String> present) {
    Optional<String> near = Suggestions.nearest(w.column(), present);
    boolean isNamed = !w.name().equals(w.column());
    String all =
        present.stream()
                .limit(LISTED)
                .map(DatasetReader::shortened)
                .collect(Collectors.joining(", "))
            + (present.size() > LISTED ? " and " + (present.size() - LISTED) + " more" : "");
    String other =
        near.filter(n -> !isNamed && !WORD.matcher(n).matches())
            .filter(n -> Diagnostic.visible(n).equals(n))
            .map(n -> "; a spec names it with: " + w.name() + " from " + quoted(n))
            .orElse("");
    return Diagnostic.at(
        DiagnosticCode.DATA_COLUMN_MISSING,
        w.span(),
        "the data has no column '" + w.column() + "'",
        near.map(n -> "did you mean '" + shortened(n) + "'? ").orElse("")
            + (near.isPresent() ? "Its columns are " : "its columns are ")
            + all
            + other);
  }

  /** {@return whether DuckDB's type is one of numbers} */
  static boolean isNumber(String type) {
    return NUMERIC.contains(type) || type.startsWith("DECIMAL");
  }

  static String quoted(String column) {
    return "\"" + column.replace("\"", "\"\"") + "\"";
  }

  private static String shortened(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }

  private static void stopOn(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }
}
