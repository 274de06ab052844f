package io.formgate.cli;

import java.util.regex.Pattern;

/** How a text stands in a CSV file. */
final class CsvCell {
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[,\"\r\n]");

  private CsvCell() {}

  /** {@return the text as one cell: in quotes if it would be several, or none, without} */
  static String of(String text) {
    return NEEDS_QUOTES.matcher(text).find() ? quoted(text) : text;
  }

  /** {@return the text as one cell in quotes} */
  static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** {@return the text of a cell that has quotes or not} */
  static String text(String cell) {
    return cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"")
        ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"")
        : cell;
  }
}
