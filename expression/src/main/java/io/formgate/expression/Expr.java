package io.formgate.expression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A formula: an immutable tree with real-valued meaning.
 *
 * <p>Two expressions are equal when they have the same shape; {@code x + y} and {@code y + x} are
 * not. The meaning is written down in {@code docs/expression-semantics.md}.
 */
public sealed interface Expr {

  /**
   * A number.
   *
   * @param value finite
   */
  record Constant(double value) implements Expr {
    /** Checks that the value is finite; negative zero becomes zero. */
    public Constant {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a constant has to be finite, not " + value);
      }
      value = value == 0 ? 0.0 : value;
    }
  }

  /**
   * An input, by name.
   *
   * @param name as declared in the spec or on the command line
   */
  record Variable(String name) implements Expr {}

  /**
   * An operator applied to arguments.
   *
   * @param operator from the operator table
   * @param arguments as many as the operator's arity
   */
  record Apply(Operator operator, List<Expr> arguments) implements Expr {
    /** Checks the number of arguments. */
    public Apply {
      arguments = List.copyOf(arguments);
      if (arguments.size() != operator.arity()) {
        throw new IllegalArgumentException(
            operator + " takes " + operator.arity() + " arguments, not " + arguments.size());
      }
    }

    /**
     * {@return the i-th argument}
     *
     * @param i from 0
     */
    public Expr argument(int i) {
      return arguments.get(i);
    }
  }

  /**
   * {@return an operator applied to arguments}
   *
   * @param operator from the table
   * @param arguments as many as its arity
   */
  static Expr apply(Operator operator, Expr... arguments) {
    return new Apply(operator, List.of(arguments));
  }

  /**
   * {@return a constant}
   *
   * @param value finite
   */
  static Expr constant(double value) {
    return new Constant(value);
  }

  /**
   * {@return a variable}
   *
   * @param name its name
   */
  static Expr variable(String name) {
    return new Variable(name);
  }

  /** {@return the number of nodes of the tree} */
  default int size() {
    return switch (this) {
      case Constant _, Variable _ -> 1;
      case Apply(_, var arguments) -> {
        int sum = 1;
        for (Expr argument : arguments) {
          sum += argument.size();
        }
        yield sum;
      }
    };
  }

  /** {@return the names of the variables, in the order of their first occurrence} */
  default Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    List<Expr> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      switch (open.removeLast()) {
        case Constant _ -> {}
        case Variable(String name) -> names.add(name);
        case Apply(_, var arguments) -> open.addAll(arguments.reversed());
      }
    }
    return names;
  }
}
