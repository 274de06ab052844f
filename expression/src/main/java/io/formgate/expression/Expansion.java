package io.formgate.expression;

import java.util.ArrayList;
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
   * @throws ArithmeticException if the result has more than {@link FormulaParser#MAX_NODES} nodes
   */
  public static Expr expand(Expr e, Map<String, Definition> definitions) {
    Expr expanded = go(e, definitions);
    return expanded;
  }

  private static Expr go(Expr e, Map<String, Definition> definitions) {
    return switch (e) {
      case Expr.Constant c -> c;
      case Expr.Variable v -> v;
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          checked(new Expr.Apply(operator, all(arguments, definitions)));
      case Expr.Call(String name, List<Expr> arguments) -> {
        List<Expr> expanded = all(arguments, definitions);
        Definition definition = definitions.get(name);
        if (definition != null) {
          yield checked(apply(definition, expanded));
        }
        yield name.equals(DERIVATIVE)
                && !expanded.getFirst().hasCalls()
                && expanded.get(1) instanceof Expr.Variable(String variable)
            ? checked(Derivative.of(expanded.getFirst(), variable))
            : new Expr.Call(name, expanded);
      }
    };
  }

  private static List<Expr> all(List<Expr> parts, Map<String, Definition> definitions) {
    List<Expr> expanded = new ArrayList<>();
    for (Expr part : parts) {
      expanded.add(go(part, definitions));
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
    if (e.size() > FormulaParser.MAX_NODES) {
      throw new ArithmeticException(
          "the expanded formula has more than " + FormulaParser.MAX_NODES + " nodes");
    }
    return e;
  }
}
