package io.formgate.constraints;

import java.util.Optional;

/**
 * The exponent of a base unit: a fraction in lowest terms.
 *
 * <p>Exponents are multiples of 1/{@value #COMMON_DENOMINATOR} (which is 2^16 * 3^2 * 5 * 7) from
 * -{@value #MAX_MAGNITUDE} to {@value #MAX_MAGNITUDE}. So sixteen nested square roots of a base
 * unit are possible, and an exponent over the common denominator fits an int.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
public record Exponent(int numerator, int denominator) {
  /** Every exponent is a multiple of one over this. */
  public static final int COMMON_DENOMINATOR = (1 << 16) * 9 * 5 * 7;

  /** Largest absolute value: this many times the common denominator still fits an int. */
  public static final int MAX_MAGNITUDE = 100;

  /** Largest denominator of an exponent that is written as a constant of a formula. */
  public static final int MAX_WRITTEN_DENOMINATOR = 16;

  /** No number of parts of an exponent. */
  static final int NO_PARTS = Integer.MIN_VALUE;

  /** The exponent of a base unit that does not occur. */
  public static final Exponent ZERO = new Exponent(0, 1);

  /** The exponent of a base unit itself. */
  public static final Exponent ONE = new Exponent(1, 1);

  /** The exponent of a square. */
  public static final Exponent TWO = new Exponent(2, 1);

  /** The exponent of a square root. */
  public static final Exponent HALF = new Exponent(1, 2);

  /**
   * Checks the form.
   *
   * @throws ArithmeticException if the exponent is too large or no multiple of one over the common
   *     denominator
   */
  public Exponent {
    if (denominator < 1 || gcd(Math.abs((long) numerator), denominator) != 1) {
      throw new IllegalArgumentException("not in lowest terms: " + numerator + "/" + denominator);
    }
    if (COMMON_DENOMINATOR % denominator != 0
        || Math.abs((long) numerator) > (long) MAX_MAGNITUDE * denominator) {
      throw new ArithmeticException("exponent out of range: " + numerator + "/" + denominator);
    }
  }

  /**
   * {@return a fraction as an exponent}
   *
   * @param numerator any, above Long.MIN_VALUE
   * @param denominator not 0, above Long.MIN_VALUE
   * @throws ArithmeticException if the exponent is out of range
   */
  public static Exponent of(long numerator, long denominator) {
    long divisor = gcd(Math.abs(numerator), Math.abs(denominator)) * Long.signum(denominator);
    return new Exponent(
        Math.toIntExact(numerator / divisor), Math.toIntExact(denominator / divisor));
  }

  /**
   * {@return the exponent that a constant of a formula means, if it means one}: the fraction of a
   * denominator up to {@value #MAX_WRITTEN_DENOMINATOR} whose nearest double it is
   *
   * @param value a constant, such as 0.3333333333333333
   */
  public static Optional<Exponent> nearest(double value) {
    int parts = nearestParts(value);
    return parts == NO_PARTS ? Optional.empty() : Optional.of(of(parts, COMMON_DENOMINATOR));
  }

  /**
   * {@return the parts of the exponent that a constant means, {@link #NO_PARTS} if it means none}
   */
  static int nearestParts(double value) {
    double scaled = value * COMMON_DENOMINATOR;
    // A constant differs from its fraction by half an ULP at most, and so does the product, so
    // it is whole within 2^31 * 2^-52; almost every other constant ends here.
    if (!(Math.abs(scaled - Math.rint(scaled)) <= 0x1p-21) || !(Math.abs(value) <= MAX_MAGNITUDE)) {
      return NO_PARTS;
    }
    for (int denominator = 1; denominator <= MAX_WRITTEN_DENOMINATOR; denominator++) {
      double numerator = Math.rint(value * denominator);
      if (numerator / denominator == value && COMMON_DENOMINATOR % denominator == 0) {
        int parts = COMMON_DENOMINATOR / denominator;
        return ((int) numerator) * parts;
      }
    }
    return NO_PARTS;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** {@return the exponent as a number of parts of the common denominator} */
  int parts() {
    return numerator * (COMMON_DENOMINATOR / denominator);
  }

  /** {@return the nearest double} */
  public double toDouble() {
    return (double) numerator / denominator;
  }

  Exponent plus(Exponent o) {
    return of(
        (long) numerator * o.denominator + (long) o.numerator * denominator,
        (long) denominator * o.denominator);
  }

  Exponent times(Exponent o) {
    return of((long) numerator * o.numerator, (long) denominator * o.denominator);
  }

  Exponent over(Exponent o) {
    return of((long) numerator * o.denominator, (long) denominator * o.numerator);
  }

  @Override
  public String toString() {
    return denominator == 1 ? "" + numerator : "(" + numerator + "/" + denominator + ")";
  }
}
