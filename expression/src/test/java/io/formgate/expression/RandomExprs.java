package io.formgate.expression;

import java.util.List;
import java.util.Random;

/** Random expressions, the same for the same source of randomness. */
final class RandomExprs {
  static final List<String> COLUMNS = List.of("x", "y", "sin", "größe_2");

  private static final List<Operator> OPERATORS = List.of(Operator.values());

  private static final double[] SPECIAL = {
    0,
    1,
    -1,
    -3,
    0.1,
    1e7,
    -1e7,
    9_999_999,
    1e-5,
    123.456,
    4.9e-324,
    -4.9e-324,
    1e300,
    -1e-300,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_NORMAL,
    1.0 / 3
  };

  private RandomExprs() {}

  static Expr any(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(2) : random.nextInt(8);
    if (kind == 0) {
      return Expr.constant(
          random.nextBoolean()
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    } else if (kind == 1) {
      return Expr.variable(COLUMNS.get(random.nextInt(COLUMNS.size())));
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Expr[] arguments = new Expr[operator.arity()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = any(random, depth - 1);
    }
    return Expr.apply(operator, arguments);
  }
}
