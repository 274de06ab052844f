package io.formgate.expression;

import java.util.HashSet;
import java.util.List;

/**
 * A custom operator: a formula with parameters.
 *
 * @param name under which formulas call it
 * @param parameters names of the arguments in the body, at least one, all different
 * @param body a formula without calls whose variables are the parameters
 */
public record Definition(String name, List<String> parameters, Expr body) {
  /** Checks the body. */
  public Definition {
    parameters = List.copyOf(parameters);
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException(name + " has no parameter");
    }
    if (new HashSet<>(parameters).size() != parameters.size()) {
      throw new IllegalArgumentException("a parameter of " + name + " is named twice");
    }
    if (body.hasCalls() || !parameters.containsAll(body.variables())) {
      throw new IllegalArgumentException("the body of " + name + " is not closed");
    }
  }

  /** {@return the number of arguments} */
  public int arity() {
    return parameters.size();
  }
}
