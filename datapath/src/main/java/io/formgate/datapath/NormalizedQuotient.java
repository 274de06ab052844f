package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A quotient as a product with the reciprocal of the divisor's leading bits. These are moved to a
 * fixed place, and the product by as much.
 */
final class NormalizedQuotient {
  private NormalizedQuotient() {}

  /**
   * {@return a quotient, rounded down to its fraction bits after table and product}
   *
   * @param b where nodes go
   * @param dividend a node
   * @param divisor a node whose range is positive
   * @param mantissaBits leading bits of the divisor that are looked at
   * @param fractionBits of the result
   * @param tables makes the table of a mantissa
   * @param name of the table
   */
  static int of(
      DatapathBuilder b,
      int dividend,
      int divisor,
      int mantissaBits,
      int fractionBits,
      MantissaTables tables,
      String name) {
    int value = b.reinterpret(divisor, false, 0);
    int first = FixedFormat.bitsFor(0, b.node(value).rawLo()) - 1;
    int last = FixedFormat.bitsFor(0, b.node(value).rawHi()) - 1;
    List<Integer> lowBits = new ArrayList<>();
    List<Integer> mantissas = new ArrayList<>();
    for (int leading = first; leading <= last; leading++) {
      mantissas.add(b.bitsBelow(value, leading, mantissaBits - 1));
      if (leading > first) {
        lowBits.add(leading);
      }
    }
    int mantissa = LeadingWindow.choose(b, value, lowBits, mantissas);
    int reciprocal = tables.build(b, MantissaFunction.RECIPROCAL, mantissaBits, mantissa, name);
    int product = b.multiply(dividend, reciprocal);
    List<Integer> quotients = new ArrayList<>();
    for (int leading = first; leading <= last; leading++) {
      int fraction = b.fractionBits(product) + leading - b.fractionBits(divisor);
      int moved = b.reinterpretFraction(product, fraction);
      quotients.add(b.round(moved, fractionBits, Operation.Rounding.FLOOR));
    }
    return LeadingWindow.choose(b, value, lowBits, quotients);
  }

  /**
   * {@return what table and rounding add to the error of a quotient}
   *
   * @param mantissaBits leading bits of the divisor that are looked at
   * @param fractionBits of the result
   */
  static ErrorBound error(int mantissaBits, int fractionBits) {
    return new ErrorBound(
        Math.scalb(1.0, -fractionBits), MantissaFunction.RECIPROCAL.relativeError(mantissaBits));
  }
}
