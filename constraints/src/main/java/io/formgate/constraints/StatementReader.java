package io.formgate.constraints;

import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;

/**
 * Cuts a spec into statements.
 *
 * <p>A statement ends with its line, except inside parentheses, brackets or braces and after a
 * comma; a line that begins as a statement does begins one even then, so that a forgotten bracket
 * spoils no more than its own statement.
 */
final class StatementReader {
  /** Deepest nesting of parentheses, brackets and braces. */
  static final int MAX_NESTING = FormulaParser.MAX_NESTING;

  /**
   * A statement.
   *
   * @param tokens at least one, none of them a line end
   * @param isReadable whether it is not nested too deep
   */
  record Cut(List<Token> tokens, boolean isReadable) {}

  private final List<Cut> statements = new ArrayList<>();
  private final Mistakes mistakes;
  private List<Token> current = new ArrayList<>();
  private boolean tooDeep;
  private int depth;

  private StatementReader(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /**
   * {@return the statements}
   *
   * @param source the text
   * @param mistakes takes what is nested too deep
   */
  static List<Cut> read(SourceText source, Mistakes mistakes) {
    StatementReader reader = new StatementReader(mistakes);
    List<Token> tokens = tokens(source);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.getType() == SpecLexer.NEWLINE) {
        if (!reader.isOpen() || reader.begins(tokens, i + 1)) {
          reader.end();
        }
      } else if (token.getType() == Token.EOF) {
        reader.end();
      } else {
        reader.take(token);
      }
    }
    return reader.statements;
  }

  private static List<Token> tokens(SourceText source) {
    // Offsets are in UTF-16 units, as SourceText counts; ANTLR counts code points, so outside the
    // basic plane every character is replaced by one that no rule matches.
    String text = source.text().replaceAll("[\\x{10000}-\\x{10FFFF}]", "\uFFFD\uFFFD");
    SpecLexer lexer = new SpecLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    CommonTokenStream stream = new CommonTokenStream(lexer);
    stream.fill();
    return stream.getTokens();
  }

  private boolean isOpen() {
    return depth > 0 || (!current.isEmpty() && current.getLast().getType() == SpecLexer.COMMA);
  }

  /** {@return whether a line begins a statement although the one before it is not at its end} */
  private boolean begins(List<Token> tokens, int at) {
    Optional<Statement> kind = Statement.byKeyword(tokens.get(at).getText());
    if (kind.isEmpty() || current.isEmpty()) {
      return false;
    }
    // Constraints of constants begin with the word of a statement.
    boolean isConstraint =
        kind.get() == Statement.CONSTANTS
            && depth == 0
            && current.getFirst().getText().equals(Statement.CONSTRAIN.keyword());
    return !isConstraint && kind.get().mayGoOnWith(tokens.get(at + 1));
  }

  private void take(Token token) {
    current.add(token);
    switch (token.getType()) {
      case SpecLexer.OPEN, SpecLexer.OPEN_BRACKET, SpecLexer.OPEN_BRACE -> depth++;
      case SpecLexer.CLOSE, SpecLexer.CLOSE_BRACKET, SpecLexer.CLOSE_BRACE ->
          depth = Math.max(0, depth - 1);
      default -> {}
    }
    if (depth > MAX_NESTING && !tooDeep) {
      tooDeep = true;
      mistakes.add(
          DiagnosticCode.SPEC_SYNTAX,
          token,
          "parentheses are nested deeper than " + MAX_NESTING,
          "write the statement with fewer parentheses");
    }
  }

  private void end() {
    if (!current.isEmpty()) {
      statements.add(new Cut(current, !tooDeep));
    }
    current = new ArrayList<>();
    tooDeep = false;
    depth = 0;
  }

  /**
   * {@return a parser of the unit with which some words begin}
   *
   * @param statement tokens, at least one
   * @param listener takes what the grammar does not allow
   */
  static io.formgate.constraints.grammar.SpecParser parser(
      List<Token> statement, SyntaxListener listener) {
    List<Token> tokens = new ArrayList<>(statement);
    CommonToken end = new CommonToken(Token.EOF, "");
    end.setStartIndex(statement.getLast().getStopIndex() + 1);
    end.setStopIndex(statement.getLast().getStopIndex());
    tokens.add(end);
    var parser =
        new io.formgate.constraints.grammar.SpecParser(
            new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    parser.addErrorListener(listener);
    return parser;
  }
}
