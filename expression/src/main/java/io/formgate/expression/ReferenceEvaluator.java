package io.formgate.expression;

import java.util.List;
import java.util.Map;

/** The slow and obvious evaluator: what an expression means, one row at a time. */
public final class ReferenceEvaluator {
  private ReferenceEvaluator() {}

  /**
   * {@return the value of an expression; NaN when a node leaves its domain}
   *
   * @param e the expression
   * @param inputs a value for every variable
   * @throws IllegalArgumentException if a variable has no value
   */
  public static double evaluate(Expr e, Map<String, Double> inputs) {
    return Trees.<Double>fold(e, (node, arguments) -> value(node, arguments, inputs));
  }

  private static double value(Expr node, List<Double> arguments, Map<String, Double> inputs) {
    return switch (node) {
      case Expr.Constant(double value) -> value;
      case Expr.Variable(String name) -> {
        Double value = inputs.get(name);
        if (value == null) {
          throw new IllegalArgumentException("no value for variable " + name);
        }
        yield value;
      }
      case Expr.Apply(Operator operator, _) ->
          operator.evaluate(arguments.stream().mapToDouble(Double::doubleValue).toArray());
      case Expr.Call(String name, _) ->
          throw new IllegalArgumentException("the call of " + name + " has no value");
    };
  }
}
