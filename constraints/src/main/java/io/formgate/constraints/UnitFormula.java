package io.formgate.constraints;

import io.formgate.expression.Expr;
import java.util.Collections;
import java.util.List;

/**
 * A formula whose units are to agree.
 *
 * @param formula without calls
 * @param output dimension that its value has to have
 * @param constants what every constant may carry, in the order of their occurrence from the left
 */
public record UnitFormula(Expr formula, Dimension output, List<ConstantRole> constants) {
  /** Checks that every constant has its role. */
  public UnitFormula {
    constants = List.copyOf(constants);
    if (constants.size() != count(formula)) {
      throw new IllegalArgumentException(
          constants.size() + " roles for " + count(formula) + " constants");
    }
  }

  /**
   * {@return a formula whose constants are all alike}
   *
   * @param formula without calls
   * @param output dimension that its value has to have
   * @param constants units that constants may carry, each one of its own
   */
  public static UnitFormula of(Expr formula, Dimension output, ConstantUnits constants) {
    ConstantRole role =
        switch (constants) {
          case ANY -> ConstantRole.OWN;
          case NONE -> ConstantRole.LITERAL;
        };
    return new UnitFormula(formula, output, Collections.nCopies(count(formula), role));
  }

  private static int count(Expr formula) {
    return (int) Postorder.of(formula).stream().filter(e -> e instanceof Expr.Constant).count();
  }
}
