package io.formgate.constraints;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The units that the constants of formulas carry, found together, or where no units can agree.
 *
 * <p>{@link UnitInference} and {@link UnitChecker} look at one node at a time, and whatever meets a
 * constant becomes open. Here every constant has one unknown dimension. What they refuse is refused
 * here too. Where every constant stands at one place only, what they accept is accepted here, but
 * for exponents out of range; where one stands at several, as in {@code c*x + c*p}, only this sees
 * that no unit fits all of them.
 *
 * <p>Where the equations leave a choice, as many constants as possible are pure numbers. Every
 * exponent of every node has to be in range with that choice.
 */
public sealed interface UnitSolution {
  /** Digits of constants in messages. */
  int MESSAGE_DIGITS = 6;

  /**
   * The unit of a constant.
   *
   * @param value of the constant
   * @param dimension of its unit
   * @param isUnique whether no other dimension would do; if not, as many constants as possible are
   *     pure numbers
   */
  record ConstantUnit(double value, Dimension dimension, boolean isUnique) {}

  /**
   * The units agree.
   *
   * @param constants of every formula, in the order of their occurrence from the left
   */
  record Agreement(List<List<ConstantUnit>> constants) implements UnitSolution {
    /** Copies the lists. */
    public Agreement {
      constants = constants.stream().map(List::copyOf).toList();
    }
  }

  /**
   * No units agree.
   *
   * @param formula index of the formula
   * @param node the first part, arguments before the node that uses them, that contradicts those
   *     before it
   * @param reason what it contradicts
   * @param excess the dimension that would have to be none; empty if its exponents are out of range
   */
  record Conflict(int formula, Expr node, Reason reason, Optional<Dimension> excess)
      implements UnitSolution {
    /**
     * {@return what is wrong, one sentence without a final stop}
     *
     * @param names writes the dimensions
     */
    public String describe(UnitNames names) {
      String text = "'" + FormulaPrinter.print(node, MESSAGE_DIGITS) + "'";
      String factor = excess.map(names::describe).orElse("one that is out of range");
      return switch (reason) {
        case PARTS_DIFFER ->
            text + " combines parts whose units differ by " + factor + " whatever constants carry";
        case NOT_NONE ->
            text
                + " needs a value without a unit, but gets "
                + factor
                + " whatever constants carry";
        case NOT_THE_OUTPUT ->
            text
                + " has a unit that differs from the output's by "
                + factor
                + " whatever constants carry";
        case OUT_OF_RANGE -> text + " has a unit with an exponent that is out of range";
      };
    }
  }

  /** What a node contradicts. */
  enum Reason {
    /** Parts of a node have to have one unit. */
    PARTS_DIFFER,
    /** A part of a node has to be without a unit. */
    NOT_NONE,
    /** A formula has to have the unit of its output. */
    NOT_THE_OUTPUT,
    /** The exponents of a unit have to be in the range of {@link Exponent}. */
    OUT_OF_RANGE
  }

  /**
   * {@return the units of the constants of formulas that share some of them}
   *
   * @param formulas at least one
   * @param variables dimension of every variable and parameter
   */
  static UnitSolution of(List<UnitFormula> formulas, Map<String, Dimension> variables) {
    return UnitSolver.solve(formulas, variables);
  }

  /**
   * {@return the units of the constants of one formula}
   *
   * @param formula without calls
   * @param variables dimension of every variable and parameter
   * @param output dimension that its value has to have
   * @param constants units that constants may carry, each one of its own
   */
  static UnitSolution of(
      Expr formula, Map<String, Dimension> variables, Dimension output, ConstantUnits constants) {
    return of(List.of(UnitFormula.of(formula, output, constants)), variables);
  }
}
