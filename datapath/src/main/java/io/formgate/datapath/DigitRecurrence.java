package io.formgate.datapath;

import io.formgate.expression.FixedFormat;

/**
 * Square root and quotient one binary digit at a time: a subtraction, a sign and a choice for each
 * digit, exact in every bit.
 *
 * <p>Source: the restoring recurrences of Ercegovac and Lang, Digital Arithmetic (2004), chapters 5
 * and 6.
 */
final class DigitRecurrence {
  private DigitRecurrence() {}

  /**
   * {@return the largest value with {@code fractionBits} whose square is not above the operand}
   *
   * @param b where nodes go
   * @param operand a node whose range is not negative
   * @param fractionBits of the result
   */
  static int squareRoot(DatapathBuilder b, int operand, int fractionBits) {
    int shift = 2 * fractionBits - b.fractionBits(operand);
    int scaled =
        shift >= 0
            ? b.align(operand, 2 * fractionBits)
            : b.round(operand, 2 * fractionBits, Operation.Rounding.FLOOR);
    long largest = b.node(scaled).rawHi();
    int digits = Math.max(1, (FixedFormat.bitsFor(0, largest) + 1) / 2);
    int radicand = widened(b, b.reinterpret(scaled, false, 0), 2 * digits);
    int remainder = -1;
    int root = -1;
    for (int i = digits - 1; i >= 0; i--) {
      int pair = b.bits(radicand, 2 * i, 2);
      int trial = remainder < 0 ? pair : b.concat(remainder, pair);
      int one = b.literal(1, 0);
      int probe = root < 0 ? one : b.concat(root, b.concat(zero(b), one));
      Step step = step(b, trial, probe, digits - i + 1);
      remainder = step.remainder();
      root = root < 0 ? step.digit() : b.concat(root, step.digit());
    }
    return b.reinterpret(root, false, fractionBits);
  }

  /**
   * {@return the quotient of two raw magnitudes, rounded towards zero}
   *
   * @param b where nodes go
   * @param dividend a node whose range is not negative; its fraction bits are ignored
   * @param divisor a node whose range is positive; its fraction bits are ignored
   * @param digits bits of the quotient, enough for every value of the operands
   */
  static int quotient(DatapathBuilder b, int dividend, int divisor, int digits) {
    int n = b.reinterpret(dividend, false, 0);
    int d = b.reinterpret(divisor, false, 0);
    int widthN = b.format(n).widthBits();
    int widthD = b.format(d).widthBits();
    int remainder = -1;
    if (widthN > digits) {
      remainder = b.bits(n, digits, widthN - digits);
    }
    int quotient = -1;
    for (int i = digits - 1; i >= 0; i--) {
      int next = i < widthN ? b.bits(n, i, 1) : zero(b);
      int trial = remainder < 0 ? next : b.concat(remainder, next);
      Step step = step(b, trial, d, widthD);
      remainder = step.remainder();
      quotient = quotient < 0 ? step.digit() : b.concat(quotient, step.digit());
    }
    return quotient;
  }

  private record Step(int remainder, int digit) {}

  /** One digit: the trial less the probe if that is not negative, else the trial. */
  private static Step step(DatapathBuilder b, int trial, int probe, int remainderBits) {
    int width = Math.max(b.format(trial).widthBits(), b.format(probe).widthBits()) + 1;
    int difference = b.subtract(trial, probe);
    int keep = Math.min(remainderBits, b.format(trial).widthBits());
    if (b.node(difference).rawLo() >= 0) {
      return new Step(
          b.bits(difference, 0, Math.min(keep, b.format(difference).widthBits())), b.literal(1, 0));
    }
    if (b.node(difference).rawHi() < 0) {
      return new Step(b.bits(trial, 0, keep), zero(b));
    }
    int top = b.format(difference).widthBits() - 1;
    if (top >= width) {
      throw new IllegalStateException("a difference is wider than its operands allow");
    }
    int negative = b.bits(difference, top, 1);
    int positive = Math.min(keep, b.format(difference).widthBits());
    int remainder = b.select(negative, b.bits(trial, 0, keep), b.bits(difference, 0, positive));
    int digit = b.select(negative, zero(b), b.literal(1, 0));
    return new Step(remainder, digit);
  }

  private static int zero(DatapathBuilder b) {
    return b.literal(0, 0);
  }

  /** Zero bits in front of an unsigned value. */
  private static int widened(DatapathBuilder b, int a, int widthBits) {
    return b.format(a).widthBits() > widthBits
        ? b.bits(a, 0, widthBits)
        : b.zeroExtended(a, widthBits);
  }
}
