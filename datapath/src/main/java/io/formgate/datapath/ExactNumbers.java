package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;

/** Numbers that are the results of others: where the double is exact, and where the real one is. */
public final class ExactNumbers {
  private static final int MAX_EXPONENT = 16;

  /** A check that a double is the result of an operation on others. */
  @FunctionalInterface
  private interface Check {
    boolean holds(BigDecimal result, BigDecimal a, BigDecimal b, BigDecimal c);
  }

  private static final Map<Operator, Check> CHECKS =
      Map.of(
          Operator.ADD, (r, a, b, _) -> same(r, a.add(b)),
          Operator.SUBTRACT, (r, a, b, _) -> same(r, a.subtract(b)),
          Operator.MULTIPLY, (r, a, b, _) -> same(r, a.multiply(b)),
          Operator.FMA, (r, a, b, c) -> same(r, a.multiply(b).add(c)),
          Operator.SQUARE, (r, a, _, _) -> same(r, a.pow(2)),
          Operator.CUBE, (r, a, _, _) -> same(r, a.pow(3)),
          Operator.DIVIDE, (r, a, b, _) -> same(r.multiply(b), a),
          Operator.INVERSE, (r, a, _, _) -> same(r.multiply(a), BigDecimal.ONE),
          Operator.SQRT, (r, a, _, _) -> same(r.pow(2), a),
          Operator.POWER, (r, a, b, _) -> isPower(r, a, b));

  private static boolean same(BigDecimal a, BigDecimal b) {
    return a.compareTo(b) == 0;
  }

  private static boolean isPower(BigDecimal result, BigDecimal a, BigDecimal b) {
    return b.signum() >= 0
        && b.compareTo(BigDecimal.valueOf(MAX_EXPONENT)) <= 0
        && same(b, new BigDecimal(b.toBigInteger()))
        && same(result, a.pow(b.intValue()));
  }

  private ExactNumbers() {}

  /**
   * {@return whether the double of an operation on numbers is known to be its real result}
   *
   * @param operator any
   * @param values numbers, finite
   */
  public static boolean isExact(Operator operator, double... values) {
    double result = operator.evaluate(values);
    if (!Double.isFinite(result)) {
      return false;
    }
    Check check = CHECKS.get(operator);
    return check != null
        && check.holds(
            new BigDecimal(result),
            new BigDecimal(values[0]),
            new BigDecimal(values[Math.min(1, values.length - 1)]),
            new BigDecimal(values[values.length - 1]));
  }

  /** {@return where the real result of an operation on numbers is that are known so well} */
  static Interval enclosure(Operator operator, Interval... numbers) {
    boolean points = Arrays.stream(numbers).allMatch(n -> n.lo() == n.hi());
    double[] values = Arrays.stream(numbers).mapToDouble(Interval::lo).toArray();
    return points && isExact(operator, values)
        ? Interval.of(operator.evaluate(values))
        : operator.evaluate(Arrays.asList(numbers));
  }
}
