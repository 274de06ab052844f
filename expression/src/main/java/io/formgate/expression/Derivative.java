package io.formgate.expression;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Symbolic derivatives by the chain rule; the operators' own come from {@link Operator}. */
public final class Derivative {
  private static final Expr ZERO = Expr.constant(0);
  private static final Expr ONE = Expr.constant(1);

  /** Derivatives of all operators, read once from the table. */
  private static final class Partials {
    private static final Map<Operator, List<Expr>> ALL = new EnumMap<>(Operator.class);

    static {
      for (Operator operator : Operator.values()) {
        List<Expr> partials = new ArrayList<>();
        for (int i = 0; i < operator.arity(); i++) {
          partials.add(
              FormulaParser.parse(
                  new SourceText("derivative of " + operator, operator.derivative(i))));
        }
        ALL.put(operator, List.copyOf(partials));
      }
    }
  }

  private Derivative() {}

  /**
   * {@return the partial derivative of an operator in the variables x, y and z for its arguments}
   *
   * @param operator from the table
   * @param index of the argument, from 0
   */
  public static Expr partial(Operator operator, int index) {
    return Objects.requireNonNull(Partials.ALL.get(operator)).get(index);
  }

  /**
   * {@return the partial derivative of a formula}
   *
   * @param e a formula without calls
   * @param variable with respect to which
   */
  public static Expr of(Expr e, String variable) {
    return switch (e) {
      case Expr.Constant _ -> ZERO;
      case Expr.Variable(String name) -> name.equals(variable) ? ONE : ZERO;
      case Expr.Call(String name, _) ->
          throw new IllegalArgumentException("the derivative of the call of " + name);
      case Expr.Apply(Operator operator, List<Expr> arguments) -> {
        Expr total = ZERO;
        for (int i = 0; i < arguments.size(); i++) {
          Expr inner = of(arguments.get(i), variable);
          if (!inner.equals(ZERO)) {
            Expr outer =
                Expansion.substitute(partial(operator, i), operator.parameters(), arguments);
            total = sum(total, product(outer, inner));
          }
        }
        yield total;
      }
    };
  }

  private static Expr sum(Expr a, Expr b) {
    return a.equals(ZERO) ? b : b.equals(ZERO) ? a : Expr.apply(Operator.ADD, a, b);
  }

  private static Expr product(Expr a, Expr b) {
    return a.equals(ZERO) || b.equals(ZERO)
        ? ZERO
        : a.equals(ONE) ? b : b.equals(ONE) ? a : Expr.apply(Operator.MULTIPLY, a, b);
  }
}
