package io.formgate.expression;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Columns of a CSV file that have one name, capitals not told apart, so that they are read under
 * names of their own.
 *
 * @param columns in the order of the file, at least two
 */
public record RepeatedColumns(List<Column> columns) {
  /** Copies the list. */
  public RepeatedColumns {
    columns = List.copyOf(columns);
  }

  /**
   * One of them.
   *
   * @param place of the column, from 1
   * @param inFile its name in the file
   * @param name under which it is read
   */
  public record Column(int place, String inFile, String name) {}

  /**
   * {@return the columns of a file that share names, those of one name together}
   *
   * @param file a CSV file; a Parquet file has none
   * @param span what names it, for messages
   * @throws DiagnosticException if it is not there
   */
  public static List<RepeatedColumns> of(Path file, SourceSpan span) {
    String source = DataSource.tableFunction(file, span);
    List<String> names = DataSource.isParquet(file) ? List.of() : CsvLines.names(file);
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String lower = names.get(i).toLowerCase(Locale.ROOT);
      places.computeIfAbsent(lower, _ -> new ArrayList<>()).add(i);
    }
    places.values().removeIf(list -> list.size() == 1);
    if (places.isEmpty()) {
      return List.of();
    }
    List<String> read = read(source);
    return read.size() != names.size()
        ? List.of()
        : places.values().stream()
            .map(list ->
                new RepeatedColumns(
                    list.stream().map(i -> new Column(i + 1, names.get(i), read.get(i))).toList()))
            .toList();
  }

  /** The names under which a file is read; none of one that is no table. */
  private static List<String> read(String source) {
    List<String> names = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (columns.next()) {
        names.add(columns.getString(1));
      }
      return names;
    } catch (SQLException e) {
      return List.of();
    }
  }
}
