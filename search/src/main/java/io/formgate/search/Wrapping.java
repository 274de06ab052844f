package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Functions of one argument that a graft may stand under, and the way back through them.
 *
 * <p>{@link #CHAINS} has those that laws are full of, also as one: each takes a single step where
 * evolution, one operator after the other, would have nothing to go by on the way.
 */
enum Wrapping {
  ONE_OVER(Operator.DIVIDE),
  LOG(Operator.LOG),
  EXP(Operator.EXP),
  SQRT(Operator.SQRT),
  SQUARE(Operator.SQUARE),
  CUBE(Operator.CUBE),
  ONE_LESS(Operator.SUBTRACT),
  ONE_MORE(Operator.ADD);

  /**
   * The outermost first. The last two are the occupations of Bose and Einstein, Fermi and Dirac.
   */
  private static final List<List<Wrapping>> CHAINS =
      List.of(
          List.of(ONE_OVER),
          List.of(LOG),
          List.of(EXP),
          List.of(SQRT),
          List.of(SQUARE),
          List.of(CUBE),
          List.of(ONE_OVER, SQRT),
          List.of(ONE_OVER, SQUARE),
          List.of(ONE_OVER, ONE_LESS, EXP),
          List.of(ONE_OVER, ONE_MORE, EXP));

  private final Operator operator;

  Wrapping(Operator operator) {
    this.operator = operator;
  }

  /** {@return the chains that some operators allow} */
  static List<List<Wrapping>> chains(Collection<Operator> operators) {
    Set<Operator> allowed = Set.copyOf(operators);
    return CHAINS.stream()
        .filter(chain -> chain.stream().allMatch(w -> allowed.contains(w.operator)))
        .toList();
  }

  /**
   * {@return the argument of a value}
   *
   * @param value of the function; NaN comes of what it never is
   * @param near says the sign of an argument that may have both
   */
  double argument(double value, double near) {
    return switch (this) {
      case ONE_OVER -> 1 / value;
      case LOG -> StrictMath.exp(value);
      case EXP -> StrictMath.log(value);
      case SQRT -> value < 0 ? Double.NaN : value * value;
      case SQUARE -> Math.copySign(Math.sqrt(value), near);
      case CUBE -> StrictMath.cbrt(value);
      case ONE_LESS -> value + 1;
      case ONE_MORE -> value - 1;
    };
  }

  /** {@return the derivative at an argument} */
  double slope(double argument) {
    return switch (this) {
      case ONE_OVER -> -1 / argument / argument;
      case LOG -> 1 / argument;
      case EXP -> StrictMath.exp(argument);
      case SQRT -> 0.5 / Math.sqrt(argument);
      case SQUARE -> 2 * argument;
      case CUBE -> 3 * argument * argument;
      case ONE_LESS, ONE_MORE -> 1;
    };
  }

  /** Appends what stands before the argument. */
  void before(Tape out) {
    if (this == ONE_OVER) {
      out.addConstant(1);
    }
  }

  /** Appends what stands behind the argument. */
  void behind(Tape out) {
    if (this == ONE_LESS || this == ONE_MORE) {
      out.addConstant(1);
    }
    out.addOperator(operator);
  }
}
