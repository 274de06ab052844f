package io.formgate.constraints;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Collects the mistakes of one text and points at tokens of it. */
final class Mistakes {
  /** More than this many are no help to anyone. */
  static final int MOST = 100;

  private static final int LONGEST_QUOTE = 40;

  private final SourceText source;
  private final List<Diagnostic> found;
  private boolean tooMany;

  Mistakes(SourceText source) {
    this(source, new ArrayList<>());
  }

  /**
   * Makes a collector for one of several texts.
   *
   * @param source the text
   * @param found takes the mistakes of all of them
   */
  Mistakes(SourceText source, List<Diagnostic> found) {
    this.source = source;
    this.found = found;
  }

  SourceSpan span(Token token) {
    return source.span(token.getStartIndex(), token.getStopIndex() + 1);
  }

  SourceSpan span(Token first, Token last) {
    return source.span(first.getStartIndex(), last.getStopIndex() + 1);
  }

  SourceSpan span(ParserRuleContext part) {
    return source.span(part.getStart().getStartIndex(), part.getStop().getStopIndex() + 1);
  }

  /** {@return a part of the text as the user wrote it} */
  String text(ParserRuleContext part) {
    return text(span(part));
  }

  /** {@return a part of the text as the user wrote it} */
  String text(Token token) {
    return text(span(token));
  }

  /** {@return a part of the text as the user wrote it} */
  String text(SourceSpan span) {
    return source.text().substring(span.start(), span.end());
  }

  /** {@return the text} */
  SourceText source() {
    return source;
  }

  void add(DiagnosticCode code, ParserRuleContext at, String message, String mend) {
    add(code, span(at), message, mend);
  }

  void add(DiagnosticCode code, Token at, String message, String mend) {
    add(code, span(at), message, mend);
  }

  void add(DiagnosticCode code, SourceSpan at, String message, String mend) {
    if (found.size() < MOST) {
      found.add(Diagnostic.at(code, at, message, mend));
    } else {
      tooMany = true;
    }
  }

  /** Adds what another reader found in the same text. */
  void addAll(DiagnosticException other) {
    for (Diagnostic d : other.diagnostics()) {
      add(d.code(), Objects.requireNonNull(d.span()), d.message(), d.mend());
    }
  }

  boolean isFull() {
    return found.size() >= MOST;
  }

  /** Throws what was found, in the text's order, if anything was. */
  void stop() {
    if (found.isEmpty()) {
      return;
    }
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(d -> Objects.requireNonNull(d.span()).start()));
    if (tooMany) {
      sorted.add(
          Diagnostic.of(
              DiagnosticCode.SPEC_SYNTAX,
              source.name() + " has more than " + MOST + " mistakes; the others are not shown",
              "mend these first"));
    }
    throw new DiagnosticException(sorted);
  }

  /** {@return a text in quotes for a message, cut when it is long} */
  static String quote(String text) {
    return text.length() <= LONGEST_QUOTE
        ? "'" + text + "'"
        : "'" + text.substring(0, LONGEST_QUOTE) + "...'";
  }
}
