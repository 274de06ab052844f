package io.formgate.search;

/**
 * How long the members of each island may be.
 *
 * <p>Where long formulas fit far better than short ones, none of the short ones is ever chosen as a
 * parent, and laws that are short stay unfound. So every second island has a limit of its own, from
 * {@value #SMALLEST_SHARE} of the largest size upwards, and goes on to look for short formulas.
 */
final class SizeLimits {
  private static final double SMALLEST_SHARE = 0.3;
  private static final double STEP = 0.1;
  private static final int STEPS = 6;
  private static final int SMALLEST = 5;

  private SizeLimits() {}

  /**
   * {@return the most nodes of a member, without slope and offset}
   *
   * @param island its index
   * @param maxSize most nodes of a formula
   */
  static int of(int island, int maxSize) {
    if (island % 2 == 0) {
      return maxSize;
    }
    double share = SMALLEST_SHARE + STEP * (island / 2 % STEPS);
    return Math.min(maxSize, Math.max(SMALLEST, (int) (share * maxSize)));
  }
}
