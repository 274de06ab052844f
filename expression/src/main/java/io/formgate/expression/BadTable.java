package io.formgate.expression;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is told of a data file whose lines are no table. */
final class BadTable {
  private static final Pattern SEPARATED = Pattern.compile("[,;\t|]");

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?(_[0-9]+)?");

  /** A number that counts columns or years: without sign, point and exponent, and not repeated. */
  private static final Pattern COUNTED = Pattern.compile("[0-9]+");

  private BadTable() {}

  /** {@return what is told of a file that DuckDB does not take} */
  static DiagnosticException notATable(SQLException e, Path file, SourceSpan dataSpan) {
    boolean isOtherText = String.valueOf(e.getMessage()).contains("not utf-8 encoded");
    if (!isOtherText && !DataSource.isParquet(file)) {
      Optional<CsvLines.Uneven> uneven = CsvLines.uneven(file);
      if (uneven.isPresent()) {
        return uneven(uneven.get(), file, dataSpan);
      }
    }
    return new DiagnosticException(
        Diagnostic.at(
            DiagnosticCode.DATA_MALFORMED,
            dataSpan,
            isOtherText
                ? "the data file " + file.getFileName() + " is not text in UTF-8"
                : "the data file is not a table: " + firstLine(e),
            isOtherText
                ? "save it as UTF-8, such as: iconv -f LATIN1 -t UTF-8 " + file + " > data.csv"
                : DataSource.TABLE_MEND));
  }

  private static DiagnosticException uneven(
      CsvLines.Uneven uneven, Path file, SourceSpan dataSpan) {
    boolean isRowNames =
        uneven.cells() == uneven.names() + 1 && uneven.line() == uneven.firstLine() + 1;
    return new DiagnosticException(
        Diagnostic.at(
            DiagnosticCode.DATA_MALFORMED,
            dataSpan,
            "line %d of %s has %d %s, and line %d has %d names of columns"
                    .formatted(
                        uneven.line(),
                        file.getFileName(),
                        uneven.cells(),
                        uneven.cells() == 1 ? "cell" : "cells",
                        uneven.firstLine(),
                        uneven.names())
                + (uneven.lines() > 1
                    ? "; a text in quotes goes on to line " + (uneven.line() + uneven.lines() - 1)
                    : ""),
            isRowNames
                ? "name all columns; R writes names of rows without a name above them, unless it is"
                    + " told row.names = FALSE"
                : uneven.cells() < uneven.names()
                    ? "give the line all its cells; one without a value is empty, between two separators"
                    : "put cells that hold the separator in double quotes, or take the others out"));
  }

  /**
   * {@return what is wrong with the lines of a file, if anything}
   *
   * @param file the file
   * @param names of its columns as they were read
   */
  static Optional<DiagnosticException> badLines(
      Path file, SourceSpan dataSpan, List<String> names) {
    String message;
    String mend;
    if (DataSource.isParquet(file)) {
      return Optional.empty();
    }
    int named = CsvLines.names(file).size();
    // DuckDB passes over lines, even the first, until the rest has one number of cells.
    boolean isPassedOver =
        1 < named
            && named < names.size()
            && names.stream().anyMatch(n -> NUMBER.matcher(n).matches());
    Optional<CsvLines.Uneven> uneven =
        isPassedOver || (names.size() == 1 && named > 1) ? CsvLines.uneven(file) : Optional.empty();
    if (uneven.isPresent()) {
      return Optional.of(uneven(uneven.get(), file, dataSpan));
    }
    if (names.size() == 1 && SEPARATED.matcher(names.getFirst()).find()) {
      message = "the lines of " + file.getFileName() + " have different numbers of cells";
      mend = DataSource.TABLE_MEND;
    } else if (names.size() == 1 && names.getFirst().strip().contains(" ")) {
      message = "no separator is found between the cells of " + file.getFileName();
      mend = "separate them by commas, semicolons, tabs or bars (|), not by blanks";
    } else if (names.stream().allMatch(n -> NUMBER.matcher(n).matches())
        && !names.stream().allMatch(n -> COUNTED.matcher(n).matches())) {
      message = "the first line of " + file.getFileName() + " holds numbers, not names";
      mend = "put a line with the names of the columns above them";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new DiagnosticException(
            Diagnostic.at(DiagnosticCode.DATA_MALFORMED, dataSpan, message, mend)));
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }
}
