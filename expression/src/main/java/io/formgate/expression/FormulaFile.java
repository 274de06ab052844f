package io.formgate.expression;

import io.formgate.expression.grammar.FormulaLexer;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;

/**
 * A file of formulas: either {@code name = formula}, each over any number of lines, or one formula
 * a line without names.
 *
 * @param names of the formulas in their order; empty if they have none
 * @param formulas at least one
 */
public record FormulaFile(List<String> names, List<Expr> formulas) {
  /** Checks that all formulas have a name or none. */
  public FormulaFile {
    names = List.copyOf(names);
    formulas = List.copyOf(formulas);
    if (formulas.isEmpty() || !(names.isEmpty() || names.size() == formulas.size())) {
      throw new IllegalArgumentException(names.size() + " names, " + formulas.size() + " formulas");
    }
  }

  /**
   * {@return the formulas of a text}; they have names if the text begins with one and {@code =}
   *
   * @param source the text
   * @throws DiagnosticException with every mistake found
   */
  public static FormulaFile parse(SourceText source) {
    List<Token> first = FormulaParser.firstTokens(source, 0, source.text().length(), 2);
    if (first.size() == 2
        && first.get(0).getType() == FormulaLexer.NAME
        && first.get(1).getType() == FormulaLexer.ASSIGN) {
      Map<String, Expr> named = FormulaParser.parseDefinitions(source);
      return new FormulaFile(List.copyOf(named.keySet()), List.copyOf(named.values()));
    }
    return new FormulaFile(List.of(), FormulaParser.parseLines(source, Vocabulary.NONE));
  }
}
