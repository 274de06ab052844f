package io.formgate.expression;

import java.util.List;
import java.util.Optional;

/**
 * The opposite of a summand that carries a minus, so that people read {@code a - 0.4*x} and not
 * {@code a + -0.4*x}.
 *
 * <p>Rounding is the same on both sides of 0, so adding a summand and subtracting its opposite give
 * the same double to the bit.
 */
public final class Opposite {
  /** Products within products that are looked into. */
  private static final int MOST_FACTORS = 64;

  private Opposite() {}

  /**
   * {@return what has the opposite value of a part, if the part is a negative number, something
   * behind a minus, or a product or quotient with one of those in it}
   *
   * @param e a part of a formula
   */
  public static Optional<Expr> of(Expr e) {
    return of(e, MOST_FACTORS);
  }

  private static Optional<Expr> of(Expr e, int factors) {
    return switch (e) {
      case Expr.Constant(double value) ->
          value < 0 ? Optional.of(Expr.constant(-value)) : Optional.empty();
      case Expr.Variable _, Expr.Call _ -> Optional.empty();
      case Expr.Apply(Operator operator, List<Expr> arguments) ->
          switch (operator.notation()) {
            case PREFIX_MINUS -> Optional.of(arguments.getFirst());
            case PRODUCT -> ofProduct(operator, arguments, factors);
            case LOGIC_OR, LOGIC_AND, LOGIC_NOT, COMPARISON, SUM, POWER, CALL, CALL2, CALL3 ->
                Optional.empty();
          };
    };
  }

  private static Optional<Expr> ofProduct(Operator operator, List<Expr> sides, int factors) {
    if (factors == 0) {
      return Optional.empty();
    }
    Expr left = sides.get(0);
    Expr right = sides.get(1);
    return of(left, factors - 1)
        .map(l -> Expr.apply(operator, l, right))
        .or(() -> of(right, factors - 1).map(r -> Expr.apply(operator, left, r)));
  }
}
