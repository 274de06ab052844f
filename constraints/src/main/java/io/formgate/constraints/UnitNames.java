package io.formgate.constraints;

import java.util.List;
import java.util.Optional;

/**
 * Writes dimensions in the units that a user knows.
 *
 * @param units the units of the spec, the preferred ones first
 */
public record UnitNames(List<UnitExpression> units) {

  /** Copies the list. */
  public UnitNames {
    units = List.copyOf(units);
  }

  /**
   * {@return a dimension as a power of one of the units, such as {@code GeV^2}, else in base units}
   *
   * @param dimension the dimension
   */
  public String describe(Dimension dimension) {
    if (dimension.isNone()) {
      return "1";
    }
    for (UnitExpression unit : units) {
      Optional<Exponent> power = dimension.asPowerOf(unit.dimension());
      if (power.isPresent()) {
        boolean atom = unit.text().chars().allMatch(Character::isLetter);
        String base = atom ? unit.text() : "(" + unit.text() + ")";
        return power.get().equals(Exponent.ONE) ? unit.text() : base + "^" + power.get();
      }
    }
    return dimension.toString();
  }
}
