package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Reads formulas; every mistake becomes a {@link Diagnostic} that points at its place. */
public final class FormulaParser {
  /** Characters of the longest text that is read. */
  public static final int MAX_CHARACTERS = 1_000_000;

  /** Deepest nesting of parentheses and calls. */
  public static final int MAX_NESTING = 200;

  /** Most operators and commas in one formula; bounds the depth of the tree that they make. */
  public static final int MAX_OPERATORS = 2_000;

  /** Most nodes of one formula's tree, in which a call stands for what it is replaced by. */
  public static final int MAX_NODES = 10_000;

  /** Deepest tree; every recursion over a tree of this depth fits on a thread's default stack. */
  public static final int MAX_DEPTH = 3_000;

  /** Most mistakes that are reported together. */
  public static final int MAX_MISTAKES = 100;

  private static final String SPLIT_MEND = "split it into several formulas";

  private FormulaParser() {}

  /**
   * A formula and where it names things.
   *
   * @param expression calls of definitions and holes are left in it
   * @param variables the first place of every variable, in the order of the text
   * @param calls the first place of every hole and every call of a definition, by the name of its
   *     {@link Expr.Call}
   */
  public record Parsed(
      Expr expression, Map<String, SourceSpan> variables, Map<String, SourceSpan> calls) {}

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
    return parsed(source, start, end, vocabulary).expression();
  }

  /**
   * {@return the formula that stands in a part of a text, and where it names variables and calls}
   *
   * @param source the text
   * @param start first character of the formula
   * @param end one past its last character
   * @param vocabulary what it may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  public static Parsed parsed(SourceText source, int start, int end, Vocabulary vocabulary) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Set<String> holes = new HashSet<>();
    var tree =
        tree(
            source,
            start,
            end,
            holes,
            diagnostics,
            io.formgate.expression.grammar.FormulaParser::formula);
    Calls calls = new Calls(source, vocabulary, holes, diagnostics);
    Expr e = new ExprBuilder(calls, diagnostics).build(tree.expression());
    stopOn(diagnostics);
    return new Parsed(e, calls.variableUses(), calls.callUses());
  }

  /**
   * {@return the first place of every part of a formula that stands in a part of a text}
   *
   * @param source the text
   * @param start first character of the formula
   * @param end one past its last character
   * @param vocabulary what it may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  public static Map<Expr, SourceSpan> places(
      SourceText source, int start, int end, Vocabulary vocabulary) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Set<String> holes = new HashSet<>();
    var tree =
        tree(
            source,
            start,
            end,
            holes,
            diagnostics,
            io.formgate.expression.grammar.FormulaParser::formula);
    Map<Expr, SourceSpan> places = new LinkedHashMap<>();
    Calls calls = new Calls(source, vocabulary, holes, diagnostics);
    new ExprBuilder(calls, diagnostics, places).build(tree.expression());
    stopOn(diagnostics);
    return places;
  }

  /**
   * {@return the formulas of a text of lines {@code name = formula}}
   *
   * @param source the text
   * @param vocabulary what the formulas may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  static FormulaFile parseDefinitions(SourceText source, Vocabulary vocabulary) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    var tree =
        tree(
            source,
            0,
            source.text().length(),
            new HashSet<>(),
            diagnostics,
            io.formgate.expression.grammar.FormulaParser::formulas);
    Map<String, Expr> definitions = new LinkedHashMap<>();
    List<SourceSpan> places = new ArrayList<>();
    Calls calls = new Calls(source, vocabulary, Set.of(), diagnostics);
    ExprBuilder builder = new ExprBuilder(calls, diagnostics);
    for (var definition : tree.definition()) {
      String name = definition.NAME().getText();
      places.add(
          source.span(
              definition.getStart().getStartIndex(), definition.getStop().getStopIndex() + 1));
      if (definitions.put(name, builder.build(definition.expression())) != null) {
        diagnostics.add(
            Diagnostic.at(
                DiagnosticCode.SPEC_NAME,
                calls.span(definition.NAME().getSymbol()),
                "'" + name + "' is defined twice",
                "give each formula a name of its own"));
      }
    }
    stopOn(diagnostics);
    return new FormulaFile(
        List.copyOf(definitions.keySet()),
        List.copyOf(definitions.values()),
        places,
        calls.variableUses());
  }

  /**
   * {@return the formulas of a text with one formula a line}; empty lines and comments are passed
   * over
   *
   * @param source the text
   * @param vocabulary what the formulas may name besides operators
   * @throws DiagnosticException with every mistake found on any line
   */
  static FormulaFile parseLines(SourceText source, Vocabulary vocabulary) {
    List<Expr> formulas = new ArrayList<>();
    List<SourceSpan> places = new ArrayList<>();
    Map<String, SourceSpan> variables = new LinkedHashMap<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    String text = source.text();
    for (int start = 0; start < text.length() && diagnostics.size() <= MAX_MISTAKES; ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      try {
        List<Token> first = firstTokens(source, start, end, 1);
        if (!first.isEmpty()) {
          Parsed parsed = parsed(source, start, end, vocabulary);
          formulas.add(parsed.expression());
          places.add(source.span(first.getFirst().getStartIndex(), end));
          parsed.variables().forEach(variables::putIfAbsent);
        }
      } catch (DiagnosticException e) {
        diagnostics.addAll(e.diagnostics());
      }
      start = end + 1;
    }
    if (formulas.isEmpty() && diagnostics.isEmpty()) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_SYNTAX,
              source.span(text.length(), text.length()),
              "there is no formula in the text",
              "write one formula a line"));
    }
    stopOn(diagnostics);
    return new FormulaFile(List.of(), formulas, places, variables);
  }

  /** {@return the first tokens of a part of a text, fewer than wanted at its end} */
  static List<Token> firstTokens(SourceText source, int start, int end, int wanted) {
    FormulaLexer lexer = lexer(source, start, end);
    List<Token> tokens = new ArrayList<>();
    for (Token t = lexer.nextToken(); t.getType() != Token.EOF; t = lexer.nextToken()) {
      tokens.add(t);
      if (tokens.size() == wanted) {
        break;
      }
    }
    return tokens;
  }

  /** Reports mistakes, if there are any; of very many only the first. */
  static void stopOn(List<Diagnostic> diagnostics) {
    if (diagnostics.size() > MAX_MISTAKES) {
      List<Diagnostic> first = new ArrayList<>(diagnostics.subList(0, MAX_MISTAKES));
      first.add(
          Diagnostic.of(
              DiagnosticCode.FORMULA_SIZE,
              "there are more than " + MAX_MISTAKES + " mistakes; the others are not shown",
              "mend those above first"));
      throw new DiagnosticException(first);
    }
    if (!diagnostics.isEmpty()) {
      throw new DiagnosticException(diagnostics);
    }
  }

  private static FormulaLexer lexer(SourceText source, int start, int end) {
    FormulaLexer lexer = new FormulaLexer(new FormulaCharacters(source, start, end));
    // There is nothing to listen to: the rule OTHER takes what no other rule does.
    lexer.removeErrorListeners();
    return lexer;
  }

  /**
   * {@return the tree of a part of a text}
   *
   * <p>Nearly all formulas are right, so the first pass neither looks for places to go on after a
   * mistake nor describes it; the second does.
   */
  private static <T> T tree(
      SourceText source,
      int start,
      int end,
      Set<String> holes,
      List<Diagnostic> diagnostics,
      Function<io.formgate.expression.grammar.FormulaParser, T> rule) {
    if (end - start > MAX_CHARACTERS) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.FORMULA_SIZE,
              source.span(start + MAX_CHARACTERS, start + MAX_CHARACTERS + 1),
              "the text has more than " + MAX_CHARACTERS + " characters",
              SPLIT_MEND));
    }
    FormulaTokens tokens = new FormulaTokens(lexer(source, start, end));
    checkSize(source, tokens.all(), holes);
    var parser = new io.formgate.expression.grammar.FormulaParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return rule.apply(parser);
    } catch (ParseCancellationException mistake) {
      parser.reset();
      parser.setErrorHandler(new DefaultErrorStrategy());
      parser.addErrorListener(new FormulaMistakes(source, end, diagnostics));
      var _ = rule.apply(parser);
      stopOn(diagnostics);
      throw new IllegalStateException("a formula has a mistake only when nothing is reported");
    }
  }

  private static void checkSize(SourceText source, List<Token> tokens, Set<String> holes) {
    int depth = 0;
    int operators = 0;
    for (Token token : tokens) {
      switch (token.getType()) {
        case FormulaLexer.OPEN -> depth++;
        case FormulaLexer.CLOSE -> depth = Math.max(0, depth - 1);
        case FormulaLexer.ASSIGN -> operators = 0;
        case FormulaLexer.HOLE -> holes.add(token.getText());
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
            FormulaLexer.NOT_EQUAL,
            FormulaLexer.COMMA ->
            operators++;
        default -> {}
      }
      if (depth > MAX_NESTING || operators > MAX_OPERATORS) {
        throw new DiagnosticException(
            Diagnostic.at(
                DiagnosticCode.FORMULA_SIZE,
                source.span(token.getStartIndex(), token.getStopIndex() + 1),
                depth > MAX_NESTING
                    ? "parentheses are nested deeper than " + MAX_NESTING
                    : "a formula has more than " + MAX_OPERATORS + " operators and commas",
                SPLIT_MEND));
      }
    }
  }

  /** {@return that a formula's tree is too large or too deep} */
  static Diagnostic tooLarge(SourceSpan at) {
    return Diagnostic.at(
        DiagnosticCode.FORMULA_SIZE,
        at,
        "this means a formula of more than "
            + MAX_NODES
            + " operators and operands, or one nested deeper than "
            + MAX_DEPTH,
        SPLIT_MEND);
  }
}
