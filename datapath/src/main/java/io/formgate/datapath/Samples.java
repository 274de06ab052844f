package io.formgate.datapath;

import io.formgate.expression.FixedFormat;

/**
 * What a function has to be at every pattern of index bits: between two bounds, or anything where
 * no value of the declared range has that pattern.
 */
final class Samples {
  private final FixedFormat index;
  private final double[] lo;
  private final double[] hi;

  /**
   * Keeps bounds.
   *
   * @param index format of the index
   * @param lo least value of the function for an address, above {@code hi} where any will do
   * @param hi largest value of the function for an address
   */
  Samples(FixedFormat index, double[] lo, double[] hi) {
    if (lo.length != 1 << index.widthBits() || hi.length != lo.length) {
      throw new IllegalArgumentException(
          lo.length + " samples for an index of " + index.widthBits() + " bits");
    }
    this.index = index;
    this.lo = lo;
    this.hi = hi;
  }

  /** {@return the format of the index} */
  FixedFormat index() {
    return index;
  }

  /** {@return the bits of the index} */
  int indexBits() {
    return index.widthBits();
  }

  /** {@return the number of addresses} */
  int size() {
    return lo.length;
  }

  /** {@return whether the value at an address matters} */
  boolean isUsed(int address) {
    return lo[address] <= hi[address];
  }

  /** {@return the least value of the function at an address that is used} */
  double lo(int address) {
    return lo[address];
  }

  /** {@return the largest value of the function at an address that is used} */
  double hi(int address) {
    return hi[address];
  }

  /** {@return the least values of all addresses, a copy} */
  double[] lows() {
    return lo.clone();
  }

  /** {@return the largest values of all addresses, a copy} */
  double[] highs() {
    return hi.clone();
  }

  /**
   * {@return the function plus a number}
   *
   * @param by the number
   */
  Samples moved(double by) {
    double[] movedLo = lo.clone();
    double[] movedHi = hi.clone();
    for (int i = 0; i < lo.length; i++) {
      movedLo[i] += by;
      movedHi[i] += by;
    }
    return new Samples(index, movedLo, movedHi);
  }

  /** {@return the middle of the function's values at an address that is used} */
  double middle(int address) {
    return lo[address] + (hi[address] - lo[address]) / 2;
  }

  /**
   * {@return the largest distance between an approximation and a value of the function}
   *
   * @param approximation of the same index
   */
  double largestError(Approximation approximation) {
    double lsb = Math.scalb(1.0, -approximation.fractionBits());
    double largest = 0;
    for (int address = 0; address < lo.length; address++) {
      if (isUsed(address)) {
        // Both are exact or rounded to a double; the interval is rounded outwards already.
        double value = approximation.value(address) * lsb;
        largest = Math.max(largest, Math.max(hi[address] - value, value - lo[address]));
      }
    }
    return largest;
  }
}
