package io.formgate.constraints;

/** Which unit a constant of a formula may carry. */
public sealed interface ConstantRole {
  /** None: a number that somebody wrote. 0 is the exception, which has every unit. */
  record Literal() implements ConstantRole {}

  /** One of its own: a constant that the search fits. */
  record Own() implements ConstantRole {}

  /**
   * The same as all other constants of its group, in all formulas: a constant that stands at
   * several places.
   *
   * @param group any number
   */
  record Shared(int group) implements ConstantRole {}

  /** A number that somebody wrote. */
  ConstantRole LITERAL = new Literal();

  /** A constant that the search fits. */
  ConstantRole OWN = new Own();
}
