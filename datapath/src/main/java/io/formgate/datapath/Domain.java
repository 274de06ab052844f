package io.formgate.datapath;

import io.formgate.expression.Operator;

/**
 * Where an operator of a graph has a value, in words.
 *
 * @param argument place of the argument that may lie outside
 * @param mustBe what is true of it inside, as the end of a sentence
 * @param guard what moves it inside, as the end of a sentence; empty if no such thing is common
 */
record Domain(int argument, String mustBe, String guard) {

  private static final String LEAST =
      "max(..., c) around it, with the least c above 0 that matters: below it the circuit then takes"
          + " c";

  /** {@return the domain of an operator} */
  static Domain of(Operator operator) {
    return switch (operator) {
      case DIVIDE, MOD -> new Domain(1, "keeps away from 0", LEAST);
      case INVERSE, LOG_ABS -> new Domain(0, "keeps away from 0", LEAST);
      case LOG, LOG2, LOG10 -> new Domain(0, "stays above 0", LEAST);
      case POWER, POW_ABS -> new Domain(0, "stays above 0, and the power finite", LEAST);
      case LOG1P ->
          new Domain(
              0,
              "stays above -1",
              "max(..., c) around it, with the least c above -1 that matters: below it the circuit"
                  + " then takes c");
      case SQRT, SQRT_ABS -> new Domain(0, "is not below 0 everywhere", "");
      case ASIN, ACOS ->
          new Domain(
              0,
              "stays between -1 and 1",
              "clamp(..., -1, 1) around it: beyond, the circuit then takes -1 or 1");
      case ATANH ->
          new Domain(
              0,
              "stays between -1 and 1 and off both",
              "clamp(..., -c, c) around it, with the largest c below 1 that matters: beyond, the"
                  + " circuit then takes -c or c");
      case ACOSH ->
          new Domain(0, "is at least 1", "max(..., 1) around it: below, the circuit then takes 1");
      case TAN -> new Domain(0, "keeps away from pi/2 = 1.5708 and its odd multiples", "");
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
          new Domain(0, "is not so large that the result has no number", "");
    };
  }
}
