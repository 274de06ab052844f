package io.formgate.expression;

import java.util.List;

/** Which operator {@code base^exponent} is. */
final class Powers {
  private Powers() {}

  /** {@return the power; exponents that have an operator of their own become it} */
  static Expr of(Expr base, Expr exponent) {
    Expr number = folded(exponent);
    return number instanceof Expr.Constant(double value)
        ? of(base, value)
        : Expr.apply(Operator.POWER, base, exponent);
  }

  private static Expr of(Expr base, double exponent) {
    if (exponent == 1) {
      return base;
    } else if (exponent == 2) {
      return Expr.apply(Operator.SQUARE, base);
    } else if (exponent == 3) {
      return Expr.apply(Operator.CUBE, base);
    } else if (exponent == 4) {
      return Expr.apply(Operator.SQUARE, Expr.apply(Operator.SQUARE, base));
    } else if (exponent == 0.5) {
      return Expr.apply(Operator.SQRT, base);
    } else if (exponent == -1) {
      return Expr.apply(Operator.INVERSE, base);
    } else {
      return Expr.apply(Operator.POWER, base, Expr.constant(exponent));
    }
  }

  /**
   * {@return whether {@code base^exponent} is read as the operator {@code pow} with these
   * arguments}
   *
   * @param exponent its constants as they are written
   */
  static boolean keeps(Expr exponent) {
    Expr base = Expr.constant(0);
    return of(base, exponent).equals(Expr.apply(Operator.POWER, base, exponent));
  }

  /** An exponent such as {@code (1/3)} or {@code -(2)} is the number that it means. */
  private static Expr folded(Expr e) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))
        || !arguments.stream().allMatch(a -> a instanceof Expr.Constant)) {
      return e;
    }
    double value =
        operator.evaluate(
            arguments.stream().mapToDouble(a -> ((Expr.Constant) a).value()).toArray());
    return Double.isFinite(value) ? Expr.constant(value) : e;
  }
}
