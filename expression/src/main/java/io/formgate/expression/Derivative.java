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
   * <p>It shares the formula's parts. Where the formula has a condition, so has the derivative: the
   * branch that is not taken need not be defined.
   *
   * @param e a formula without calls
   * @param variable with respect to which
   */
  public static Expr of(Expr e, String variable) {
    return Trees.<Expr>fold(
        e,
        (node, inner) ->
            switch (node) {
              case Expr.Constant _ -> ZERO;
              case Expr.Variable(String name) -> name.equals(variable) ? ONE : ZERO;
              case Expr.Call(String name, _) ->
                  throw new IllegalArgumentException("the derivative of the call of " + name);
              case Expr.Apply(Operator operator, List<Expr> arguments) ->
                  chain(operator, arguments, inner);
            });
  }

  private static Expr chain(Operator operator, List<Expr> arguments, List<Expr> inner) {
    Expr total = ZERO;
    for (int i = 0; i < arguments.size(); i++) {
      if (!inner.get(i).equals(ZERO)) {
        total = sum(total, product(at(operator, i, arguments), inner.get(i)));
      }
    }
    return total;
  }

  /** The partial derivative at arguments; what depends on constants only is computed. */
  private static Expr at(Operator operator, int index, List<Expr> arguments) {
    return Trees.<Expr>fold(
        partial(operator, index),
        (node, parts) ->
            switch (node) {
              case Expr.Constant c -> c;
              case Expr.Variable(String name) -> arguments.get(operator.parameters().indexOf(name));
              case Expr.Apply(Operator part, _) -> simplified(part, parts);
              case Expr.Call(String name, _) ->
                  throw new IllegalStateException(
                      "the derivative of " + operator + " calls " + name);
            });
  }

  private static Expr simplified(Operator operator, List<Expr> arguments) {
    if (operator == Operator.COND && arguments.getFirst() instanceof Expr.Constant(double truth)) {
      return arguments.get(truth > 0 ? 1 : 2);
    }
    if (operator == Operator.POWER && arguments.get(1).equals(ONE)) {
      return arguments.getFirst();
    }
    if (operator == Operator.MULTIPLY) {
      return product(arguments.get(0), arguments.get(1));
    }
    double[] values = new double[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i) instanceof Expr.Constant(double value) ? value : Double.NaN;
    }
    double value = operator.evaluate(values);
    return Double.isFinite(value) ? Expr.constant(value) : new Expr.Apply(operator, arguments);
  }

  /** Branches under one condition are added each for itself. */
  private static Expr sum(Expr a, Expr b) {
    if (a.equals(ZERO)) {
      return b;
    }
    if (b.equals(ZERO)) {
      return a;
    }
    return a instanceof Expr.Apply one
            && b instanceof Expr.Apply other
            && one.operator() == Operator.COND
            && other.operator() == Operator.COND
            && one.argument(0).equals(other.argument(0))
        ? Expr.apply(
            Operator.COND,
            one.argument(0),
            sum(one.argument(1), other.argument(1)),
            sum(one.argument(2), other.argument(2)))
        : Expr.apply(Operator.ADD, a, b);
  }

  /**
   * A condition one of whose branches is 0 stays outside: the other factor need not be defined
   * where its branch is not taken.
   */
  private static Expr product(Expr a, Expr b) {
    if (a.equals(ZERO) || b.equals(ZERO)) {
      return ZERO;
    }
    if (a.equals(ONE)) {
      return b;
    }
    if (b.equals(ONE)) {
      return a;
    }
    return a instanceof Expr.Apply outer
            && outer.operator() == Operator.COND
            && (outer.argument(1).equals(ZERO) || outer.argument(2).equals(ZERO))
        ? Expr.apply(
            Operator.COND,
            outer.argument(0),
            product(outer.argument(1), b),
            product(outer.argument(2), b))
        : Expr.apply(Operator.MULTIPLY, a, b);
  }
}
