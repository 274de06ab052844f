package io.formgate.constraints;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A dimension that depends on unknown ones: a product of powers of base units and of unknown
 * dimensions.
 *
 * <p>The logarithm of a dimension is a vector, so this is a linear form.
 *
 * @param terms powers that are not 0, by the base unit's position in {@link BaseUnit}, or by {@link
 *     #BASE_UNITS} plus the number of the unknown dimension
 */
record LinearDimension(SortedMap<Integer, Rational> terms) {
  static final int BASE_UNITS = BaseUnit.values().length;

  static final LinearDimension NONE = new LinearDimension(Collections.emptySortedMap());

  static LinearDimension of(Dimension d) {
    SortedMap<Integer, Rational> terms = new TreeMap<>();
    for (int i = 0; i < BASE_UNITS; i++) {
      Exponent e = d.exponents().get(i);
      if (e.numerator() != 0) {
        terms.put(i, Rational.of(e));
      }
    }
    return new LinearDimension(terms);
  }

  static LinearDimension unknown(int number) {
    return new LinearDimension(new TreeMap<>(Map.of(BASE_UNITS + number, Rational.ONE)));
  }

  boolean isNone() {
    return terms.isEmpty();
  }

  /** {@return the powers of unknown dimensions, by the keys of {@link #terms}} */
  SortedMap<Integer, Rational> unknowns() {
    return terms.tailMap(BASE_UNITS);
  }

  boolean isKnown() {
    return unknowns().isEmpty();
  }

  /** {@return this times a power of another one} */
  LinearDimension times(LinearDimension o, Rational power) {
    SortedMap<Integer, Rational> product = new TreeMap<>(terms);
    o.terms.forEach((key, exponent) -> {
      Rational sum = product.getOrDefault(key, Rational.ZERO).plus(exponent.times(power));
      if (sum.isZero()) {
        product.remove(key);
      } else {
        product.put(key, sum);
      }
    });
    return new LinearDimension(product);
  }

  LinearDimension over(LinearDimension o) {
    return times(o, Rational.MINUS_ONE);
  }

  LinearDimension power(Rational power) {
    return NONE.times(this, power);
  }

  /** {@return this without the power of one unknown dimension} */
  LinearDimension without(int key) {
    SortedMap<Integer, Rational> rest = new TreeMap<>(terms);
    rest.remove(key);
    return new LinearDimension(rest);
  }

  /** {@return this when every unknown dimension is that of a pure number} */
  LinearDimension withoutUnknowns() {
    return new LinearDimension(new TreeMap<>(terms.headMap(BASE_UNITS)));
  }

  /**
   * {@return the dimension, of which nothing is unknown}
   *
   * @throws ArithmeticException if an exponent is out of range
   */
  Dimension known() {
    if (!isKnown()) {
      throw new IllegalStateException("unknown: " + terms);
    }
    List<Exponent> exponents =
        IntStream.range(0, BASE_UNITS)
            .mapToObj(i -> terms.getOrDefault(i, Rational.ZERO).toExponent())
            .toList();
    return new Dimension(exponents);
  }
}
