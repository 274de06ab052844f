package io.formgate.search;

import io.formgate.constraints.Grid;
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
   * {@return the rule with what its range and another have in common; itself if that is nothing}
   */
  ConstantRule within(Interval other) {
    double lo = Math.max(range.lo(), other.lo());
    double hi = Math.min(range.hi(), other.hi());
    return lo <= hi ? new ConstantRule(new Interval(lo, hi), gridStep) : this;
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
    Grid grid = new Grid(gridStep);
    double nearest = grid.nearest(inside);
    if (nearest > range.hi()) {
      return grid.nearest(nearest - gridStep);
    }
    return nearest < range.lo() ? grid.nearest(nearest + gridStep) : nearest;
  }
}
