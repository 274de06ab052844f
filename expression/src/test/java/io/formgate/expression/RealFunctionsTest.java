package io.formgate.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The table's functions against their series to 80 digits. */
class RealFunctionsTest {
  /** A function, the bound of its error and where it is tried besides random arguments. */
  private record Subject(
      Operator operator,
      double limitUlp,
      UnaryOperator<BigDecimal> exact,
      double lo,
      double hi,
      List<Double> special) {}

  private static final BigDecimal LN_2 = HighPrecision.log(HighPrecision.TWO);
  private static final BigDecimal LN_10 = HighPrecision.log(BigDecimal.TEN);

  private static final double LIMIT = 2;

  /** The library promises as much. */
  private static final double TANH_LIMIT = 2.5;

  /** Its product of an exponential and a sum adds up more roundings. */
  private static final double ERFC_LIMIT = 4;

  private static final List<Subject> SUBJECTS =
      List.of(
          new Subject(
              Operator.ASINH,
              LIMIT,
              HighPrecision::asinh,
              -5,
              5,
              List.of(1e-8, 1e-3, 0.5, 99e6, 1e8, 101e6, 1e15, -1e154, 1e155, 1e300, 1.7e308)),
          new Subject(
              Operator.ACOSH,
              LIMIT,
              HighPrecision::acosh,
              1,
              9,
              List.of(1 + 1e-15, 1 + 1e-8, 99e6, 1e8, 101e6, 1e155, 1e300, 1.7e308)),
          new Subject(
              Operator.ATANH,
              LIMIT,
              HighPrecision::atanh,
              -1,
              1,
              List.of(1e-8, -1e-3, 0.5, 0.75, 1 - 1e-8, Math.nextDown(1.0), Math.nextUp(-1.0))),
          new Subject(
              Operator.LOG2,
              LIMIT,
              x -> HighPrecision.divide(HighPrecision.log(x), LN_2),
              0,
              3,
              List.of(Math.nextUp(1.0), Math.nextDown(1.0), 8.0, 1e-300, 1e-310, 4.9e-324, 1e308)),
          new Subject(
              Operator.LOG10,
              LIMIT,
              x -> HighPrecision.divide(HighPrecision.log(x), LN_10),
              0,
              3,
              List.of(Math.nextUp(1.0), Math.nextDown(1.0), 1000.0, 1e-300, 1e-310, 1e308)),
          new Subject(
              Operator.LOG,
              LIMIT,
              HighPrecision::log,
              0,
              3,
              List.of(Math.nextUp(1.0), Math.nextDown(1.0), 1e-300, 1e-310, 1e308)),
          new Subject(
              Operator.EXP,
              LIMIT,
              HighPrecision::exp,
              -50,
              50,
              List.of(1e-9, -700.0, 709.0, -744.0)),
          new Subject(
              Operator.TANH,
              TANH_LIMIT,
              HighPrecision::tanh,
              -3,
              3,
              List.of(1e-8, 0.3, 19.0, 25.0)),
          new Subject(
              Operator.SIGMOID,
              LIMIT,
              HighPrecision::sigmoid,
              -9,
              9,
              List.of(0.0, 40.0, -40.0, -700.0, -709.5, -744.0, -746.0, 800.0)),
          new Subject(
              Operator.GAUSS,
              LIMIT,
              HighPrecision::gauss,
              -3,
              3,
              List.of(1e-9, 5.5, 19.3, 26.4, -26.6, 27.2)),
          new Subject(
              Operator.SINC,
              LIMIT,
              HighPrecision::sinc,
              -9,
              9,
              List.of(0.0, 1e-300, 1e-160, 1e-9, 1e-4, Math.PI, 3 * Math.PI, 22.0)),
          new Subject(
              Operator.ERF,
              LIMIT,
              HighPrecision::erf,
              -3,
              3,
              List.of(1e-300, 1e-9, Math.nextDown(1.0), 1.0, 1.2, 4.0, 5.9, -6.5)),
          new Subject(
              Operator.ERFC,
              ERFC_LIMIT,
              HighPrecision::erfc,
              -2,
              9,
              List.of(
                  0.0, Math.nextDown(0.5), 0.5, -1.0, 6.28, 6.29, 12.0, 20.0, 26.5, 27.2, -6.5)));

  @Test
  void functionsAreWithinTheirBound() {
    Random random = new Random(40);
    int compared = 0;
    List<String> beyond = new ArrayList<>();
    for (Subject subject : SUBJECTS) {
      List<Double> points = new ArrayList<>(subject.special());
      for (int i = 0; i < 130; i++) {
        double share = i % 4 == 0 ? Math.pow(random.nextDouble(), 4) : random.nextDouble();
        points.add(subject.lo() + (subject.hi() - subject.lo()) * share);
      }
      double worst = 0;
      double worstAt = 0;
      for (double x : points) {
        double found = subject.operator().evaluate(x);
        double off = HighPrecision.ulps(found, subject.exact().apply(HighPrecision.of(x)));
        compared++;
        if (!(off <= worst)) {
          worst = off;
          worstAt = x;
        }
      }
      if (!(worst <= subject.limitUlp())) {
        beyond.add(subject.operator() + " is off by " + worst + " ulp at " + worstAt);
      }
    }
    assertThat(compared).isGreaterThan(1_700);
    assertThat(beyond).isEmpty();
    // An interval is widened by twice that: errors at the bound and at a point inside add up.
    assertThat(SUBJECTS)
        .allSatisfy(
            s -> assertThat(2 * s.limitUlp()).isLessThanOrEqualTo(Interval.FUNCTION_ERROR_ULP));
  }

  @Test
  void tinyArgumentsKeepTheirSizeAndSign() {
    List<DoubleUnaryOperator> identities =
        List.of(RealFunctions::asinh, RealFunctions::atanh, RealFunctions::log1p);
    int compared = 0;
    for (double x : new double[] {1e-300, -1e-300, Double.MIN_VALUE, -2.5e-200, 3e-17}) {
      for (DoubleUnaryOperator identity : identities) {
        assertThat(identity.applyAsDouble(x)).isEqualTo(x);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(15);
  }

  @Test
  void powersOfTwoHaveWholeLogarithms() {
    for (int k = -1074; k < 1024; k++) {
      assertThat(RealFunctions.log2(Math.scalb(1.0, k))).isEqualTo(k);
    }
  }

  @Test
  void remaindersLieBelowTheDivisor() {
    Random random = new Random(41);
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      double x = Math.scalb(random.nextGaussian(), random.nextInt(200) - 100);
      double y = Math.scalb(random.nextGaussian(), random.nextInt(200) - 100);
      double rest = RealFunctions.mod(x, y);
      assertThat(rest / y).as("%s mod %s", x, y).isBetween(0.0, 1.0);
      assertThat(rest).isNotEqualTo(y);
      if (Math.abs(x) < Math.abs(y) * 1e10) {
        BigDecimal turns =
            HighPrecision.of(x).divide(HighPrecision.of(y), 0, java.math.RoundingMode.FLOOR);
        BigDecimal exact = HighPrecision.of(x).subtract(turns.multiply(HighPrecision.of(y)));
        assertThat(HighPrecision.ulps(rest, exact)).isLessThanOrEqualTo(1);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(5_000);
    assertThat(RealFunctions.mod(-1e-20, 1)).isEqualTo(Math.nextDown(1.0));
    assertThat(RealFunctions.mod(1e300, 3)).isBetween(0.0, 3.0);
    assertThat(RealFunctions.mod(-7, 3)).isEqualTo(2);
    assertThat(RealFunctions.mod(7, -3)).isEqualTo(-2);
    assertThat(RealFunctions.mod(-6, 3)).isEqualTo(0);
    assertThat(RealFunctions.mod(1, 0)).isNaN();
  }

  @Test
  void zerosHaveNoSign() {
    for (double x : new double[] {-2, -0.0, 0.0, 2}) {
      assertThat(RealFunctions.atan2(-0.0, x)).isEqualTo(RealFunctions.atan2(0.0, x));
      assertThat(RealFunctions.atan2(x, -0.0)).isEqualTo(RealFunctions.atan2(x, 0.0));
    }
    assertThat(RealFunctions.atan2(-0.0, -1)).isEqualTo(Math.PI);
    assertThat(RealFunctions.atan2(0, 0)).isEqualTo(0.0);
  }

  @Test
  void limitsOfTheRange() {
    assertThat(Operator.SIGMOID.evaluate(-800)).isZero();
    assertThat(Operator.SIGMOID.evaluate(800)).isEqualTo(1);
    assertThat(Operator.GAUSS.evaluate(1e200)).isZero();
    assertThat(Operator.ERFC.evaluate(28)).isZero();
    assertThat(Operator.ERFC.evaluate(1e200)).isZero();
    assertThat(Operator.ERFC.evaluate(-1e200)).isEqualTo(2);
    assertThat(Operator.ERF.evaluate(-1e200)).isEqualTo(-1);
    assertThat(Operator.SINC.evaluate(Double.POSITIVE_INFINITY)).isZero();
    for (Operator operator : Operator.values()) {
      for (int nan = 0; nan < operator.arity(); nan++) {
        double[] at = {1, 1, 1};
        at[nan] = Double.NaN;
        boolean notTaken = operator == Operator.COND && nan == 2;
        double value = operator.evaluate(java.util.Arrays.copyOf(at, operator.arity()));
        assertThat(Double.isNaN(value)).as("%s", operator).isEqualTo(!notTaken);
      }
    }
  }
}
