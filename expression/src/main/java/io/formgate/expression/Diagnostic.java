package io.formgate.expression;

import org.jspecify.annotations.Nullable;

/**
 * One mistake of a user: what is wrong, where, and how to mend it.
 *
 * @param code stable identity, explained in {@code docs/errors.md}
 * @param span where it is, or null where there is no text to point at
 * @param message what is wrong, one sentence without a final stop
 * @param mend what to do about it, one sentence without a final stop
 */
public record Diagnostic(
    DiagnosticCode code, @Nullable SourceSpan span, String message, String mend) {

  /**
   * {@return a diagnostic that points at a text}
   *
   * @param code identity
   * @param span place
   * @param message what is wrong
   * @param mend what to do
   */
  public static Diagnostic at(DiagnosticCode code, SourceSpan span, String message, String mend) {
    return new Diagnostic(code, span, message, mend);
  }

  /**
   * {@return a diagnostic about something that is not a text}
   *
   * @param code identity
   * @param message what is wrong
   * @param mend what to do
   */
  public static Diagnostic of(DiagnosticCode code, String message, String mend) {
    return new Diagnostic(code, null, message, mend);
  }

  /** {@return the text shown to a user: location, message, the line with a caret, the mend} */
  public String render() {
    StringBuilder out = new StringBuilder();
    SourceSpan at = span;
    if (at != null) {
      out.append(visible(at.location())).append(": ");
    }
    out.append("error ").append(code.id()).append(": ").append(visible(message)).append('\n');
    if (at != null) {
      String line = visible(at.source().lineTextAt(at.start()));
      int column = Math.min(at.start() - at.source().lineStart(at.start()), line.length());
      int length = Math.max(1, Math.min(at.end() - at.start(), line.length() - column));
      int from = Math.max(0, column - 60);
      int to = Math.min(line.length(), Math.max(from + 100, Math.min(column + length, from + 160)));
      from -= splitsPair(line, from) ? 1 : 0;
      to += splitsPair(line, to) ? 1 : 0;
      int marked = Math.max(column, Math.min(column + length, to));
      out.append("  | ").append(line, from, to).append('\n');
      out.append("  | ").append(" ".repeat(cells(line, from, column)));
      out.append("^".repeat(Math.max(1, cells(line, column, marked)))).append('\n');
    }
    return out.append("  mend: ").append(visible(mend)).append('\n').toString();
  }

  /** {@return the columns that a part of a line takes on a terminal} */
  private static int cells(String line, int from, int to) {
    return line.substring(from, to).codePoints().map(Diagnostic::cells).sum();
  }

  /** Two for the scripts of East Asia and pictures, none for marks upon the character before. */
  private static int cells(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0xFFE0 && c <= 0xFFE6)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  private static boolean splitsPair(String line, int at) {
    return at > 0
        && at < line.length()
        && Character.isSurrogatePair(line.charAt(at - 1), line.charAt(at));
  }

  /**
   * {@return a text of the same length in which nothing moves a terminal's cursor, ends a line or
   * turns the direction of writing; tabs are blanks}
   *
   * @param text anything, such as a name that a user gave
   */
  public static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int units = Character.charCount(c);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.SURROGATE ->
            out.append(c == '\t' ? " " : "\uFFFD".repeat(units));
        default -> out.appendCodePoint(c);
      }
      i += units;
    }
    return out.toString();
  }
}
