package io.formgate.expression;

import java.math.BigDecimal;
import java.math.MathContext;

/** Functions to 80 digits by their series, to compare with. */
final class HighPrecision {
  static final MathContext DIGITS = new MathContext(80);
  static final BigDecimal ONE = BigDecimal.ONE;
  static final BigDecimal TWO = BigDecimal.TWO;
  static final BigDecimal PI = pi();

  private static final BigDecimal SMALL = new BigDecimal("1e-90");

  private HighPrecision() {}

  /** Machin's formula: pi/4 = 4 atan(1/5) - atan(1/239). */
  private static BigDecimal pi() {
    BigDecimal four = BigDecimal.valueOf(4);
    return four.multiply(
        four.multiply(atanInverse(5)).subtract(atanInverse(239)), new MathContext(90));
  }

  private static BigDecimal atanInverse(int n) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = ONE.divide(BigDecimal.valueOf(n), new MathContext(100));
    for (int k = 1; power.compareTo(new BigDecimal("1e-99")) > 0; k += 2) {
      BigDecimal term = power.divide(BigDecimal.valueOf(k), new MathContext(100));
      sum = k % 4 == 1 ? sum.add(term) : sum.subtract(term);
      power = power.divide(BigDecimal.valueOf((long) n * n), new MathContext(100));
    }
    return sum;
  }

  static BigDecimal of(double x) {
    return new BigDecimal(x);
  }

  static BigDecimal divide(BigDecimal a, BigDecimal b) {
    return a.divide(b, DIGITS);
  }

  /** Its Taylor series after halving the argument, then as many squares. */
  static BigDecimal exp(BigDecimal x) {
    int halvings = Math.max(0, x.precision() - x.scale()) * 4 + 6;
    BigDecimal r = x.divide(TWO.pow(halvings), DIGITS);
    BigDecimal sum = ONE;
    BigDecimal term = ONE;
    for (int n = 1; n < 200 && term.abs().compareTo(SMALL) > 0; n++) {
      term = term.multiply(r, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  /** Halley's iteration on the exponential from the library's value. */
  static BigDecimal log(BigDecimal x) {
    if (x.compareTo(of(1e300)) > 0) {
      return TWO.multiply(log(sqrt(x)));
    }
    BigDecimal y = of(StrictMath.log(x.doubleValue()));
    for (int i = 0; i < 3; i++) {
      BigDecimal e = exp(y);
      y = y.add(TWO.multiply(divide(x.subtract(e), x.add(e))), DIGITS);
    }
    return y;
  }

  static BigDecimal sqrt(BigDecimal x) {
    return x.sqrt(DIGITS);
  }

  static BigDecimal asinh(BigDecimal x) {
    BigDecimal a = x.abs();
    BigDecimal value = log(a.add(sqrt(a.multiply(a).add(ONE))));
    return x.signum() < 0 ? value.negate() : value;
  }

  static BigDecimal acosh(BigDecimal x) {
    return log(x.add(sqrt(x.multiply(x).subtract(ONE))));
  }

  static BigDecimal atanh(BigDecimal x) {
    return divide(log(divide(ONE.add(x), ONE.subtract(x))), TWO);
  }

  static BigDecimal sigmoid(BigDecimal x) {
    return divide(ONE, ONE.add(exp(x.negate())));
  }

  static BigDecimal gauss(BigDecimal x) {
    return exp(x.multiply(x).negate());
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal e = exp(x.multiply(TWO));
    return divide(e.subtract(ONE), e.add(ONE));
  }

  /** sin(x)/x by the Taylor series. */
  static BigDecimal sinc(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal sum = ONE;
    BigDecimal term = ONE;
    for (int n = 1; n < 300 && term.abs().compareTo(SMALL) > 0; n++) {
      term =
          term.multiply(square, DIGITS)
              .divide(BigDecimal.valueOf(2L * n * (2L * n + 1)), DIGITS)
              .negate();
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  /** 2/sqrt(pi) times the Maclaurin series of the integral. */
  static BigDecimal erf(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal term = x;
    for (int n = 0; n < 600 && (n < 50 || term.abs().compareTo(SMALL) > 0); n++) {
      sum = sum.add(divide(term, BigDecimal.valueOf(2L * n + 1)), DIGITS);
      term = divide(term.multiply(square), BigDecimal.valueOf(n + 1L)).negate();
    }
    return divide(sum.multiply(TWO), sqrt(PI));
  }

  /** One less the error function, from 5 by Laplace's continued fraction. */
  static BigDecimal erfc(BigDecimal x) {
    if (x.compareTo(BigDecimal.valueOf(5)) < 0) {
      return ONE.subtract(erf(x));
    }
    BigDecimal fraction = x;
    for (int k = 300; k > 0; k--) {
      fraction = x.add(divide(divide(BigDecimal.valueOf(k), TWO), fraction));
    }
    return divide(gauss(x), fraction.multiply(sqrt(PI)));
  }

  static BigDecimal pow(BigDecimal x, BigDecimal y) {
    return exp(y.multiply(log(x), DIGITS));
  }

  /** {@return by how many units in its last place a value is off} */
  static double ulps(double found, BigDecimal exact) {
    return Double.isFinite(found)
        ? divide(of(found).subtract(exact).abs(), of(Math.ulp(exact.doubleValue()))).doubleValue()
        : Double.POSITIVE_INFINITY;
  }
}
