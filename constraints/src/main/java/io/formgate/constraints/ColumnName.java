package io.formgate.constraints;

import io.formgate.expression.SourceSpan;
import java.util.regex.Pattern;

/**
 * What the data calls a column that the spec gives a name of its own.
 *
 * @param text the name in the data, which may hold blanks and signs, but no end of a line
 * @param span where the spec writes it
 */
public record ColumnName(String text, SourceSpan span) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

  /**
   * {@return a column's name as a spec writes it: in double quotes unless it is one word; a quote
   * within is written twice}
   *
   * @param column the name in the data
   */
  public static String written(String column) {
    return WORD.matcher(column).matches() && !SignalNames.GRAMMAR_WORDS.contains(column)
        ? column
        : quoted(column);
  }

  /** {@return a text of the data in double quotes; a quote within is written twice} */
  static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** {@return what a word of a spec says, in quotes or not} */
  static String read(String word) {
    return word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
        : word;
  }
}
