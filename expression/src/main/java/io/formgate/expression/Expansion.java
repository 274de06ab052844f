package io.formgate.expression;

import java.util.List;
import java.util.Map;

/** Puts formulas in the place of calls and variables. */
public final class Expansion {
  /** Name of the call that stands for a derivative: {@code D(f, x)}. */
  public static final String DERIVATIVE = "D";

  private Expansion() {}

  /**
   * {@return the formula with every call of a definition replaced by its body}
   *
   * <p>{@code D(f, x)} is replaced by the derivative once no call is left in f. Calls that have no
   * definition stay.
   *
   * @param e the formula
   * @param definitions by name
   * @param at where the formula stands, for the message if it becomes too large
   * @throws DiagnosticException if the result has more than {@link FormulaParser#MAX_NODES} nodes
   *     or is deeper than {@link FormulaParser#MAX_DEPTH}
   */
  public static Expr expand(Expr e, Map<String, Definition> definitions, SourceSpan at) {
    try {
      return expand(e, definitions);
    } catch (ArithmeticException tooLarge) {
      throw new DiagnosticException(FormulaParser.tooLarge(at));
    }
  }

  /**
   * {@return the same, for a formula that stands in no text}
   *
   * @param e the formula
   * @param definitions by name
   * @throws ArithmeticException if the result has more than {@link FormulaParser#MAX_NODES} nodes
   *     or is deeper than {@link FormulaParser#MAX_DEPTH}
   */
  public static Expr expand(Expr e, Map<String, Definition> definitions) {
    return checked(
        Trees.<Expr>fold(e, (node, arguments) -> replaced(node, arguments, definitions)));
  }

  private static Expr replaced(
      Expr node, List<Expr> arguments, Map<String, Definition> definitions) {
    return switch (node) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, _) -> new Expr.Apply(operator, arguments);
      case Expr.Call(String name, _) -> {
        Definition definition = definitions.get(name);
        if (definition != null) {
          yield checked(apply(definition, arguments));
        }
        yield name.equals(DERIVATIVE)
                && !arguments.getFirst().hasCalls()
                && arguments.get(1) instanceof Expr.Variable(String variable)
            ? derivative(arguments.getFirst(), variable)
            : new Expr.Call(name, arguments);
      }
    };
  }

  /**
   * {@return the derivative of a formula without calls}
   *
   * @throws DiagnosticException if it is too large
   */
  static Expr derivative(Expr e, String variable, SourceSpan at) {
    try {
      return derivative(e, variable);
    } catch (ArithmeticException tooLarge) {
      throw new DiagnosticException(FormulaParser.tooLarge(at));
    }
  }

  private static Expr derivative(Expr e, String variable) {
    return checked(Derivative.of(checked(e), variable));
  }

  /**
   * {@return a definition's body with arguments in the place of its parameters}
   *
   * @param definition the definition
   * @param arguments as many as its parameters
   */
  public static Expr apply(Definition definition, List<Expr> arguments) {
    if (arguments.size() != definition.arity()) {
      throw new IllegalArgumentException(
          definition.name() + " takes " + definition.arity() + " arguments");
    }
    return substitute(definition.body(), definition.parameters(), arguments);
  }

  /**
   * {@return a formula with formulas in the place of variables}
   *
   * @param e the formula
   * @param variables names; other variables stay
   * @param values as many as the names
   */
  public static Expr substitute(Expr e, List<String> variables, List<Expr> values) {
    return Trees.<Expr>fold(
        e,
        (node, arguments) ->
            switch (node) {
              case Expr.Constant c -> c;
              case Expr.Variable v ->
                  variables.contains(v.name()) ? values.get(variables.indexOf(v.name())) : v;
              case Expr.Apply(Operator operator, _) -> new Expr.Apply(operator, arguments);
              case Expr.Call(String name, _) -> new Expr.Call(name, arguments);
            });
  }

  private static Expr checked(Expr e) {
    if (Trees.isTooLarge(e)) {
      throw new ArithmeticException("the expanded formula is too large");
    }
    return e;
  }
}
