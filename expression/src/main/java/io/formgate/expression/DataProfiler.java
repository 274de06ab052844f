package io.formgate.expression;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at every column of a data file, good or bad, as {@link DatasetReader} would read it. */
public final class DataProfiler {
  /** Columns of the widest file: each is looked at by queries that grow with their number. */
  public static final int MAX_COLUMNS = 2_000;

  private final Statement statement;
  private final int rows;

  private DataProfiler(Statement statement, int rows) {
    this.statement = statement;
    this.rows = rows;
  }

  /**
   * {@return what a file holds}
   *
   * @param file a CSV file, packed by gzip or not, or a Parquet file
   * @param span what names the file, for messages
   * @throws DiagnosticException if it is not there, no table or has no rows
   */
  public static DataProfile profile(Path file, SourceSpan span) {
    String source = DataSource.tableFunction(file, span);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads TO 1; SET preserve_insertion_order TO true");
      return profile(statement, file, source, span);
    } catch (SQLException e) {
      throw BadTable.notATable(e, file, span);
    }
  }

  private static DataProfile profile(Statement statement, Path file, String source, SourceSpan span)
      throws SQLException {
    // To find the types of a CSV file takes longer than to read it, so it is done once.
    statement.execute("CREATE TABLE file AS SELECT * FROM " + source);
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    StringBuilder select = new StringBuilder("SELECT row_number() OVER () AS row");
    try (ResultSet columns = statement.executeQuery("DESCRIBE file")) {
      while (columns.next()) {
        String name = columns.getString(1);
        select.append(", ").append(DatasetReader.quoted(name)).append(" AS c").append(names.size());
        names.add(name);
        types.add(columns.getString(2));
      }
    }
    if (names.size() > MAX_COLUMNS) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_UNSUITED,
              span,
              "the data file "
                  + file.getFileName()
                  + " has "
                  + names.size()
                  + " columns; more than "
                  + MAX_COLUMNS
                  + " are not looked at",
              "keep those columns on which the output can depend, or write the spec by hand"));
    }
    statement.execute("CREATE TABLE data AS " + select + " FROM file");
    statement.execute("DROP TABLE file");
    int rows;
    try (ResultSet count = statement.executeQuery("SELECT count(*) FROM data")) {
      count.next();
      rows = count.getInt(1);
    }
    if (rows == 0) {
      throw DataSource.empty(file, span);
    }
    Optional<DiagnosticException> badLines = BadTable.badLines(file, span, names);
    if (badLines.isPresent()) {
      throw badLines.get();
    }
    DataProfiler profiler = new DataProfiler(statement, rows);
    List<ColumnProfile> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(profiler.column(i, names.get(i), types.get(i), columns));
    }
    return new DataProfile(rows, columns);
  }

  private ColumnProfile column(int index, String name, String type, List<ColumnProfile> before)
      throws SQLException {
    String column = "c" + index;
    String text = "CAST(" + column + " AS VARCHAR)";
    boolean maybeNumber = DatasetReader.isNumber(type) || type.equals("VARCHAR");
    String number = maybeNumber ? "TRY_CAST(" + column + " AS DOUBLE)" : "CAST(NULL AS DOUBLE)";
    String empty = "(" + column + " IS NULL OR trim(" + text + ") = '')";
    String isText = "(NOT " + empty + " AND " + number + " IS NULL)";
    String notFinite = "(" + number + " IS NOT NULL AND NOT isfinite(" + number + "))";
    String query =
        """
        SELECT count(*) FILTER (%1$s), count(*) FILTER (%2$s), count(*) FILTER (%3$s),
          coalesce(min(row) FILTER (%1$s OR %2$s OR %3$s), 0)
        FROM data
        """
            .formatted(empty, isText, notFinite);
    long emptyRows;
    long textRows;
    long notFiniteRows;
    long firstBadRow;
    try (ResultSet counts = statement.executeQuery(query)) {
      counts.next();
      emptyRows = counts.getLong(1);
      textRows = counts.getLong(2);
      notFiniteRows = counts.getLong(3);
      firstBadRow = counts.getLong(4);
    }
    ColumnStatistics statistics =
        firstBadRow == 0 ? ColumnStatistics.of(numbers(number), type.equals("FLOAT")) : null;
    long distinct = statistics == null ? distinct(text, empty) : statistics.distinct();
    return new ColumnProfile(
        name,
        type,
        emptyRows,
        textRows,
        notFiniteRows,
        firstBadRow,
        distinct,
        distinct <= ColumnProfile.MAX_VALUES ? values(text, empty) : List.of(),
        statistics,
        sameAs(column, statistics, before));
  }

  private double[] numbers(String number) throws SQLException {
    double[] values = new double[rows];
    String query = "SELECT " + number + " FROM data ORDER BY row";
    try (ResultSet result = statement.executeQuery(query)) {
      for (int row = 0; result.next(); row++) {
        values[row] = result.getDouble(1);
      }
    }
    return values;
  }

  private long distinct(String text, String empty) throws SQLException {
    String query = "SELECT count(DISTINCT %s) FILTER (NOT %s) FROM data".formatted(text, empty);
    try (ResultSet count = statement.executeQuery(query)) {
      count.next();
      return count.getLong(1);
    }
  }

  private List<ColumnProfile.Value> values(String text, String empty) throws SQLException {
    List<ColumnProfile.Value> values = new ArrayList<>();
    String query =
        "SELECT %1$s, count(*) FROM data WHERE NOT %2$s GROUP BY 1 ORDER BY 1"
            .formatted(text, empty);
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        values.add(new ColumnProfile.Value(result.getString(1), result.getLong(2)));
      }
    }
    return values;
  }

  /** Equal columns have equal statistics, so few pairs have to be compared row by row. */
  private Optional<String> sameAs(
      String column, @Nullable ColumnStatistics statistics, List<ColumnProfile> before)
      throws SQLException {
    for (int i = 0; statistics != null && i < before.size(); i++) {
      if (statistics.equals(before.get(i).statistics())) {
        String query =
            "SELECT count(*) FROM data WHERE CAST(%s AS DOUBLE) <> CAST(c%d AS DOUBLE)"
                .formatted(column, i);
        try (ResultSet different = statement.executeQuery(query)) {
          different.next();
          if (different.getLong(1) == 0) {
            return Optional.of(before.get(i).name());
          }
        }
      }
    }
    return Optional.empty();
  }
}
