package io.formgate.constraints;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Writes dimensions in the units that a user knows.
 *
 * @param units the units of the spec, the preferred ones first
 */
public record UnitNames(List<UnitExpression> units) {
  /** Most units in a product: of more, base units tell as much. */
  static final int MOST_FACTORS = 3;

  /** Powers that are tried for all factors of a product but the last, which has what is left. */
  private static final List<Exponent> POWERS =
      List.of(
          Exponent.ONE,
          Exponent.of(-1, 1),
          Exponent.TWO,
          Exponent.of(-2, 1),
          Exponent.HALF,
          Exponent.of(-1, 2));

  private record Factor(UnitExpression unit, Exponent power) {}

  /** Copies the list. */
  public UnitNames {
    units = List.copyOf(units);
  }

  /**
   * {@return a dimension as a product of powers of few of the units, such as {@code GeV^2/m}, else
   * in base units}
   *
   * @param dimension the dimension
   */
  public String describe(Dimension dimension) {
    if (dimension.isNone()) {
      return "1";
    }
    List<UnitExpression> different = different();
    boolean isOneBaseUnit =
        dimension.exponents().stream().filter(e -> e.numerator() != 0).count() == 1;
    for (int factors = 1; factors <= (isOneBaseUnit ? 1 : MOST_FACTORS); factors++) {
      Optional<List<Factor>> product = product(dimension, different, factors);
      if (product.isPresent()) {
        return text(product.get());
      }
    }
    return dimension.toString();
  }

  /** {@return the units that have a dimension, one of each} */
  private List<UnitExpression> different() {
    List<UnitExpression> different = new ArrayList<>();
    for (UnitExpression unit : units) {
      if (!unit.dimension().isNone()
          && different.stream().noneMatch(u -> u.dimension().equals(unit.dimension()))) {
        different.add(unit);
      }
    }
    return different;
  }

  /** {@return a dimension as a product of exactly so many of some units} */
  private static Optional<List<Factor>> product(
      Dimension dimension, List<UnitExpression> of, int factors) {
    for (int i = 0; i < of.size(); i++) {
      UnitExpression unit = of.get(i);
      Optional<Exponent> whole = dimension.asPowerOf(unit.dimension());
      if (factors == 1 && whole.isPresent()) {
        return Optional.of(List.of(new Factor(unit, whole.get())));
      }
      List<UnitExpression> others = of.subList(i + 1, of.size());
      for (int p = 0; p < POWERS.size() && factors > 1 && !others.isEmpty(); p++) {
        Exponent power = POWERS.get(p);
        Optional<List<Factor>> rest =
            without(dimension, unit, power).flatMap(d -> product(d, others, factors - 1));
        if (rest.isPresent()) {
          List<Factor> all = new ArrayList<>(List.of(new Factor(unit, power)));
          all.addAll(rest.get());
          return Optional.of(all);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Dimension> without(
      Dimension dimension, UnitExpression unit, Exponent power) {
    try {
      return Optional.of(dimension.divide(unit.dimension().power(power)));
    } catch (ArithmeticException outOfRange) {
      return Optional.empty();
    }
  }

  private static String text(List<Factor> factors) {
    StringJoiner above = new StringJoiner("*");
    StringBuilder below = new StringBuilder();
    boolean hasAbove = factors.stream().anyMatch(f -> f.power().numerator() > 0);
    for (Factor factor : factors) {
      if (factor.power().numerator() > 0 || !hasAbove) {
        above.add(text(factor.unit(), factor.power(), factors.size() > 1));
      } else {
        Exponent power = factor.power().times(Exponent.of(-1, 1));
        below.append('/').append(text(factor.unit(), power, true));
      }
    }
    return above.toString() + below;
  }

  private static String text(UnitExpression unit, Exponent power, boolean isFactor) {
    boolean isOne = power.equals(Exponent.ONE);
    boolean isAtom = unit.text().chars().allMatch(Character::isLetter);
    String base = isAtom || (isOne && !isFactor) ? unit.text() : "(" + unit.text() + ")";
    return isOne ? base : base + "^" + power;
  }
}
