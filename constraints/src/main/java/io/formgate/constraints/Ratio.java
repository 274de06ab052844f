package io.formgate.constraints;

/**
 * An exact fraction in lowest terms.
 *
 * @param numerator 0 or more
 * @param denominator above 0
 */
public record Ratio(long numerator, long denominator) {
  /** Largest numerator and denominator that a spec may write: sums of a few stay exact. */
  public static final long LARGEST_WRITTEN = 1_000_000;

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

  /** {@return the nearest double} */
  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? "" + numerator : numerator + "/" + denominator;
  }
}
