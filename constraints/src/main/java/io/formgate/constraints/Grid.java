package io.formgate.constraints;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The doubles that lie on the whole multiples of a step.
 *
 * <p>The step is the shortest decimal number that stands for the given double, so that the
 * multiples of 0.1 are the doubles nearest to 0.2, 0.3 and so on: the double of 0.1 times 3 would
 * be another number than 0.3. As a fraction of whole numbers the step gives each multiple with one
 * rounding.
 */
public final class Grid {
  /** From here on whole numbers are not exact in a double. */
  private static final BigInteger EXACT = BigInteger.TWO.pow(53);

  /** With more steps than this a multiple is nearer to the next than doubles are. */
  private static final double MOST_STEPS = 0x1p52;

  private final double step;
  private final double numerator;
  private final double denominator;

  /**
   * Makes a grid.
   *
   * @param step above 0, finite
   */
  public Grid(double step) {
    if (!(step > 0) || Double.isInfinite(step)) {
      throw new IllegalArgumentException("no step " + step);
    }
    this.step = step;
    BigDecimal decimal = BigDecimal.valueOf(step).stripTrailingZeros();
    BigInteger top =
        decimal.unscaledValue().multiply(BigInteger.TEN.pow(-Math.min(decimal.scale(), 0)));
    BigInteger bottom = BigInteger.TEN.pow(Math.max(decimal.scale(), 0));
    BigInteger common = top.gcd(bottom);
    boolean isExact =
        top.divide(common).compareTo(EXACT) < 0 && bottom.divide(common).compareTo(EXACT) < 0;
    numerator = isExact ? top.divide(common).doubleValue() : step;
    denominator = isExact ? bottom.divide(common).doubleValue() : 1;
  }

  /**
   * {@return the number of the grid that is nearest to a value; the value itself where the grid is
   * finer than doubles are}
   *
   * @param value finite
   */
  public double nearest(double value) {
    double steps = Math.rint(value / step);
    return Math.abs(steps) < MOST_STEPS ? steps * numerator / denominator + 0.0 : value;
  }

  /**
   * {@return 0 if a value is on the grid, else its distance to the grid as a part of half a step,
   * above 0 and at most 1}
   *
   * @param value a number
   */
  public double distance(double value) {
    double nearest = nearest(value);
    if (value == nearest) {
      return 0;
    }
    double part = Math.abs(value - nearest) / (0.5 * step);
    return part <= 1 ? Math.max(part, Double.MIN_VALUE) : 1;
  }
}
