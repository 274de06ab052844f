package io.formgate.expression;

/** What an operator demands of the units of its arguments, and the unit of its result. */
public enum UnitRule {
  /** All arguments have one unit, which is the result's. */
  ALL_EQUAL,
  /** All arguments have one unit; the result has none. */
  SAME_TO_NONE,
  /** The first argument has no unit; the others have one unit, which is the result's. */
  CONDITION,
  /** The result's unit is the product of the arguments' units. */
  PRODUCT,
  /** The product of the first two arguments has the unit of the third, which is the result's. */
  PRODUCT_SUM,
  /** The result's unit is that of the first argument over that of the second. */
  QUOTIENT,
  /** The result's unit is one over the argument's. */
  RECIPROCAL,
  /** The result's unit is the argument's squared. */
  SQUARE,
  /** The result's unit is the argument's cubed. */
  CUBE,
  /** The result's unit is the square root of the argument's. */
  SQUARE_ROOT,
  /** The result's unit is the cube root of the argument's. */
  CUBE_ROOT,
  /**
   * The second argument has no unit. If it is a constant, the result's unit is the first argument's
   * to that power; if not, the first argument has no unit and the result has none.
   */
  POWER,
  /** Arguments and result have no unit. */
  DIMENSIONLESS
}
