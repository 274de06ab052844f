package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Turns ANTLR's reports into diagnostics; only the first of a text is sure to be meant. */
final class FormulaMistakes extends BaseErrorListener {
  private final SourceText source;
  private final int textEnd;
  private final List<Diagnostic> diagnostics;

  FormulaMistakes(SourceText source, int textEnd, List<Diagnostic> diagnostics) {
    this.source = source;
    this.textEnd = textEnd;
    this.diagnostics = diagnostics;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object offending,
      int line,
      int column,
      String message,
      @Nullable RecognitionException e) {
    if (!(offending instanceof Token token) || token.getType() == Token.EOF) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_SYNTAX,
              source.span(textEnd, textEnd),
              "the formula ends too early",
              "complete it: every '(' needs its ')', every operator what it works on"));
      return;
    }
    int start = token.getStartIndex();
    int end = token.getStopIndex() + 1;
    // A character of two units is two tokens.
    if (end < textEnd
        && Character.isSurrogatePair(source.text().charAt(end - 1), source.text().charAt(end))) {
      end++;
    }
    diagnostics.add(
        Diagnostic.at(
            DiagnosticCode.FORMULA_SYNTAX,
            source.span(start, end),
            "'" + source.text().substring(start, end) + "' is not expected here",
            mend(token)));
  }

  private static String mend(Token token) {
    return switch (token.getType()) {
      case FormulaLexer.LESS,
          FormulaLexer.LESS_EQUAL,
          FormulaLexer.GREATER,
          FormulaLexer.GREATER_EQUAL,
          FormulaLexer.EQUAL,
          FormulaLexer.NOT_EQUAL ->
          "comparisons are not chained: write a < b and b < c";
      case FormulaLexer.ASSIGN -> "write == to compare two values";
      case FormulaLexer.NOT -> "put it in parentheses: (not a)";
      case FormulaLexer.NUMBER, FormulaLexer.NAME, FormulaLexer.HOLE, FormulaLexer.OPEN ->
          "an operator is missing before it, such as *";
      default -> "a formula is built from numbers, names, + - * / ^, calls and parentheses";
    };
  }
}
