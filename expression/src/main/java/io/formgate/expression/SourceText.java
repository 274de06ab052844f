package io.formgate.expression;

/**
 * A text that a user wrote, with the name under which messages show it.
 *
 * @param name file name as the user gave it, or a description such as {@code <formula>}
 * @param text the whole text
 */
public record SourceText(String name, String text) {

  /**
   * {@return the 1-based line that holds a character offset}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public int lineAt(int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /**
   * {@return the 1-based column of a character offset in its line}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public int columnAt(int offset) {
    return offset - lineStart(offset) + 1;
  }

  /**
   * {@return the line that holds a character offset, without its line end}
   *
   * @param offset character offset, from 0 to the text's length
   */
  public String lineTextAt(int offset) {
    int start = lineStart(offset);
    int end = text.indexOf('\n', start);
    String line = end < 0 ? text.substring(start) : text.substring(start, end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', Math.min(offset, text.length()) - 1) + 1;
  }

  /**
   * {@return the span from one offset to another}
   *
   * @param start first character
   * @param end one past the last character
   */
  public SourceSpan span(int start, int end) {
    return new SourceSpan(this, start, end);
  }
}
