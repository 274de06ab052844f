package io.formgate.constraints;

import io.formgate.constraints.ValueReader.Value;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.constraints.grammar.SpecParser.UnitContext;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.SourceSpan;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Reads one statement word by word, and remembers at each place what could have stood there, for
 * the message when nothing of it does.
 */
final class StatementCursor {
  private static final Set<Integer> NAME_PARTS =
      Set.of(SpecLexer.NAME, SpecLexer.DASHED, SpecLexer.NUMBER, SpecLexer.STRING, SpecLexer.OTHER);

  private static final Set<Integer> SIGNS =
      Set.of(
          SpecLexer.PLUS,
          SpecLexer.MINUS,
          SpecLexer.TIMES,
          SpecLexer.OVER,
          SpecLexer.POWER,
          SpecLexer.PERCENT,
          SpecLexer.LESS,
          SpecLexer.LESS_EQUAL,
          SpecLexer.GREATER,
          SpecLexer.GREATER_EQUAL,
          SpecLexer.EQUAL,
          SpecLexer.NOT_EQUAL);

  /**
   * A name, an operator or another word with its place.
   *
   * @param text as written
   * @param span where
   */
  record Word(String text, SourceSpan span) {}

  private final Mistakes mistakes;
  private final String pattern;
  private final String whole;
  private final List<Token> tokens;
  private int at;

  private final Set<String> things = new LinkedHashSet<>();
  private final Set<String> words = new LinkedHashSet<>();
  private final Set<String> signs = new LinkedHashSet<>();
  private boolean mayEnd;
  private Optional<String> hint = Optional.empty();

  /**
   * Makes a cursor behind the keyword of a statement.
   *
   * @param statement its tokens, the keyword first
   * @param pattern how the statement is written, for messages
   * @param mistakes takes the mistake
   */
  StatementCursor(List<Token> statement, String pattern, Mistakes mistakes) {
    this(statement, pattern, "statement", mistakes);
  }

  private StatementCursor(List<Token> statement, String pattern, String whole, Mistakes mistakes) {
    this.mistakes = mistakes;
    this.pattern = pattern;
    this.whole = whole;
    tokens = new ArrayList<>(statement);
    CommonToken end = new CommonToken(Token.EOF, "");
    end.setStartIndex(statement.getLast().getStopIndex() + 1);
    end.setStopIndex(statement.getLast().getStopIndex());
    tokens.add(end);
    at = 1;
  }

  /**
   * {@return a cursor at the beginning of a text of its own, such as an argument of a command}
   *
   * @param tokens its tokens, possibly none
   * @param start where it begins in its source
   * @param pattern how it is written, for messages
   * @param mistakes takes the mistake
   */
  static StatementCursor alone(List<Token> tokens, int start, String pattern, Mistakes mistakes) {
    CommonToken begin = new CommonToken(Token.INVALID_TYPE, "");
    begin.setStartIndex(start);
    begin.setStopIndex(start - 1);
    List<Token> all = new ArrayList<>(List.of(begin));
    all.addAll(tokens);
    return new StatementCursor(all, pattern, "text", mistakes);
  }

  /**
   * {@return what a message says of a token that cannot stand where it does}
   *
   * @param token the token
   * @param whole what ends where it does when it is the end
   */
  static String unexpected(Token token, String whole) {
    return token.getType() == Token.EOF
        ? "the " + whole + " ends too early"
        : Mistakes.quote(token.getText()) + " is not expected here";
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /** {@return whether a kind of token stands here, or some places ahead} */
  boolean is(int ahead, int type) {
    return peek(ahead).getType() == type;
  }

  /** {@return whether one of some words stands some places ahead} */
  boolean isWord(int ahead, Collection<String> anyOf) {
    int type = peek(ahead).getType();
    return (type == SpecLexer.NAME
            || type == SpecLexer.DASHED
            || type == SpecLexer.AS
            || type == SpecLexer.IN)
        && anyOf.contains(peek(ahead).getText());
  }

  boolean isWord(int ahead, String word) {
    return isWord(ahead, List.of(word));
  }

  /** {@return whether the statement is at its end} */
  boolean isAtEnd() {
    mayEnd = true;
    return is(0, Token.EOF);
  }

  Token next() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    things.clear();
    words.clear();
    signs.clear();
    mayEnd = false;
    return token;
  }

  /** Notes what else could stand here. */
  void expecting(String thing) {
    things.add(thing);
  }

  /** Notes words that could stand here. */
  void expecting(Collection<String> candidates) {
    words.addAll(candidates);
  }

  boolean accept(String word) {
    if (isWord(0, word)) {
      next();
      return true;
    }
    words.add(word);
    return false;
  }

  void expect(String word) {
    if (!accept(word)) {
      throw broken();
    }
  }

  boolean accept(int sign) {
    if (is(0, sign)) {
      next();
      return true;
    }
    signs.add(display(sign));
    return false;
  }

  void expect(int sign) {
    if (!accept(sign)) {
      throw broken();
    }
  }

  private static String display(int type) {
    return type == SpecLexer.POWER ? "'^'" : SpecLexer.VOCABULARY.getDisplayName(type);
  }

  /** Checks that nothing is left. */
  void end() {
    if (!isAtEnd()) {
      throw broken();
    }
  }

  /** {@return the end of the statement's reading, after noting that what stands here cannot} */
  BrokenStatement broken() {
    Token token = peek();
    if (token.getType() == SpecLexer.UNCLOSED_STRING) {
      mistakes.add(
          DiagnosticCode.SPEC_SYNTAX, token, "the text has no closing quote", "close it with \"");
      return new BrokenStatement();
    }
    List<String> expected = new ArrayList<>(things);
    words.forEach(word -> expected.add("'" + word + "'"));
    expected.addAll(signs);
    if (mayEnd) {
      expected.add("the end of the " + whole);
    }
    int last = expected.size() - 1;
    String list =
        last < 1
            ? String.join("", expected)
            : String.join(", ", expected.subList(0, last)) + " or " + expected.get(last);
    mistakes.add(
        DiagnosticCode.SPEC_SYNTAX,
        token,
        unexpected(token, whole) + "; expected " + list,
        hint.or(() ->
                Suggestions.nearestKeyword(token.getText(), words)
                    .map(word -> "did you mean '" + word + "'?"))
            .orElse("the form is: " + pattern));
    return new BrokenStatement();
  }

  /**
   * Notes what is meant by what stands here, for the message when it cannot be read.
   *
   * @param mend the mend, in place of the last one
   */
  void hint(Optional<String> mend) {
    hint = mend;
  }

  /** {@return whether it is known what is meant here} */
  boolean hasHint() {
    return hint.isPresent();
  }

  /** {@return the words and signs up to a comma outside of brackets, with a blank between each} */
  String phrase() {
    List<String> phrase = new ArrayList<>();
    int depth = 0;
    for (int i = at; i < tokens.size() - 1; i++) {
      int type = tokens.get(i).getType();
      depth += type == SpecLexer.OPEN || type == SpecLexer.OPEN_BRACKET ? 1 : 0;
      depth -= type == SpecLexer.CLOSE || type == SpecLexer.CLOSE_BRACKET ? 1 : 0;
      if (type == SpecLexer.COMMA && depth <= 0) {
        break;
      }
      phrase.add(tokens.get(i).getText());
    }
    return String.join(" ", phrase);
  }

  /** {@return a place in the statement, for {@link #textSince} and {@link #spanSince}} */
  int mark() {
    return at;
  }

  /** {@return the place from a mark to here; at least one token lies between} */
  SourceSpan spanSince(int mark) {
    return mistakes.span(tokens.get(mark), tokens.get(at - 1));
  }

  /** {@return what was read since a mark, on one line and without comments} */
  String textSince(int mark) {
    return text(mark, at);
  }

  private String text(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      boolean apart =
          i > from && tokens.get(i).getStartIndex() > tokens.get(i - 1).getStopIndex() + 1;
      out.append(apart ? " " : "").append(mistakes.text(tokens.get(i)));
    }
    return out.toString();
  }

  /**
   * {@return a name} Wider than what is legal, so that a bad name is called a bad name: all that
   * stands together without a blank.
   *
   * @param what what is named, for the message
   */
  Word name(String what) {
    if (!NAME_PARTS.contains(peek().getType())) {
      expecting(what);
      throw broken();
    }
    int mark = mark();
    next();
    while (NAME_PARTS.contains(peek().getType())
        && peek().getStartIndex() == tokens.get(at - 1).getStopIndex() + 1) {
      next();
    }
    SourceSpan span = spanSince(mark);
    return new Word(mistakes.text(span), span);
  }

  /**
   * {@return whether the name of a built-in or custom operator, or what may be meant so, is next}
   */
  boolean isOperator(int ahead) {
    int type = peek(ahead).getType();
    return type == SpecLexer.NAME || type == SpecLexer.DASHED || SIGNS.contains(type);
  }

  /** {@return an operator's name or sign, whether there is such an operator or not} */
  Word operator() {
    if (!isOperator(0)) {
      expecting("an operator");
      throw broken();
    }
    Token token = next();
    return new Word(token.getText(), mistakes.span(token));
  }

  /** {@return whether a number is next} */
  boolean isValue(int ahead) {
    boolean signed = is(ahead, SpecLexer.PLUS) || is(ahead, SpecLexer.MINUS);
    return is(ahead + (signed ? 1 : 0), SpecLexer.NUMBER);
  }

  /** {@return a number or a fraction of two} */
  Value value() {
    if (!isValue(0)) {
      if (is(0, SpecLexer.PLUS) || is(0, SpecLexer.MINUS)) {
        next();
      }
      expecting("a number");
      throw broken();
    }
    int mark = mark();
    boolean negative = is(0, SpecLexer.MINUS);
    if (!is(0, SpecLexer.NUMBER)) {
      next();
    }
    String numerator = number();
    String denominator = "1";
    if (is(0, SpecLexer.OVER) && is(1, SpecLexer.NUMBER)) {
      next();
      denominator = number();
    }
    return new Value(spanSince(mark), textSince(mark), negative, numerator, denominator);
  }

  /** A point that ends a number, as in {@code 3.}, is a token of its own. */
  private String number() {
    Token number = next();
    if (is(0, SpecLexer.DOT)
        && peek().getStartIndex() == number.getStopIndex() + 1
        && !number.getText().matches(".*[.eE].*")) {
      next();
    }
    return number.getText();
  }

  /** {@return a unit} */
  UnitContext unit() {
    if (Stream.of(SpecLexer.NAME, SpecLexer.NUMBER, SpecLexer.OPEN, SpecLexer.OPEN_BRACKET)
        .noneMatch(type -> is(0, type))) {
      expecting("a unit");
      throw broken();
    }
    return unit(List.of());
  }

  /**
   * {@return the rest of a unit that begins with a number, which counts as the unit's 1}
   *
   * @param number the number, which was read
   */
  UnitContext unitAfter(Value number) {
    CommonToken one = new CommonToken(SpecLexer.NUMBER, "1");
    one.setStartIndex(number.span().start());
    one.setStopIndex(number.span().end() - 1);
    return unit(List.of(one));
  }

  private UnitContext unit(List<Token> before) {
    List<Token> rest = new ArrayList<>(before);
    rest.addAll(tokens.subList(at, tokens.size() - 1));
    SyntaxListener listener = new SyntaxListener(mistakes, pattern, whole);
    var parser = StatementReader.parser(rest, listener);
    UnitContext unit = parser.unit();
    if (listener.hasReported()) {
      throw new BrokenStatement();
    }
    for (int read = parser.getTokenStream().index() - before.size(); read > 0; read--) {
      next();
    }
    return unit;
  }

  /**
   * {@return where a formula stands: all up to the statement's end or a word outside parentheses}
   *
   * @param isEnd whether the formula ends before a token
   */
  SourceSpan formula(Predicate<Token> isEnd) {
    int mark = mark();
    int depth = 0;
    while (!is(0, Token.EOF) && !(depth <= 0 && isEnd.test(peek()))) {
      depth += is(0, SpecLexer.OPEN) ? 1 : is(0, SpecLexer.CLOSE) ? -1 : 0;
      next();
    }
    if (mark() == mark) {
      expecting("a formula");
      throw broken();
    }
    return spanSince(mark);
  }

  /** {@return the tokens since a mark} */
  List<Token> tokensSince(int mark) {
    return List.copyOf(tokens.subList(mark, at));
  }
}
