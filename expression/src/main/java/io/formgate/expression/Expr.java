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

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Apply other && Trees.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Trees.hash(this);
    }
  }

  /**
   * A call of a function by name: a custom operator, a hole of a form (its name begins with {@code
   * ?} or is one that nothing defines), or {@code D(f, x)}, the derivative of a part with holes.
   *
   * <p>A call has no value of its own; {@link Expansion} puts formulas in the place of calls.
   *
   * @param name as written
   * @param arguments any number
   */
  record Call(String name, List<Expr> arguments) implements Expr {
    /** Copies the arguments. */
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Call other && Trees.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Trees.hash(this);
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

  /** {@return whether a call stands somewhere in the tree} */
  default boolean hasCalls() {
    List<Expr> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      Expr e = open.removeLast();
      if (e instanceof Call) {
        return true;
      }
      open.addAll(e.children());
    }
    return false;
  }

  /** {@return the number of nodes of the tree} */
  default int size() {
    int count = 0;
    List<Expr> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      count++;
      open.addAll(open.removeLast().children());
    }
    return count;
  }

  /** {@return the arguments of an operator or call, none for a leaf} */
  default List<Expr> children() {
    return switch (this) {
      case Constant _, Variable _ -> List.of();
      case Apply(_, List<Expr> arguments) -> arguments;
      case Call(_, List<Expr> arguments) -> arguments;
    };
  }

  /** {@return the names of the variables, in the order of their first occurrence} */
  default Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    List<Expr> open = new ArrayList<>(List.of(this));
    while (!open.isEmpty()) {
      Expr e = open.removeLast();
      if (e instanceof Variable(String name)) {
        names.add(name);
      }
      open.addAll(e.children().reversed());
    }
    return names;
  }
}
