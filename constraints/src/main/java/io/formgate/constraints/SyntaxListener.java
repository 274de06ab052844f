package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says in plain words what a statement should have had; the first mistake of it only. */
final class SyntaxListener extends BaseErrorListener {
  private static final List<Integer> UNIT_OPERATORS =
      List.of(SpecLexer.TIMES, SpecLexer.OVER, SpecLexer.DOT, SpecLexer.POWER);

  private final Mistakes mistakes;
  private final String pattern;
  private boolean hasReported;

  /**
   * Makes a listener for one statement.
   *
   * @param mistakes takes the mistake
   * @param pattern how the statement is written
   */
  SyntaxListener(Mistakes mistakes, String pattern) {
    this.mistakes = mistakes;
    this.pattern = pattern;
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
    if (hasReported || !(offending instanceof Token token)) {
      return;
    }
    hasReported = true;
    if (token.getType() == SpecLexer.UNCLOSED_STRING) {
      mistakes.add(
          DiagnosticCode.SPEC_SYNTAX, token, "the text has no closing quote", "close it with \"");
      return;
    }
    Parser parser = (Parser) recognizer;
    IntervalSet expected = parser.getExpectedTokens();
    List<String> keywords =
        expected.contains(SpecLexer.NAME)
            ? List.of()
            : expected.toList().stream()
                .filter(SyntaxListener::isKeyword)
                .map(SyntaxListener::keyword)
                .toList();
    String what =
        token.getType() == Token.EOF
            ? "the statement ends too early"
            : Mistakes.quote(token.getText()) + " is not expected here";
    mistakes.add(
        DiagnosticCode.SPEC_SYNTAX,
        token,
        what + "; expected " + describe(expected),
        Suggestions.mend(token.getText(), keywords, "the form is: " + pattern));
  }

  private String describe(IntervalSet expected) {
    List<Integer> types = new ArrayList<>(expected.toList());
    List<String> words = new ArrayList<>();
    if (types.contains(SpecLexer.NAME)) {
      if (types.contains(SpecLexer.STRING)) {
        words.add("a name");
        types.removeAll(List.of(SpecLexer.STRING, SpecLexer.NUMBER));
      } else if (types.contains(SpecLexer.OPEN)) {
        words.add("a unit");
        types.removeAll(List.of(SpecLexer.OPEN, SpecLexer.OPEN_BRACKET, SpecLexer.NUMBER));
      } else if (types.contains(SpecLexer.PLUS)) {
        words.add("an operator");
        types.removeAll(UNIT_OPERATORS);
        types.removeAll(List.of(SpecLexer.PLUS, SpecLexer.MINUS, SpecLexer.PERCENT));
      } else if (types.contains(SpecLexer.DASHED)) {
        words.add("a device");
      } else if (pattern.equals(Statement.HARDWARE.pattern())) {
        words.add("'ps', 'ns', 'us', 'MHz' or 'GHz'");
      } else {
        words.add("a format");
      }
      types.removeIf(t -> isKeyword(t) && t != SpecLexer.AS && t != SpecLexer.IN);
      types.removeAll(List.of(SpecLexer.NAME, SpecLexer.DASHED));
    }
    if (types.contains(SpecLexer.NUMBER)) {
      types.removeAll(List.of(SpecLexer.PLUS, SpecLexer.MINUS));
    }
    if (!UNIT_OPERATORS.containsAll(types)) {
      types.removeAll(UNIT_OPERATORS);
    }
    boolean mayEnd = types.removeIf(type -> type == Token.EOF);
    types.stream().map(SyntaxListener::display).forEach(words::add);
    if (mayEnd) {
      words.add("the end of the statement");
    }
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static boolean isKeyword(int type) {
    return type >= SpecLexer.DATA && type <= SpecLexer.MAXSIZE;
  }

  private static String keyword(int type) {
    // The vocabulary has no text for a keyword with two forms.
    String quoted = SpecLexer.VOCABULARY.getLiteralName(type);
    return quoted == null ? "cycles" : quoted.substring(1, quoted.length() - 1);
  }

  private static String display(int type) {
    return switch (type) {
      case SpecLexer.NUMBER -> "a number";
      case SpecLexer.STRING -> "a file name in double quotes";
      case SpecLexer.POWER -> "'^'";
      default ->
          isKeyword(type) ? "'" + keyword(type) + "'" : SpecLexer.VOCABULARY.getDisplayName(type);
    };
  }
}
