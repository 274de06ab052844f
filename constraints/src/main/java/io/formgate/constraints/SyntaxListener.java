package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Says in plain words what a unit should have had; its first mistake only. */
final class SyntaxListener extends BaseErrorListener {
  private final Mistakes mistakes;
  private final String pattern;
  private final String whole;
  private boolean hasReported;

  /**
   * Makes a listener for one unit.
   *
   * @param mistakes takes the mistake
   * @param pattern how that which holds the unit is written
   * @param whole what holds the unit
   */
  SyntaxListener(Mistakes mistakes, String pattern, String whole) {
    this.mistakes = mistakes;
    this.pattern = pattern;
    this.whole = whole;
  }

  boolean hasReported() {
    return hasReported;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object offending,
      int line,
      int column,
      String message,
      @Nullable RecognitionException e) {
    if (!hasReported && offending instanceof Token token) {
      hasReported = true;
      report(token, ((Parser) recognizer).getExpectedTokens().toList());
    }
  }

  private void report(Token token, List<Integer> expected) {
    List<String> words = new ArrayList<>();
    if (expected.contains(SpecLexer.NAME)) {
      words.add(expected.contains(SpecLexer.OPEN) ? "a unit" : "a code");
    } else if (expected.contains(SpecLexer.NUMBER)) {
      words.add("a whole number");
    }
    if (expected.contains(SpecLexer.CLOSE)) {
      words.add("')'");
    }
    if (expected.contains(SpecLexer.CLOSE_BRACKET)) {
      words.add("']'");
    }
    if (expected.contains(Token.EOF) || words.isEmpty()) {
      words.add("the end of the unit");
    }
    mistakes.add(
        DiagnosticCode.SPEC_SYNTAX,
        token,
        StatementCursor.unexpected(token, whole) + "; expected " + String.join(" or ", words),
        "the form is: " + pattern);
  }
}
