package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.Simplifier;

/**
 * The form of a formula in which constraints count.
 *
 * <p>Constants are folded and what changes nothing is dropped: {@code sin(0.3)*x}, {@code 0*sin(x)}
 * and {@code sin(x) - sin(x)} hold no sine. No operator is exchanged for another, so {@code x^2}
 * counts as what it was written with. A part that is written twice counts twice.
 */
public final class CountedForm {
  private static final Simplifier SIMPLIFIER = Simplifier.removing();

  private CountedForm() {}

  /**
   * {@return the form of a formula in which constraints count}
   *
   * @param e the formula, custom operators replaced by their bodies
   */
  public static Expr of(Expr e) {
    return SIMPLIFIER.simplify(e);
  }
}
