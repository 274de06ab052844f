package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.WritableToken;
import org.antlr.v4.runtime.misc.Interval;
import org.jspecify.annotations.Nullable;

/**
 * All tokens of a formula, read before the parser begins: the sizes are checked first, and a look
 * at a token is an access to an array.
 */
final class FormulaTokens implements TokenStream {
  private final FormulaLexer lexer;
  private final List<Token> tokens = new ArrayList<>(64);
  private int index;

  FormulaTokens(FormulaLexer lexer) {
    this.lexer = lexer;
    Token token;
    do {
      token = lexer.nextToken();
      if (token instanceof WritableToken numbered) {
        numbered.setTokenIndex(tokens.size());
      }
      tokens.add(token);
    } while (token.getType() != Token.EOF);
  }

  /** {@return the tokens, the last of which is the end} */
  List<Token> all() {
    return tokens;
  }

  @Override
  public @Nullable Token LT(int k) {
    int at = k > 0 ? index + k - 1 : index + k;
    return at < 0 ? null : tokens.get(Math.min(at, tokens.size() - 1));
  }

  @Override
  public int LA(int i) {
    Token token = LT(i);
    return token == null ? Token.INVALID_TYPE : token.getType();
  }

  @Override
  public void consume() {
    if (LA(1) == Token.EOF) {
      throw new IllegalStateException("nothing is left to consume");
    }
    index++;
  }

  @Override
  public Token get(int at) {
    return tokens.get(at);
  }

  @Override
  public TokenSource getTokenSource() {
    return lexer;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {
    // Every token can be reached again.
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public void seek(int at) {
    index = at;
  }

  @Override
  public int size() {
    return tokens.size();
  }

  @Override
  public String getSourceName() {
    return lexer.getSourceName();
  }

  @Override
  public String getText(Interval interval) {
    StringBuilder text = new StringBuilder();
    for (int i = interval.a; i <= Math.min(interval.b, tokens.size() - 2); i++) {
      text.append(tokens.get(i).getText());
    }
    return text.toString();
  }

  @Override
  public String getText() {
    return getText(Interval.of(0, tokens.size() - 1));
  }

  @Override
  public String getText(RuleContext context) {
    return getText(context.getSourceInterval());
  }

  @Override
  public String getText(Token start, Token stop) {
    return getText(Interval.of(start.getTokenIndex(), stop.getTokenIndex()));
  }
}
