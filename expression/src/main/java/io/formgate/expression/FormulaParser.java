package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads formulas; every mistake becomes a {@link Diagnostic} that points at its place. */
public final class FormulaParser {
  /** Characters of the longest text that is read. */
  public static final int MAX_CHARACTERS = 1_000_000;

  /** Deepest nesting of parentheses and calls. */
  public static final int MAX_NESTING = 200;

  /** Most operators in one formula; bounds the depth of the tree that a chain of them makes. */
  public static final int MAX_OPERATORS = 2_000;

  /** Most nodes of one formula's tree, in which a cube stands twice for its base. */
  public static final int MAX_NODES = 10_000;

  private FormulaParser() {}

  /**
   * {@return the formula}
   *
   * @param source one formula
   * @throws DiagnosticException with every mistake found
   */
  public static Expr parse(SourceText source) {
    return parse(source, 0, source.text().length(), Vocabulary.NONE);
  }

  /**
   * {@return the formula that stands in a part of a text}; calls of definitions and holes are left
   * in it
   *
   * @param source the text
   * @param start first character of the formula
   * @param end one past its last character
   * @param vocabulary what it may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  public static Expr parse(SourceText source, int start, int end, Vocabulary vocabulary) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    var parser = parser(source, start, end, diagnostics);
    var tree = parser.formula();
    stopOn(diagnostics);
    Expr e = new ExprBuilder(source, start, vocabulary, diagnostics).build(tree.expression());
    stopOn(diagnostics);
    return e;
  }

  /**
   * {@return the formulas of a text of lines {@code name = formula}, by name, in their order}
   *
   * @param source the text
   * @throws DiagnosticException with every mistake found
   */
  public static Map<String, Expr> parseDefinitions(SourceText source) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    var parser = parser(source, 0, source.text().length(), diagnostics);
    var tree = parser.formulas();
    stopOn(diagnostics);
    Map<String, Expr> definitions = new LinkedHashMap<>();
    ExprBuilder builder = new ExprBuilder(source, 0, Vocabulary.NONE, diagnostics);
    for (var definition : tree.definition()) {
      String name = definition.NAME().getText();
      if (definitions.put(name, builder.build(definition.expression())) != null) {
        Token at = definition.NAME().getSymbol();
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SPEC_NAME,
                source.span(at.getStartIndex(), at.getStopIndex() + 1),
                "'" + name + "' is defined twice",
                "give each formula a name of its own"));
      }
    }
    stopOn(diagnostics);
    return definitions;
  }

  private static void stopOn(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private static io.formgate.expression.grammar.FormulaParser parser(
      SourceText source, int start, int end, List<Diagnostic> diagnostics) {
    if (end - start > MAX_CHARACTERS) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.FORMULA_SIZE,
              source.span(start + MAX_CHARACTERS, start + MAX_CHARACTERS + 1),
              "the text has more than " + MAX_CHARACTERS + " characters",
              "split it into several formulas"));
    }
    var listener = new CollectingListener(source, start, end, diagnostics);
    // Offsets are in UTF-16 units, as SourceText counts; ANTLR counts code points, so outside the
    // basic plane every character is replaced by one that no rule matches.
    String text =
        source.text().substring(start, end).replaceAll("[\\x{10000}-\\x{10FFFF}]", "\uFFFD\uFFFD");
    FormulaLexer lexer = new FormulaLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(listener);
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    checkSize(source, start, tokens.getTokens());
    var parser = new io.formgate.expression.grammar.FormulaParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(listener);
    return parser;
  }

  private static void checkSize(SourceText source, int start, List<Token> tokens) {
    int depth = 0;
    int operators = 0;
    for (Token token : tokens) {
      switch (token.getType()) {
        case FormulaLexer.OPEN -> depth++;
        case FormulaLexer.CLOSE -> depth = Math.max(0, depth - 1);
        case FormulaLexer.ASSIGN -> operators = 0;
        case FormulaLexer.PLUS,
            FormulaLexer.MINUS,
            FormulaLexer.TIMES,
            FormulaLexer.OVER,
            FormulaLexer.POWER,
            FormulaLexer.AND,
            FormulaLexer.OR,
            FormulaLexer.NOT,
            FormulaLexer.LESS,
            FormulaLexer.LESS_EQUAL,
            FormulaLexer.GREATER,
            FormulaLexer.GREATER_EQUAL,
            FormulaLexer.EQUAL,
            FormulaLexer.NOT_EQUAL ->
            operators++;
        default -> {}
      }
      if (depth > MAX_NESTING || operators > MAX_OPERATORS) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.FORMULA_SIZE,
                source.span(start + token.getStartIndex(), start + token.getStopIndex() + 1),
                depth > MAX_NESTING
                    ? "parentheses are nested deeper than " + MAX_NESTING
                    : "a formula has more than " + MAX_OPERATORS + " operators",
                "split it into several formulas"));
      }
    }
  }

  /** Turns ANTLR's reports into diagnostics; only the first of a text is sure to be meant. */
  private static final class CollectingListener extends BaseErrorListener {
    private final SourceText source;
    private final int offset;
    private final int textEnd;
    private final List<Diagnostic> diagnostics;

    CollectingListener(SourceText source, int offset, int textEnd, List<Diagnostic> diagnostics) {
      this.source = source;
      this.offset = offset;
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
      int start = textEnd;
      int end = textEnd;
      String what = "the formula ends too early";
      if (offending instanceof Token token && token.getType() != Token.EOF) {
        start = offset + token.getStartIndex();
        end = offset + token.getStopIndex() + 1;
        what = "'" + token.getText() + "' is not expected here";
      }
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_SYNTAX,
              source.span(start, end),
              what,
              "a formula is built from numbers, names, + - * / ^, calls and parentheses"));
    }
  }
}
