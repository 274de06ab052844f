package io.formgate.expression;

import java.util.List;
import java.util.Optional;

/**
 * Sums as people write them: {@code a - 0.4*x} and not {@code a + -0.4*x}.
 *
 * <p>Rounding is the same on both sides of 0, so adding a summand and subtracting its opposite give
 * the same double to the bit.
 */
public final class SignedSum {
  /** Products within products that are looked into. */
  private static final int MOST_FACTORS = 64;

  private SignedSum() {}

  /**
   * {@return a sum or difference of the same value and size whose second part is no negative number
   * and no product or quotient with one}
   *
   * @param e a sum or difference
   */
  public static Expr.Apply of(Expr.Apply e) {
    Expr.Apply signed = e;
    for (Optional<Expr> o = opposite(e.argument(1), MOST_FACTORS);
        o.isPresent();
        o = opposite(signed.argument(1), MOST_FACTORS)) {
      Operator other = signed.operator() == Operator.ADD ? Operator.SUBTRACT : Operator.ADD;
      signed = new Expr.Apply(other, List.of(e.argument(0), o.get()));
    }
    return signed;
  }

  /** What has the opposite value of a part, if it has a negative number as said above. */
  private static Optional<Expr> opposite(Expr e, int factors) {
    return switch (e) {
      case Expr.Constant(double value) ->
          value < 0 ? Optional.of(Expr.constant(-value)) : Optional.empty();
      case Expr.Variable _, Expr.Call _ -> Optional.empty();
      case Expr.Apply(Operator operator, List<Expr> sides) ->
          operator.notation() == Notation.PRODUCT && factors > 0
              ? opposite(sides.get(0), factors - 1)
                  .map(left -> Expr.apply(operator, left, sides.get(1)))
                  .or(() ->
                      opposite(sides.get(1), factors - 1)
                          .map(right -> Expr.apply(operator, sides.get(0), right)))
              : Optional.empty();
    };
  }
}
