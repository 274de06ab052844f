package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts formulas in the place of calls and variables. */
public final class Expansion {
  /** Name of the call that stands for a derivative: {@code D(f, x)}. */
  public static final String DERIVATIVE = "D";

  private final Map<String, Definition> definitions;

  private Expansion(Map<String, Definition> definitions) {
    this.definitions = definitions;
  }

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
    return checked(new Expansion(definitions).go(e));
  }

  private Expr go(Expr e) {
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          new Expr.Apply(operator, all(arguments));
      case Expr.Call(String name, List<Expr> arguments) -> {
        List<Expr> expanded = all(arguments);
        Definition definition = definitions.get(name);
        if (definition != null) {
          yield checked(apply(definition, expanded));
        }
        yield name.equals(DERIVATIVE)
                && !expanded.getFirst().hasCalls()
                && expanded.get(1) instanceof Expr.Variable(String variable)
            ? derivative(expanded.getFirst(), variable)
            : new Expr.Call(name, expanded);
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

  private List<Expr> all(List<Expr> parts) {
    List<Expr> expanded = new ArrayList<>();
    for (Expr part : parts) {
      expanded.add(go(part));
    }
    return expanded;
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
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v ->
          variables.contains(v.name()) ? values.get(variables.indexOf(v.name())) : v;
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          new Expr.Apply(operator, substituteAll(arguments, variables, values));
      case Expr.Call(String name, List<Expr> arguments) ->
          new Expr.Call(name, substituteAll(arguments, variables, values));
    };
  }

  private static List<Expr> substituteAll(
      List<Expr> parts, List<String> variables, List<Expr> values) {
    List<Expr> replaced = new ArrayList<>();
    for (Expr part : parts) {
      replaced.add(substitute(part, variables, values));
    }
    return replaced;
  }

  private static Expr checked(Expr e) {
    if (Trees.isTooLarge(e)) {
      throw new ArithmeticException("the expanded formula is too large");
    }
    return e;
  }
}
