package io.formgate.constraints;

import io.formgate.constraints.StatementCursor.Word;
import io.formgate.constraints.grammar.SpecLexer;
import io.formgate.expression.Definition;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.Expr;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Builds custom operators from their statements. */
final class DefinitionBuilder {
  private final Mistakes mistakes;
  private final Names names;
  private final Formulas formulas;

  DefinitionBuilder(Mistakes mistakes, Names names, Formulas formulas) {
    this.mistakes = mistakes;
    this.names = names;
    this.formulas = formulas;
  }

  void add(StatementCursor c) {
    Word name = c.name("a name");
    c.expect(SpecLexer.OPEN);
    List<String> parameters = new ArrayList<>();
    int arity = 0;
    do {
      arity++;
      Word parameter = c.name("a name");
      if (!parameter.text().matches("[\\p{L}_][\\p{L}\\p{N}_]*")) {
        mistakes.add(
            DiagnosticCode.SPEC_NAME,
            parameter.span(),
            Mistakes.quote(parameter.text()) + " is not a letter followed by letters and digits",
            "choose another name for the argument");
      } else if (parameters.contains(parameter.text())) {
        mistakes.add(
            DiagnosticCode.SPEC_NAME,
            parameter.span(),
            Mistakes.quote(parameter.text()) + " names two arguments",
            "give every argument a name of its own");
      } else {
        parameters.add(parameter.text());
      }
    } while (c.accept(SpecLexer.COMMA));
    c.expect(SpecLexer.CLOSE);
    c.expect(SpecLexer.ASSIGN);
    int mark = c.mark();
    SourceSpan span = c.formula(_ -> false);
    Expr body =
        formulas
            .read(span, c.tokensSince(mark), parameters, false)
            .filter(read ->
                formulas.usesOnly(
                    read, parameters, "an argument of " + Mistakes.quote(name.text())))
            .map(Formulas.Read::formula)
            .orElse(null);
    names.declare(name, Names.Kind.DEFINITION);
    // One with a mistake is known, too, so that its calls are no further mistakes.
    formulas.define(
        body != null && parameters.size() == arity && parameters.containsAll(body.variables())
            ? new Definition(name.text(), parameters, body)
            : standIn(name.text(), arity));
  }

  private static Definition standIn(String name, int arity) {
    return new Definition(
        name, IntStream.range(0, arity).mapToObj(i -> "x" + i).toList(), Expr.constant(0));
  }
}
