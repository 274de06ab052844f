package io.formgate.datapath;

import io.formgate.expression.Operator;

/**
 * Where an operator of a graph has a value, in words.
 *
 * @param argument place of the argument that may lie outside
 * @param mustBe what is true of it inside, as the end of a sentence
 * @param hasFloor whether the larger of it and some number above 0 lies inside
 */
record Domain(int argument, String mustBe, boolean hasFloor) {

  /** {@return the domain of an operator} */
  static Domain of(Operator operator) {
    return switch (operator) {
      case DIVIDE, MOD -> new Domain(1, "keeps away from 0", true);
      case INVERSE, LOG_ABS -> new Domain(0, "keeps away from 0", true);
      case LOG, LOG2, LOG10 -> new Domain(0, "stays above 0", true);
      case POWER, POW_ABS -> new Domain(0, "stays above 0, and the power finite", true);
      case LOG1P -> new Domain(0, "stays above -1", false);
      case SQRT, SQRT_ABS -> new Domain(0, "is not below 0 everywhere", false);
      case ASIN, ACOS -> new Domain(0, "stays between -1 and 1", false);
      case ATANH -> new Domain(0, "stays between -1 and 1 and off both", false);
      case ACOSH -> new Domain(0, "is at least 1", false);
      case TAN -> new Domain(0, "keeps away from pi/2 = 1.5708 and its odd multiples", false);
      case ADD,
          SUBTRACT,
          MULTIPLY,
          NEGATE,
          ABS,
          SIGN,
          SQUARE,
          CUBE,
          CBRT,
          EXP,
          SIN,
          COS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          RELU,
          FLOOR,
          CEIL,
          ROUND,
          MIN,
          MAX,
          ATAN2,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT,
          COND,
          CLAMP,
          FMA ->
          new Domain(0, "is not so large that the result has no number", false);
    };
  }
}
