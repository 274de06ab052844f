package io.formgate.constraints;

import io.formgate.expression.Definition;
import io.formgate.expression.Expansion;
import io.formgate.expression.Expr;
import io.formgate.expression.Simplifier;
import java.util.Map;

/**
 * The form of a formula in which constraints count.
 *
 * <p>Custom operators are replaced by their bodies, constants are folded and what changes nothing
 * is dropped: {@code sin(0.3)*x}, {@code 0*sin(x)} and {@code sin(x) - sin(x)} hold no sine. No
 * operator is exchanged for another, so {@code x^2} counts as what it was written with. A part that
 * is written twice counts twice.
 */
public final class CountedForm {
  private static final Simplifier SIMPLIFIER = Simplifier.removing();

  private CountedForm() {}

  /**
   * {@return the form of a formula in which constraints count}
   *
   * @param e the formula
   * @param definitions custom operators by name
   * @throws ArithmeticException if the expanded formula is too large
   */
  public static Expr of(Expr e, Map<String, Definition> definitions) {
    return SIMPLIFIER.simplify(Expansion.expand(e, definitions));
  }
}
