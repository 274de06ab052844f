package io.formgate.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How far two evaluations of a formula may lie apart that differ in the last places of each
 * operator.
 *
 * <p>The formula is evaluated again and again with every inexact result moved by up to {@link
 * #OPERATOR_ULP}; what it makes of that is the tolerance. Where it makes much of it, as next to a
 * step or after a cancellation, a comparison would say nothing.
 */
final class Conditioning {
  /**
   * Units in the last place by which libraries differ: {@code StrictMath} is within 1 of the real
   * value, a compound of it such as the inverse hyperbolic sine within 2, glibc states at most 2,
   * NumPy's vector loops within 4 by the release notes of its version 1.22.
   */
  static final double OPERATOR_ULP = 4;

  private static final int TRIALS = 16;
  private static final double MOST = 1e-6;

  private Conditioning() {}

  /**
   * {@return the tolerance, or NaN if the point is not to be compared}
   *
   * @param e the formula
   * @param inputs a value for each variable
   * @param random moves the results
   */
  static double tolerance(Expr e, Map<String, Double> inputs, Random random) {
    double value = ReferenceEvaluator.evaluate(e, inputs);
    if (!Double.isFinite(value) || Math.abs(value) > 1e100) {
      return Double.NaN;
    }
    double spread = 0;
    for (int i = 0; i < TRIALS; i++) {
      // NaN and infinities stay in the maximum.
      spread = Math.max(spread, Math.abs(moved(e, inputs, random) - value));
    }
    return spread <= MOST * Math.abs(value)
        ? 4 * spread + OPERATOR_ULP * Math.ulp(value)
        : Double.NaN;
  }

  private static double moved(Expr e, Map<String, Double> inputs, Random random) {
    if (!(e instanceof Expr.Apply(Operator operator, List<Expr> arguments))) {
      return ReferenceEvaluator.evaluate(e, inputs);
    }
    double[] values = new double[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = moved(arguments.get(i), inputs, random);
    }
    double value = operator.evaluate(values);
    return isExact(operator)
        ? value
        : value + operatorTolerance(operator, values) * (2 * random.nextDouble() - 1);
  }

  /**
   * {@return how far one operator's result may lie apart}
   *
   * @param operator an inexact one
   * @param values its arguments
   */
  static double operatorTolerance(Operator operator, double... values) {
    double value = operator.evaluate(values);
    double rounding = 0;
    if (operator == Operator.FMA) {
      // Without a product and sum in one, the product is rounded by itself.
      rounding = Math.ulp(values[0] * values[1]);
    } else if (operator == Operator.GAUSS && value != 0) {
      // Printed programs round the square, whose error the exponential makes a relative one.
      rounding = value * Math.ulp(values[0] * values[0]) / 2;
    }
    return OPERATOR_ULP * Math.ulp(value) + rounding;
  }

  private static boolean isExact(Operator operator) {
    return switch (operator.notation()) {
      case LOGIC_OR, LOGIC_AND, LOGIC_NOT, COMPARISON, PREFIX_MINUS -> true;
      case SUM, PRODUCT, POWER -> false;
      case CALL, CALL2, CALL3 ->
          List.of("abs", "sign", "relu", "floor", "ceil", "round", "min", "max", "cond", "clamp")
              .contains(operator.symbol());
    };
  }

  /** {@return a map from the names to the values} */
  static Map<String, Double> inputs(List<String> names, double[] values) {
    Map<String, Double> inputs = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      inputs.put(names.get(i), values[i]);
    }
    return inputs;
  }
}
