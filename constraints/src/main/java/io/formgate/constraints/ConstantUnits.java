package io.formgate.constraints;

/** Which units the constants of a formula may carry. */
public enum ConstantUnits {
  /** Whatever makes the units agree. */
  ANY,
  /** None: a constant is a pure number. */
  NONE
}
