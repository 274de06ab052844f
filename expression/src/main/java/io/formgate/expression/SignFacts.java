package io.formgate.expression;

import org.jspecify.annotations.Nullable;

/** What the root of a formula alone says about its values. */
final class SignFacts {
  private SignFacts() {}

  /** {@return whether every value is surely 0 or more; false if that is not known} */
  static boolean isNonNegative(Expr e) {
    return switch (e) {
      case Expr.Constant(double value) -> value >= 0;
      case Expr.Variable _, Expr.Call _ -> false;
      case Expr.Apply(Operator operator, _) ->
          switch (operator) {
            case ABS,
                SQUARE,
                SQRT,
                EXP,
                ACOS,
                COSH,
                ACOSH,
                ERFC,
                SIGMOID,
                GAUSS,
                RELU,
                SQRT_ABS,
                POW_ABS,
                LESS,
                LESS_EQUAL,
                GREATER,
                GREATER_EQUAL,
                EQUAL,
                NOT_EQUAL,
                AND,
                OR,
                NOT ->
                true;
            case ADD,
                SUBTRACT,
                MULTIPLY,
                DIVIDE,
                NEGATE,
                POWER,
                SIGN,
                CUBE,
                CBRT,
                INVERSE,
                LOG,
                LOG2,
                LOG10,
                LOG1P,
                SIN,
                COS,
                TAN,
                ASIN,
                ATAN,
                SINH,
                TANH,
                ASINH,
                ATANH,
                ERF,
                SINC,
                FLOOR,
                CEIL,
                ROUND,
                LOG_ABS,
                MIN,
                MAX,
                MOD,
                ATAN2,
                COND,
                CLAMP,
                FMA ->
                false;
          };
    };
  }

  /** {@return whether every value is surely 0 or 1} */
  static boolean isTruth(Expr e) {
    return switch (e) {
      case Expr.Constant(double value) -> value == 0 || value == 1;
      case Expr.Variable _, Expr.Call _ -> false;
      case Expr.Apply(Operator operator, _) ->
          switch (operator.notation()) {
            case COMPARISON, LOGIC_AND, LOGIC_OR, LOGIC_NOT -> true;
            case SUM, PRODUCT, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 -> false;
          };
    };
  }

  /** {@return the comparison that is true where another is false, null for other operators} */
  static @Nullable Operator opposite(Operator comparison) {
    if (comparison.notation() != Notation.COMPARISON) {
      return null;
    }
    // The six comparisons of two numbers are determined by their values below, at and above.
    for (Operator other : Operator.values()) {
      if (other.notation() == Notation.COMPARISON
          && other.evaluate(0, 1) != comparison.evaluate(0, 1)
          && other.evaluate(0, 0) != comparison.evaluate(0, 0)
          && other.evaluate(1, 0) != comparison.evaluate(1, 0)) {
        return other;
      }
    }
    throw new IllegalStateException(comparison + " has no opposite");
  }
}
