package io.formgate.datapath;

import io.formgate.expression.Operator;

/**
 * What an operator is to a circuit: the one place that says how each of them is built.
 *
 * <p>Everything after {@link FormulaGraph} looks at roles, so that an operator with a role that
 * exists needs a line here and nothing else.
 */
public enum Role {
  /** An adder. */
  ADD,
  /** A subtractor. */
  SUBTRACT,
  /** A product of two values. */
  MULTIPLY,
  /** A product of a value with itself. */
  SQUARE,
  /** A quotient: a recurrence, or a table of a narrow index. */
  DIVIDE,
  /** A change of sign. */
  NEGATE,
  /** A change of sign where the value is negative. */
  ABSOLUTE,
  /** A square root: a recurrence, or a table of a narrow index. */
  SQUARE_ROOT,
  /** The smaller of two values. */
  MINIMUM,
  /** The larger of two values. */
  MAXIMUM,
  /** The fraction bits left out. */
  FLOOR,
  /** The sign of a difference, as one bit. */
  LESS,
  /** One of two values, by a bit. */
  CHOICE,
  /** A continuous function, always a table of the one value that varies. */
  FUNCTION,
  /** A function that jumps, always a table of the one value that varies. */
  JUMPING_FUNCTION,
  /** No circuit of its own: {@link Composite} writes it with the others. */
  COMPOSITE;

  /**
   * {@return the role of an operator}
   *
   * @param operator any
   */
  public static Role of(Operator operator) {
    return switch (operator) {
      case ADD -> ADD;
      case SUBTRACT -> SUBTRACT;
      case MULTIPLY -> MULTIPLY;
      case SQUARE -> SQUARE;
      case DIVIDE -> DIVIDE;
      case NEGATE -> NEGATE;
      case ABS -> ABSOLUTE;
      case SQRT -> SQUARE_ROOT;
      case MIN -> MINIMUM;
      case MAX -> MAXIMUM;
      case FLOOR -> FLOOR;
      case LESS -> LESS;
      case COND -> CHOICE;
      case CBRT,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
          LOG_ABS,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          POWER ->
          FUNCTION;
      case ROUND, MOD, ATAN2 -> JUMPING_FUNCTION;
      case CUBE,
          INVERSE,
          RELU,
          SQRT_ABS,
          POW_ABS,
          SIGN,
          CEIL,
          CLAMP,
          FMA,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT ->
          COMPOSITE;
    };
  }

  /** {@return whether the value jumps where an argument moves a little} */
  boolean jumps() {
    return switch (this) {
      case FLOOR, LESS, JUMPING_FUNCTION -> true;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          SQUARE,
          DIVIDE,
          NEGATE,
          ABSOLUTE,
          SQUARE_ROOT,
          MINIMUM,
          MAXIMUM,
          CHOICE,
          FUNCTION,
          COMPOSITE ->
          false;
    };
  }
}
