package io.formgate.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows that a part has a value whatever finite values the variables have.
 *
 * <p>Comparisons of other languages give 0 or 1 where formgate's have no value; where this holds
 * there is no difference.
 */
final class NeverNan {
  private NeverNan() {}

  /** A part that has to be a number, or even a finite one. */
  private record Demand(Expr e, boolean finite) {}

  /** {@return whether the value is a number or infinite at all finite inputs, if that is easy} */
  static boolean holds(Expr whole) {
    List<Demand> open = new ArrayList<>(List.of(new Demand(whole, false)));
    while (!open.isEmpty()) {
      Demand demand = open.removeLast();
      switch (demand.e()) {
        case Expr.Constant _, Expr.Variable _ -> {}
        case Expr.Call _ -> {
          return false;
        }
        case Expr.Apply(Operator operator, List<Expr> arguments) -> {
          Range range = range(operator);
          if (range == Range.PARTIAL || (range == Range.OVERFLOWS && demand.finite())) {
            return false;
          }
          arguments.forEach(a -> open.add(new Demand(a, range != Range.TRUTH)));
        }
      }
    }
    return true;
  }

  private enum Range {
    /** Finite at finite arguments. */
    FINITE,
    /** 0 or 1 at all arguments that are not NaN. */
    TRUTH,
    /** Finite or infinite at finite arguments. */
    OVERFLOWS,
    /** NaN at some finite arguments. */
    PARTIAL
  }

  private static Range range(Operator operator) {
    return switch (operator) {
      case NEGATE, ABS, SIGN, CBRT, SIN, COS, TAN, ATAN, TANH, ASINH, ERF, ERFC -> Range.FINITE;
      case SIGMOID, GAUSS, SINC, RELU, FLOOR, CEIL, ROUND, SQRT_ABS -> Range.FINITE;
      case MIN, MAX, ATAN2, COND, CLAMP -> Range.FINITE;
      case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL, AND, OR, NOT -> Range.TRUTH;
      case ADD, SUBTRACT, MULTIPLY, SQUARE, CUBE, EXP, SINH, COSH, FMA -> Range.OVERFLOWS;
      case DIVIDE, POWER, SQRT, INVERSE, LOG, LOG2, LOG10, LOG1P -> Range.PARTIAL;
      case ASIN, ACOS, ACOSH, ATANH, LOG_ABS, POW_ABS, MOD -> Range.PARTIAL;
    };
  }
}
