package io.formgate.constraints;

import io.formgate.expression.Derivative;
import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Simplifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What proofs about shapes need of one operator: bounds of its derivatives, where it jumps or has a
 * kink, and directions and curvatures that it has even where its derivative is infinite.
 */
final class OperatorShape {
  private static final Map<Operator, OperatorShape> ALL = new EnumMap<>(Operator.class);

  static {
    for (Operator operator : Operator.values()) {
      ALL.put(operator, new OperatorShape(operator));
    }
  }

  private final Operator operator;
  private final List<Expr> firsts = new ArrayList<>();
  private final List<Expr> seconds = new ArrayList<>();

  private OperatorShape(Operator operator) {
    this.operator = operator;
    Simplifier simplifier = new Simplifier(List.of(Operator.values()));
    for (int k = 0; k < operator.arity(); k++) {
      Expr partial = Derivative.partial(operator, k);
      firsts.add(partial);
      for (int l = 0; l < operator.arity(); l++) {
        seconds.add(simplifier.simplify(Derivative.of(partial, operator.parameters().get(l))));
      }
    }
  }

  static OperatorShape of(Operator operator) {
    return Objects.requireNonNull(ALL.get(operator));
  }

  /** {@return a new program of a partial derivative in the arguments} */
  FormulaProgram first(int argument) {
    return new FormulaProgram(firsts.get(argument), operator.parameters());
  }

  /** {@return a new program of a second partial derivative in the arguments} */
  FormulaProgram second(int argument, int other) {
    return new FormulaProgram(
        seconds.get(argument * operator.arity() + other), operator.parameters());
  }

  /**
   * {@return whether the operator surely has no jump on closed intervals of its arguments}
   *
   * @param arguments where it is defined
   * @param result its values there
   */
  boolean isContinuous(Interval[] arguments, Interval result) {
    return switch (operator) {
      case SIGN,
          FLOOR,
          CEIL,
          ROUND,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          AND,
          OR,
          NOT ->
          result.lo() == result.hi();
      case MOD, COND -> false;
      case ATAN2 -> arguments[1].lo() > 0 || arguments[0].lo() > 0 || arguments[0].hi() < 0;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          POWER,
          ABS,
          SQUARE,
          CUBE,
          SQRT,
          CBRT,
          INVERSE,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
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
          RELU,
          LOG_ABS,
          SQRT_ABS,
          POW_ABS,
          MIN,
          MAX,
          CLAMP,
          FMA ->
          true;
    };
  }

  /** {@return whether an operator without jumps surely has no kink on closed intervals} */
  boolean isSmooth(Interval[] v) {
    return switch (operator) {
      case ABS, RELU, SQRT_ABS, POW_ABS -> !v[0].contains(0);
      case MIN, MAX -> isApart(v[0], v[1]);
      case CLAMP -> isApart(v[0], v[1]) && isApart(v[0], v[2]) && isApart(v[1], v[2]);
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          POWER,
          SIGN,
          SQUARE,
          CUBE,
          SQRT,
          CBRT,
          INVERSE,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
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
          FLOOR,
          CEIL,
          ROUND,
          LOG_ABS,
          MOD,
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
          FMA ->
          true;
    };
  }

  private static boolean isApart(Interval a, Interval b) {
    return a.hi() < b.lo() || a.lo() > b.hi();
  }

  /** {@return 1 or -1 if the operator never falls or never rises with an argument, else 0} */
  int direction(int argument) {
    return switch (operator) {
      case SQRT, CBRT, SIGN, FLOOR, CEIL, ROUND, RELU, MIN, MAX, CLAMP, ASIN, ACOSH, AND, OR -> 1;
      case ACOS, NOT -> -1;
      case LESS, LESS_EQUAL -> argument == 0 ? -1 : 1;
      case GREATER, GREATER_EQUAL -> argument == 0 ? 1 : -1;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          POWER,
          ABS,
          SQUARE,
          CUBE,
          INVERSE,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
          SIN,
          COS,
          TAN,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          LOG_ABS,
          SQRT_ABS,
          POW_ABS,
          MOD,
          ATAN2,
          EQUAL,
          NOT_EQUAL,
          COND,
          FMA ->
          0;
    };
  }

  /** {@return 1 if it is convex in all arguments at once, -1 if concave, else 0} */
  int curvature() {
    return switch (operator) {
      case ABS, RELU, MAX -> 1;
      case SQRT, MIN, ACOSH -> -1;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          POWER,
          SIGN,
          SQUARE,
          CUBE,
          CBRT,
          INVERSE,
          EXP,
          LOG,
          LOG2,
          LOG10,
          LOG1P,
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
          ATANH,
          ERF,
          ERFC,
          SIGMOID,
          GAUSS,
          SINC,
          FLOOR,
          CEIL,
          ROUND,
          LOG_ABS,
          SQRT_ABS,
          POW_ABS,
          MOD,
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
          0;
    };
  }
}
