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
import org.jspecify.annotations.Nullable;

/**
 * Reads the file in which PySR keeps the best formula of each complexity: a CSV file with the
 * columns {@code Complexity}, {@code Loss} and {@code Equation}.
 */
public final class HallOfFameReader {
  private static final List<String> COLUMNS = List.of("Complexity", "Loss", "Equation");

  private static final String MEND =
      "give the hall_of_fame.csv of a run of PySR, with the columns Complexity, Loss and Equation";

  private HallOfFameReader() {}

  /**
   * A row of the file.
   *
   * @param complexity count of the formula's nodes, with their weights: whole in PySR, from 0
   * @param loss PySR's loss of the formula on its data; may be infinite or NaN
   * @param formula the equation
   */
  public record Row(double complexity, double loss, Expr formula) {}

  /**
   * {@return the rows of a file, in their order}
   *
   * <p>A mistake in an equation points into the equation; its text is named by file and row, which
   * counts from 1 without the header.
   *
   * @param file as the user gave it
   * @param vocabulary what the equations may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  public static List<Row> read(Path file, Vocabulary vocabulary) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new DiagnosticException(
          Diagnostic.of(
              DiagnosticCode.FILE_UNREADABLE,
              "cannot read " + file + ": it does not exist or cannot be read as a file",
              MEND));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads TO 1; SET preserve_insertion_order TO true");
      return read(statement, file, vocabulary);
    } catch (SQLException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw malformed("the file " + file + " is not a table: " + why);
    }
  }

  private static List<Row> read(Statement statement, Path file, Vocabulary vocabulary)
      throws SQLException {
    String source =
        "read_csv('%s', header = true, all_varchar = true, delim = ',', quote = '\"')"
            .formatted(DataSource.literal(file));
    List<String> present = new ArrayList<>();
    try (ResultSet columns = statement.executeQuery("DESCRIBE SELECT * FROM " + source)) {
      while (columns.next()) {
        present.add(columns.getString(1));
      }
    }
    for (String column : COLUMNS) {
      if (present.stream().noneMatch(column::equalsIgnoreCase)) {
        throw new DiagnosticException(
            Diagnostic.of(
                DiagnosticCode.DATA_COLUMN_MISSING,
                file + " has no column '" + column + "'",
                MEND));
      }
    }
    List<Row> rows = new ArrayList<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    try (ResultSet cells =
        statement.executeQuery("SELECT Complexity, Loss, Equation FROM " + source)) {
      for (int row = 1; cells.next() && diagnostics.size() <= FormulaParser.MAX_MISTAKES; row++) {
        try {
          rows.add(row(file, row, cells, vocabulary));
        } catch (DiagnosticException e) {
          diagnostics.addAll(e.diagnostics());
        }
      }
    }
    FormulaParser.stopOn(diagnostics);
    if (rows.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.of(DiagnosticCode.DATA_EMPTY, "the file " + file + " has no rows", MEND));
    }
    return List.copyOf(rows);
  }

  private static Row row(Path file, int row, ResultSet cells, Vocabulary vocabulary)
      throws SQLException {
    String equation = text(cells.getString(3));
    SourceText source = new SourceText(file + " row " + row + ", Equation", equation);
    Expr formula = FormulaParser.parse(source, 0, equation.length(), vocabulary);
    return new Row(complexity(file, row, cells), loss(file, row, cells), formula);
  }

  private static double complexity(Path file, int row, ResultSet cells) throws SQLException {
    String text = text(cells.getString(1));
    try {
      double complexity = Double.parseDouble(text);
      if (complexity >= 0 && Double.isFinite(complexity)) {
        return complexity;
      }
    } catch (NumberFormatException e) {
      throw notNumeric(file, row, "Complexity", text);
    }
    throw notNumeric(file, row, "Complexity", text);
  }

  private static double loss(Path file, int row, ResultSet cells) throws SQLException {
    String text = text(cells.getString(2));
    try {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "nan" -> Double.NaN;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw notNumeric(file, row, "Loss", text);
    }
  }

  /** {@return a cell's text; an empty cell has none} */
  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell.strip();
  }

  private static DiagnosticException notNumeric(Path file, int row, String column, String text) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.DATA_NOT_NUMERIC,
            file + " row " + row + ", column '" + column + "' holds '" + text + "'",
            MEND));
  }

  private static DiagnosticException malformed(String what) {
    return new DiagnosticException(Diagnostic.of(DiagnosticCode.DATA_MALFORMED, what, MEND));
  }
}
