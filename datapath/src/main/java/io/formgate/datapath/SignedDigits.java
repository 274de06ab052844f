package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/**
 * The canonical signed-digit form of an integer: the fewest powers of two that add or subtract to
 * it, no two of them adjacent.
 *
 * <p>Source: Reitwiesner, Binary Arithmetic, Advances in Computers 1 (1960).
 */
final class SignedDigits {
  private SignedDigits() {}

  /**
   * One digit.
   *
   * @param shift exponent of the power of two
   * @param negative whether it is subtracted
   */
  record Digit(int shift, boolean negative) {}

  /**
   * {@return the digits that are not zero, the most significant first}
   *
   * @param value magnitude below 2^62
   */
  static List<Digit> of(long value) {
    List<Digit> digits = new ArrayList<>();
    long rest = value;
    for (int shift = 0; rest != 0; shift++) {
      if ((rest & 1) != 0) {
        boolean negative = (rest & 3) == 3;
        digits.add(new Digit(shift, negative));
        rest += negative ? 1 : -1;
      }
      rest >>= 1;
    }
    return digits.reversed();
  }
}
