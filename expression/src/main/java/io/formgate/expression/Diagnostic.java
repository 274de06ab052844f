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
      out.append(at.location()).append(": ");
    }
    out.append("error ").append(code.id()).append(": ").append(visible(message)).append('\n');
    if (at != null) {
      String line = visible(at.source().lineTextAt(at.start()));
      int column = Math.min(at.column() - 1, line.length());
      int length = Math.max(1, Math.min(at.end() - at.start(), line.length() - column));
      int from = Math.max(0, column - 60);
      int to = Math.min(line.length(), Math.max(from + 100, Math.min(column + length, from + 160)));
      out.append("  | ").append(line, from, to).append('\n');
      out.append("  | ").append(" ".repeat(column - from));
      out.append("^".repeat(Math.max(1, Math.min(length, to - column)))).append('\n');
    }
    return out.append("  mend: ").append(visible(mend)).append('\n').toString();
  }

  /** Keeps the width of a line and lets no control or direction mark reach a terminal. */
  private static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        out.append(' ');
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        out.append('\uFFFD');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
