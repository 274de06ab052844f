package io.formgate.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives names and calls of a formula their meaning. */
final class Calls {
  /** Constants of the language, under the names that other tools print as well. */
  private static final Map<String, Double> CONSTANTS =
      Map.of("pi", Math.PI, "e", Math.E, "E", Math.E, "True", 1.0, "False", 0.0);

  private static final Set<String> PIECEWISE = Set.of("Piecewise");

  private final Vocabulary vocabulary;
  private final List<Diagnostic> diagnostics;
  private int holes;

  Calls(Vocabulary vocabulary, List<Diagnostic> diagnostics) {
    this.vocabulary = vocabulary;
    this.diagnostics = diagnostics;
  }

  /** {@return the constant or variable of a name} */
  Expr name(String name) {
    Double constant = vocabulary.variables().contains(name) ? null : CONSTANTS.get(name);
    return constant == null ? Expr.variable(name) : Expr.constant(constant);
  }

  boolean isPiecewise(String name) {
    return PIECEWISE.contains(name);
  }

  /** {@return a hole of a form; an unnamed one gets a number of its own} */
  Expr hole(String text, SourceSpan at, List<Expr> arguments) {
    if (!vocabulary.holes()) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_SYNTAX,
              at,
              "a hole stands only in a form",
              "write a formula in its place"));
      return ExprBuilder.BROKEN;
    }
    holes++;
    return new Expr.Call(text.equals("?") ? "?" + holes : text, arguments);
  }

  /** {@return the operator, custom operator, derivative or hole that a call means} */
  Expr call(String name, SourceSpan at, List<Expr> arguments) {
    Definition definition = vocabulary.definitions().get(name);
    if (definition != null) {
      return arguments.size() == definition.arity()
          ? new Expr.Call(name, arguments)
          : wrongArity(name, definition.arity(), arguments.size(), at);
    }
    if (name.equals(Expansion.DERIVATIVE)) {
      return derivative(at, arguments);
    }
    if (name.equals("cond") && arguments.size() == 2) {
      // The two-argument form of other tools: 0 where the condition does not hold.
      return Expr.apply(Operator.COND, arguments.get(0), arguments.get(1), Expr.constant(0));
    }
    Optional<Operator> operator = Operator.bySymbol(name);
    if (operator.isPresent()) {
      return arguments.size() == operator.get().arity()
          ? new Expr.Apply(operator.get(), arguments)
          : wrongArity(name, operator.get().arity(), arguments.size(), at);
    }
    if (vocabulary.holes()) {
      return new Expr.Call(name, arguments);
    }
    diagnostics.add(
        Diagnostic.at(
            DiagnosticCode.FORMULA_FUNCTION,
            at,
            "there is no function '" + name + "'",
            "functions are " + functions()));
    return ExprBuilder.BROKEN;
  }

  private Expr derivative(SourceSpan at, List<Expr> arguments) {
    if (arguments.size() != 2) {
      return wrongArity(Expansion.DERIVATIVE, 2, arguments.size(), at);
    }
    if (!(arguments.get(1) instanceof Expr.Variable)) {
      diagnostics.add(
          Diagnostic.at(
              DiagnosticCode.FORMULA_ARITY,
              at,
              "a derivative is taken with respect to a variable",
              "write D(f, x) where x is an input"));
      return ExprBuilder.BROKEN;
    }
    return Expansion.expand(
        new Expr.Call(Expansion.DERIVATIVE, arguments), vocabulary.definitions());
  }

  private Expr wrongArity(String name, int takes, int given, SourceSpan at) {
    diagnostics.add(
        Diagnostic.at(
            DiagnosticCode.FORMULA_ARITY,
            at,
            name + " takes " + takes + (takes == 1 ? " argument" : " arguments") + ", not " + given,
            "give it the arguments it needs"));
    return ExprBuilder.BROKEN;
  }

  private String functions() {
    return Stream.concat(
            vocabulary.definitions().keySet().stream().sorted(),
            Stream.of(Operator.values()).filter(o -> o.notation().isCall()).map(Operator::symbol))
        .collect(Collectors.joining(", "));
  }
}
