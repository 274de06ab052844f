package io.formgate.expression;

/**
 * A place in a {@link SourceText}.
 *
 * @param source the text
 * @param start offset of the first character
 * @param end offset one past the last character; equal to {@code start} for a place between
 *     characters
 */
public record SourceSpan(SourceText source, int start, int end) {

  /** Checks that the span lies in its text. */
  public SourceSpan {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException(
          "span " + start + ".." + end + " outside a text of " + source.text().length());
    }
  }

  /** {@return the 1-based line of the first character} */
  public int line() {
    return source.lineAt(start);
  }

  /** {@return the 1-based column of the first character} */
  public int column() {
    return source.columnAt(start);
  }

  /** {@return {@code name:line:column}} */
  public String location() {
    return source.nameAt(start) + ":" + source.ownLineAt(start) + ":" + column();
  }

  /** {@return the characters of the place} */
  public String text() {
    return source.text().substring(start, end);
  }

  /**
   * {@return the place from here to the end of a later one}
   *
   * @param later in the same text
   */
  public SourceSpan to(SourceSpan later) {
    return new SourceSpan(source, start, later.end);
  }
}
