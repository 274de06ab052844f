package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/**
 * A file of formulas: either {@code name = formula}, each over any number of lines, or one formula
 * a line without names.
 *
 * @param names of the formulas in their order; empty if they have none
 * @param formulas at least one; calls of definitions are left in them
 * @param places where each is written, its name included
 * @param variables the first place of every variable, in the order of the text
 */
public record FormulaFile(
    List<String> names,
    List<Expr> formulas,
    List<SourceSpan> places,
    Map<String, SourceSpan> variables) {
  /** Checks that all formulas have a name or none. */
  public FormulaFile {
    names = List.copyOf(names);
    formulas = List.copyOf(formulas);
    places = List.copyOf(places);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    if (formulas.isEmpty()
        || formulas.size() != places.size()
        || !(names.isEmpty() || names.size() == formulas.size())) {
      throw new IllegalArgumentException(
          names.size() + " names, " + formulas.size() + " formulas, " + places.size() + " places");
    }
  }

  /**
   * {@return one formula that is the whole text}
   *
   * @param source one formula
   * @param vocabulary what it may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  public static FormulaFile one(SourceText source, Vocabulary vocabulary) {
    int end = source.text().length();
    FormulaParser.Parsed parsed = FormulaParser.parsed(source, 0, end, vocabulary);
    return new FormulaFile(
        List.of(), List.of(parsed.expression()), List.of(source.span(0, end)), parsed.variables());
  }

  /**
   * {@return the formulas of a text}; they have names if the text begins with one and {@code =}
   *
   * @param source the text
   * @param vocabulary what the formulas may name besides operators
   * @throws DiagnosticException with every mistake found
   */
  public static FormulaFile parse(SourceText source, Vocabulary vocabulary) {
    List<Token> first = FormulaParser.firstTokens(source, 0, source.text().length(), 2);
    boolean isNamed =
        first.size() == 2
            && first.get(0).getType() == FormulaLexer.NAME
            && first.get(1).getType() == FormulaLexer.ASSIGN;
    return isNamed
        ? FormulaParser.parseDefinitions(source, vocabulary)
        : FormulaParser.parseLines(source, vocabulary);
  }
}
