package io.formgate.expression;

/**
 * An exact fraction in lowest terms.
 *
 * @param numerator 0 or more
 * @param denominator above 0
 */
public record Ratio(long numerator, long denominator) {
  /** One. */
  public static final Ratio ONE = new Ratio(1, 1);

  /** Reduces to lowest terms. */
  public Ratio {
    if (numerator < 0 || denominator < 1) {
      throw new IllegalArgumentException("no ratio: " + numerator + "/" + denominator);
    }
    long divisor = gcd(numerator, denominator);
    numerator /= divisor;
    denominator /= divisor;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * {@return the least common multiple of two denominators}
   *
   * @param a above 0
   * @param b above 0
   * @throws ArithmeticException if it is no long
   */
  public static long commonDenominator(long a, long b) {
    return Math.multiplyExact(a / gcd(a, b), b);
  }

  /**
   * {@return a fraction rounded to a whole number, the even one of two that are equally near}
   *
   * @param numerator 0 or more
   * @param denominator above 0
   */
  public static long roundHalfEven(long numerator, long denominator) {
    long whole = numerator / denominator;
    long rest = numerator % denominator;
    int half = Long.compare(rest, denominator - rest);
    return half > 0 || (half == 0 && whole % 2 == 1) ? whole + 1 : whole;
  }

  /**
   * {@return the sum}
   *
   * @param other what is added
   * @throws ArithmeticException if a part of it is no long
   */
  public Ratio plus(Ratio other) {
    long common = commonDenominator(denominator, other.denominator);
    long own = Math.multiplyExact(numerator, common / denominator);
    long others = Math.multiplyExact(other.numerator, common / other.denominator);
    return new Ratio(Math.addExact(own, others), common);
  }

  /**
   * {@return this so many times}
   *
   * @param count 0 or more
   * @throws ArithmeticException if a part of it is no long
   */
  public Ratio times(int count) {
    return new Ratio(Math.multiplyExact(numerator, count), denominator);
  }

  /** {@return the nearest whole number, the even one of two} */
  public Ratio rounded() {
    return new Ratio(roundHalfEven(numerator, denominator), 1);
  }

  /** {@return the nearest double} */
  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? "" + numerator : numerator + "/" + denominator;
  }
}
