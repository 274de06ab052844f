package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.Random;

/** Random formulas of x, y and z that are often defined. */
final class ShapeFormulas {
  private static final List<Operator> OPERATORS = List.of(Operator.values());
  private static final List<String> VARIABLES = List.of("x", "x", "y", "z", "z");

  private ShapeFormulas() {}

  static Expr any(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(4) : random.nextInt(14);
    if (kind == 0) {
      return Expr.constant(
          random.nextBoolean() ? random.nextInt(5) - 1 : Math.rint(8 * random.nextGaussian()) / 4);
    } else if (kind < 4) {
      return Expr.variable(VARIABLES.get(random.nextInt(VARIABLES.size())));
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = any(random, depth - 1);
    }
    return Expr.apply(operator, arguments);
  }
}
