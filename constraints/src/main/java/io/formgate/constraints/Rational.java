package io.formgate.constraints;

import java.math.BigInteger;

/**
 * An exact fraction of any size in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
record Rational(BigInteger numerator, BigInteger denominator) {
  static final Rational ZERO = of(0, 1);
  static final Rational ONE = of(1, 1);
  static final Rational MINUS_ONE = of(-1, 1);

  /** Reduces to lowest terms. */
  Rational {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("the denominator is 0");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  static Rational of(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  static Rational of(Exponent e) {
    return of(e.numerator(), e.denominator());
  }

  boolean isZero() {
    return numerator.signum() == 0;
  }

  Rational plus(Rational o) {
    return new Rational(
        numerator.multiply(o.denominator).add(o.numerator.multiply(denominator)),
        denominator.multiply(o.denominator));
  }

  Rational times(Rational o) {
    return new Rational(numerator.multiply(o.numerator), denominator.multiply(o.denominator));
  }

  Rational over(Rational o) {
    return new Rational(numerator.multiply(o.denominator), denominator.multiply(o.numerator));
  }

  /** {@return the larger of numerator and denominator, without sign: how far it is from simple} */
  BigInteger height() {
    return numerator.abs().max(denominator);
  }

  /**
   * {@return the exponent of this value}
   *
   * @throws ArithmeticException if the exponent is out of range
   */
  Exponent toExponent() {
    return Exponent.of(numerator.longValueExact(), denominator.longValueExact());
  }
}
