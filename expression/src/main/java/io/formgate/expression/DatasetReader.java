package io.formgate.expression;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  private static final String TABLE_MEND =
      "give a CSV file with a header line and the same number of cells in every line, or a Parquet"
          + " file";

  /** DuckDB takes a table for one column when its lines cannot be cut into equal rows. */
  private static final Pattern SEPARATED = Pattern.compile("[,;\t|]");

  private DatasetReader() {}

  /**
   * A column that is wanted, and the place in the spec that asks for it.
   *
   * @param name column name
   * @param span where the spec names it
   */
  public record Wanted(String name, SourceSpan span) {}

  /**
   * {@return the wanted columns of a file}
   *
   * @param file a {@code .csv}, {@code .csv.gz} or {@code .parquet} file
   * @param dataSpan where the spec names the file
   * @param wanted the columns
   * @throws DiagnosticException with every mistake found in the file
   */
  public static Dataset read(Path file, SourceSpan dataSpan, List<Wanted> wanted) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.FILE_UNREADABLE,
              dataSpan,
              "the data file " + file + " does not exist or cannot be read",
              "name an existing file; a relative name counts from the folder of the spec"));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      connection
          .createStatement()
          .execute("SET threads TO 1; SET preserve_insertion_order TO true");
      return read(connection, file, dataSpan, wanted);
    } catch (SQLException e) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_MALFORMED,
              dataSpan,
              "the data file is not a table: " + firstLine(e),
              TABLE_MEND));
    }
  }

  private static Dataset read(
      Connection connection, Path file, SourceSpan dataSpan, List<Wanted> wanted)
      throws SQLException {
    String source = tableFunction(file);
    try (Statement statement = connection.createStatement()) {
      List<Diagnostic> diagnostics = new ArrayList<>();
      List<String> present = new ArrayList<>();
      List<String> types = new ArrayList<>();
      if (Files.size(file) == 0) {
        throw new DiagnosticException(empty(file, dataSpan));
      }
      try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
        while (columns.next()) {
          present.add(columns.getString(1));
          types.add(columns.getString(2));
        }
      }
      for (Wanted w : wanted) {
        if (!present.contains(w.name())) {
          diagnostics.add(missing(w, present));
        }
      }
      if (!diagnostics.isEmpty()
          && present.size() == 1
          && SEPARATED.matcher(present.get(0)).find()) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.DATA_MALFORMED,
                dataSpan,
                "the lines of " + file.getFileName() + " have different numbers of cells",
                TABLE_MEND));
      }
      stopOn(diagnostics);
      // Columns get names of our own: DuckDB's are the same in capitals and small letters.
      StringBuilder select = new StringBuilder("SELECT row_number() OVER () AS row");
      for (int i = 0; i < wanted.size(); i++) {
        select.append(", ").append(quoted(wanted.get(i).name())).append(" AS c").append(i);
      }
      statement.execute("CREATE TABLE data AS " + select + " FROM " + source);
      int rows;
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM data")) {
        count.next();
        rows = count.getInt(1);
      }
      if (rows == 0) {
        throw new DiagnosticException(empty(file, dataSpan));
      }
      List<double[]> columns = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        Wanted w = wanted.get(i);
        Optional<Diagnostic> bad =
            check(statement, w, "c" + i, types.get(present.indexOf(w.name())), file);
        if (bad.isPresent()) {
          diagnostics.add(bad.get());
        } else {
          columns.add(column(statement, "c" + i, rows));
        }
      }
      stopOn(diagnostics);
      List<String> names = wanted.stream().map(Wanted::name).toList();
      return new Dataset(names, columns.toArray(double[][]::new));
    } catch (java.io.IOException e) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.FILE_UNREADABLE,
              dataSpan,
              "the data file cannot be read: " + e.getMessage(),
              "check the file"));
    }
  }

  private static double[] column(Statement statement, String column, int rows) throws SQLException {
    double[] values = new double[rows];
    String query = "SELECT CAST(" + column + " AS DOUBLE) FROM data ORDER BY row";
    try (ResultSet result = statement.executeQuery(query)) {
      for (int row = 0; result.next(); row++) {
        values[row] = result.getDouble(1);
      }
    }
    return values;
  }

  /** Finds the first row of a column that is no finite number. */
  private static Optional<Diagnostic> check(
      Statement statement, Wanted w, String column, String type, Path file) throws SQLException {
    boolean number = NUMERIC.contains(type) || type.startsWith("DECIMAL");
    if (!number && !type.equals("VARCHAR")) {
      return Optional.of(
          Diagnostic.at(
              DiagnosticCode.DATA_NOT_NUMERIC,
              w.span(),
              "column '" + w.name() + "' of " + file.getFileName() + " holds " + type + " values",
              "an input or output has to be a number in every row"));
    }
    // Text may be a number all the same, for instance in a column of a Parquet file.
    String value = "TRY_CAST(" + column + " AS DOUBLE)";
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
                  isParquet(file) ? "" : " (not counting the header)",
                  w.name());
      if (text == null || text.isBlank() || !isText) {
        return Optional.of(
            Diagnostic.at(
                DiagnosticCode.DATA_NOT_FINITE,
                w.span(),
                where + (text == null || text.isBlank() ? " is empty" : " is " + text),
                "every value has to be a finite number: drop such rows from the data file"));
      }
      return Optional.of(
          Diagnostic.at(
              DiagnosticCode.DATA_NOT_NUMERIC,
              w.span(),
              where + " holds the text '" + shortened(text) + "'",
              "an input or output has to be a number in every row"));
    }
  }

  private static Diagnostic missing(Wanted w, List<String> present) {
    return Diagnostic.at(
        DiagnosticCode.DATA_COLUMN_MISSING,
        w.span(),
        "the data has no column '" + w.name() + "'",
        "its columns are "
            + present.stream()
                .limit(40)
                .map(DatasetReader::shortened)
                .collect(Collectors.joining(", ")));
  }

  private static Diagnostic empty(Path file, SourceSpan dataSpan) {
    return Diagnostic.at(
        DiagnosticCode.DATA_EMPTY,
        dataSpan,
        "the data file " + file.getFileName() + " has no rows",
        "give a file with a header line and at least one row");
  }

  private static String tableFunction(Path file) {
    // The name stands for itself, not for every file that it matches as a pattern.
    String literal = file.toString().replaceAll("[\\[*?]", "[$0]").replace("'", "''");
    return isParquet(file)
        ? "read_parquet('" + literal + "')"
        : "read_csv('" + literal + "', header = true, sample_size = -1)";
  }

  private static boolean isParquet(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  private static String quoted(String column) {
    return "\"" + column.replace("\"", "\"\"") + "\"";
  }

  private static String shortened(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static void stopOn(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }
}
