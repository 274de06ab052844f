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
import java.util.stream.Collectors;
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
              "give a CSV file with a header line and the same number of cells in every line, or a"
                  + " Parquet file"));
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
      stopOn(diagnostics);
      statement.execute(
          "CREATE TABLE data AS SELECT row_number() OVER () AS \"row number\", * FROM " + source);
      int rows;
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM data")) {
        count.next();
        rows = count.getInt(1);
      }
      if (rows == 0) {
        throw new DiagnosticException(empty(file, dataSpan));
      }
      List<String> names = wanted.stream().map(Wanted::name).toList();
      List<double[]> columns = new ArrayList<>();
      for (Wanted w : wanted) {
        String type = types.get(present.indexOf(w.name()));
        Optional<Diagnostic> bad = check(statement, w, type, file);
        if (bad.isPresent()) {
          diagnostics.add(bad.get());
        } else {
          columns.add(column(connection, w.name(), rows));
        }
      }
      stopOn(diagnostics);
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

  private static double[] column(Connection connection, String name, int rows) throws SQLException {
    double[] values = new double[rows];
    String query = "SELECT CAST(" + quoted(name) + " AS DOUBLE) FROM data ORDER BY \"row number\"";
    try (Statement statement = connection.unwrap(DuckDBConnection.class).createStatement();
        ResultSet result = statement.executeQuery(query)) {
      for (int row = 0; result.next(); row++) {
        values[row] = result.getDouble(1);
      }
    }
    return values;
  }

  private static Optional<Diagnostic> check(Statement statement, Wanted w, String type, Path file)
      throws SQLException {
    String column = quoted(w.name());
    boolean numeric = NUMERIC.contains(type) || type.startsWith("DECIMAL");
    String bad =
        numeric
            ? column + " IS NULL OR NOT isfinite(CAST(" + column + " AS DOUBLE))"
            : column + " IS NOT NULL AND TRY_CAST(" + column + " AS DOUBLE) IS NULL";
    String query =
        "SELECT \"row number\", CAST("
            + column
            + " AS VARCHAR) FROM data WHERE "
            + bad
            + " ORDER BY 1 LIMIT 1";
    try (ResultSet result = statement.executeQuery(query)) {
      if (!result.next()) {
        return numeric
            ? Optional.empty()
            : Optional.of(
                Diagnostic.at(
                    DiagnosticCode.DATA_NOT_FINITE,
                    w.span(),
                    "column '" + w.name() + "' has empty cells or is not of a number type",
                    "fill or drop these rows in the data file"));
      }
      long row = result.getLong(1);
      String value = result.getString(2);
      String where = file.getFileName() + " row " + row + ", column '" + w.name() + "'";
      return Optional.of(
          numeric
              ? Diagnostic.at(
                  DiagnosticCode.DATA_NOT_FINITE,
                  w.span(),
                  where + (value == null ? " is empty" : " is " + value),
                  "every value has to be a finite number: drop such rows from the data file")
              : Diagnostic.at(
                  DiagnosticCode.DATA_NOT_NUMERIC,
                  w.span(),
                  where + " holds the text '" + shortened(value) + "'",
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
    String name = "'" + file.toString().replace("'", "''") + "'";
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
        ? "read_parquet(" + name + ")"
        : "read_csv(" + name + ", header = true, sample_size = -1)";
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
