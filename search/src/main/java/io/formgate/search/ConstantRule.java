package io.formgate.search;

import io.formgate.expression.Interval;

/**
 * Which values the constants of formulas may have.
 *
 * @param range the values
 * @param gridStep values are whole multiples of it; 0 for no grid
 */
public record ConstantRule(Interval range, double gridStep) {
  /** Any value. */
  public static final ConstantRule ANY =
      new ConstantRule(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), 0);

  /** Checks the step. */
  public ConstantRule {
    if (range.isEmpty() || !(gridStep >= 0)) {
      throw new IllegalArgumentException("no rule for constants: " + range + ", " + gridStep);
    }
  }

  /** {@return whether it allows any value} */
  public boolean isAny() {
    return equals(ANY);
  }

  /**
   * {@return the nearest value in the range}
   *
   * @param value any
   */
  double clamp(double value) {
    return range.clamp(value);
  }

  /**
   * {@return the nearest allowed value}
   *
   * @param value any
   */
  double nearest(double value) {
    double inside = range.clamp(value);
    if (gridStep == 0) {
      return inside;
    }
    double steps = Math.rint(inside / gridStep);
    if (steps * gridStep > range.hi()) {
      steps--;
    } else if (steps * gridStep < range.lo()) {
      steps++;
    }
    return steps * gridStep;
  }
}
