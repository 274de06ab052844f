package io.formgate.constraints;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The dimension of a quantity: a product of powers of the base units.
 *
 * <p>Angles and counts have none. Operations throw {@link ArithmeticException} when an exponent
 * leaves the range of {@link Exponent}.
 *
 * @param exponents one for each {@link BaseUnit}, in that order
 */
public record Dimension(List<Exponent> exponents) {
  private static final List<BaseUnit> BASE_UNITS = List.of(BaseUnit.values());

  /** The dimension of a pure number. */
  public static final Dimension NONE =
      new Dimension(Collections.nCopies(BASE_UNITS.size(), Exponent.ZERO));

  /** Checks the number of exponents. */
  public Dimension {
    exponents = List.copyOf(exponents);
    if (exponents.size() != BASE_UNITS.size()) {
      throw new IllegalArgumentException(exponents.size() + " exponents");
    }
  }

  /**
   * {@return the dimension of a base unit}
   *
   * @param unit the base unit
   */
  public static Dimension of(BaseUnit unit) {
    return new Dimension(
        Stream.of(BaseUnit.values()).map(u -> u == unit ? Exponent.ONE : Exponent.ZERO).toList());
  }

  /** {@return whether this is the dimension of a pure number} */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * {@return the dimension of a product}
   *
   * @param o the other factor's dimension
   */
  public Dimension multiply(Dimension o) {
    return new Dimension(
        IntStream.range(0, exponents.size())
            .mapToObj(i -> exponents.get(i).plus(o.exponents.get(i)))
            .toList());
  }

  /**
   * {@return the dimension of a quotient}
   *
   * @param o the divisor's dimension
   */
  public Dimension divide(Dimension o) {
    return multiply(o.power(new Exponent(-1, 1)));
  }

  /**
   * {@return the dimension of a power}
   *
   * @param power the exponent
   */
  public Dimension power(Exponent power) {
    return new Dimension(exponents.stream().map(e -> e.times(power)).toList());
  }

  /**
   * {@return the power to which a dimension has to be raised to give this one, if there is one}
   *
   * @param base the dimension to be raised
   */
  Optional<Exponent> asPowerOf(Dimension base) {
    for (int i = 0; i < exponents.size(); i++) {
      if (base.exponents.get(i).numerator() != 0) {
        try {
          Exponent power = exponents.get(i).over(base.exponents.get(i));
          return base.power(power).equals(this) ? Optional.of(power) : Optional.empty();
        } catch (ArithmeticException outOfRange) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** {@return the dimension in base units, such as {@code m^2*kg*s^-2}; {@code 1} for none} */
  @Override
  public String toString() {
    StringJoiner out = new StringJoiner("*");
    out.setEmptyValue("1");
    for (int i = 0; i < exponents.size(); i++) {
      Exponent e = exponents.get(i);
      if (e.equals(Exponent.ONE)) {
        out.add(BASE_UNITS.get(i).symbol());
      } else if (e.numerator() != 0) {
        out.add(BASE_UNITS.get(i).symbol() + "^" + e);
      }
    }
    return out.toString();
  }
}
