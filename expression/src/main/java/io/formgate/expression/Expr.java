package io.formgate.expression;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    // A record's own equals and hashCode recurse through several frames for each level, which a
    // chain of a thousand operators does not survive.
    @Override
    public boolean equals(@Nullable Object o) {
      if (!(o instanceof Apply other)) {
        return false;
      }
      List<Expr> left = new ArrayList<>(List.of(this));
      List<Expr> right = new ArrayList<>(List.of(other));
      while (!left.isEmpty()) {
        Expr a = left.removeLast();
        Expr b = right.removeLast();
        if (a instanceof Apply x && b instanceof Apply y) {
          if (x.operator != y.operator) {
            return false;
          }
          left.addAll(x.arguments);
          right.addAll(y.arguments);
        } else if (!a.equals(b)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      List<Expr> open = new ArrayList<>(List.of(this));
      while (!open.isEmpty()) {
        hash = 31 * hash;
        switch (open.removeLast()) {
          case Constant(double value) -> hash += Double.hashCode(value);
          case Variable(String name) -> hash += name.hashCode();
          case Apply(Operator op, List<Expr> next) -> {
            hash += op.symbol().hashCode();
            open.addAll(next);
          }
        }
      }
      return hash;
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
    int count = 0;
    List<Expr> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      count++;
      if (open.removeLast() instanceof Apply(_, var arguments)) {
        open.addAll(arguments);
      }
    }
    return count;
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
