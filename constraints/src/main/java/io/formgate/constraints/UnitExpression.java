package io.formgate.constraints;

/**
 * A unit as a user wrote it.
 *
 * @param text such as {@code GeV} or {@code m/s^2}
 * @param dimension its dimension
 * @param scaleToBase value in SI base units of one such unit, finite and above 0
 */
public record UnitExpression(String text, Dimension dimension, double scaleToBase) {
  /** The unit of a pure number. */
  public static final UnitExpression ONE = new UnitExpression("1", Dimension.NONE, 1);

  /** Checks the scale. */
  public UnitExpression {
    if (!(scaleToBase > 0) || !Double.isFinite(scaleToBase)) {
      throw new IllegalArgumentException("no scale of a unit: " + scaleToBase);
    }
  }

  /**
   * {@return whether both texts mean one unit, so that values need no conversion}
   *
   * @param other the other unit
   */
  public boolean isSameUnit(UnitExpression other) {
    return dimension.equals(other.dimension) && scaleToBase == other.scaleToBase;
  }
}
