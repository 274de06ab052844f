package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * A polynomial of the lower index bits for every pattern of the upper ones, by Horner's rule.
 *
 * <p>With t the lower bits as a number from -1/2 on to 1/2, and every coefficient and partial sum
 * on one grid: {@code s(d) = c(d)}, {@code s(k) = c(k) + floor(s(k + 1) t)}; the result is s(0)
 * without its guard bits.
 */
final class PiecewisePolynomial implements Approximation {
  private final FixedFormat index;
  private final int fractionBits;
  private final int guardBits;
  private final int lowerBits;
  private final long[][] coefficients;

  /**
   * Keeps the coefficients.
   *
   * @param index format of the index
   * @param fractionBits of the result
   * @param guardBits that coefficients have more than the result
   * @param lowerBits index bits that the polynomials look at
   * @param coefficients {@code [power][upper bits]}
   */
  PiecewisePolynomial(
      FixedFormat index, int fractionBits, int guardBits, int lowerBits, long[][] coefficients) {
    this.index = index;
    this.fractionBits = fractionBits;
    this.guardBits = guardBits;
    this.lowerBits = lowerBits;
    this.coefficients = coefficients;
  }

  @Override
  public FixedFormat index() {
    return index;
  }

  @Override
  public int fractionBits() {
    return fractionBits;
  }

  @Override
  public long value(int address) {
    int piece = address >>> lowerBits;
    long rest = rest(coefficients, lowerBits, piece, address);
    return (coefficients[0][piece] + rest) >> guardBits;
  }

  /** {@return what the powers above 0 add, with the guard bits} */
  static long rest(long[][] coefficients, int lowerBits, int piece, int address) {
    long t = (address & ((1 << lowerBits) - 1)) - (1L << (lowerBits - 1));
    long sum = coefficients[coefficients.length - 1][piece];
    for (int power = coefficients.length - 2; power > 0; power--) {
      sum = coefficients[power][piece] + ((sum * t) >> lowerBits);
    }
    return (sum * t) >> lowerBits;
  }

  @Override
  public int build(DatapathBuilder b, int indexNode, String name) {
    int width = index.widthBits();
    int fraction = fractionBits + guardBits;
    int t = lower(b, indexNode);
    List<Integer> values = new ArrayList<>();
    for (int power = 0; power < coefficients.length; power++) {
      values.add(
          lowerBits == width
              ? b.literal(coefficients[power][0], fraction)
              : b.lookup(
                  Approximation.table(
                      b.sharedTableName(name + "_c" + power),
                      width - lowerBits,
                      coefficients[power],
                      fraction),
                  b.bits(indexNode, lowerBits, width - lowerBits)));
    }
    int sum = values.getLast();
    for (int power = coefficients.length - 2; power >= 0; power--) {
      int product = b.round(b.multiply(sum, t), fraction, Operation.Rounding.FLOOR);
      sum = b.add(values.get(power), product);
    }
    return b.round(sum, fractionBits, Operation.Rounding.FLOOR);
  }

  /** The lower bits with the top one turned over are a signed number. */
  private int lower(DatapathBuilder b, int indexNode) {
    int top = b.bits(indexNode, lowerBits - 1, 1);
    int turned = b.select(top, b.literal(0, 0), b.literal(1, 0));
    int joined = lowerBits == 1 ? turned : b.concat(turned, b.bits(indexNode, 0, lowerBits - 1));
    return b.reinterpret(joined, true, lowerBits);
  }

  @Override
  public String toString() {
    return coefficients[0].length
        + " pieces of degree "
        + (coefficients.length - 1)
        + ", "
        + guardBits
        + " guard bits";
  }
}
