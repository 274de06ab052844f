package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/**
 * A square root as a table of the operand's leading bits. These are moved to a fixed place by an
 * even number of bits, and the root back by half as many.
 */
final class NormalizedRoot {
  private NormalizedRoot() {}

  /**
   * {@return a root, rounded down to its fraction bits after the table}
   *
   * @param b where nodes go
   * @param operand a node whose range is not negative
   * @param mantissaBits even
   * @param fractionBits of the result
   * @param tables makes the table of a mantissa
   * @param name of the table
   */
  static int of(
      DatapathBuilder b,
      int operand,
      int mantissaBits,
      int fractionBits,
      MantissaTables tables,
      String name) {
    int even = b.align(operand, b.fractionBits(operand) + (b.fractionBits(operand) & 1));
    int halfFraction = b.fractionBits(even) / 2;
    int whole = b.reinterpret(even, false, 0);
    int width = Math.max(mantissaBits, (b.format(whole).widthBits() + 1) / 2 * 2);
    int value = b.zeroExtended(whole, width);
    List<Integer> lowBits = new ArrayList<>();
    List<Integer> mantissas = new ArrayList<>();
    int lowest = MantissaFunction.lowestWindowBits(mantissaBits);
    for (int end = lowest; end <= width; end += 2) {
      mantissas.add(b.bitsBelow(value, end, mantissaBits));
      if (end > lowest) {
        lowBits.add(end - 2);
      }
    }
    int mantissa = LeadingWindow.choose(b, value, lowBits, mantissas);
    int root = tables.build(b, MantissaFunction.SQUARE_ROOT, mantissaBits, mantissa, name);
    List<Integer> roots = new ArrayList<>();
    for (int end = lowest; end <= width; end += 2) {
      int moved = b.reinterpretFraction(root, b.fractionBits(root) - end / 2 + halfFraction);
      roots.add(b.round(moved, fractionBits, Operation.Rounding.FLOOR));
    }
    return LeadingWindow.choose(b, value, lowBits, roots);
  }

  /**
   * {@return what the table adds to the error of a root: relative to the root, and absolute for the
   * smallest operands, whose leading bits are 0}
   *
   * @param mantissaBits even
   * @param operandFractionBits fraction bits of the operand
   * @param fractionBits of the result
   */
  static ErrorBound error(int mantissaBits, int operandFractionBits, int fractionBits) {
    int evenFraction = operandFractionBits + (operandFractionBits & 1);
    double smallest =
        MantissaFunction.SQUARE_ROOT.allowedError(mantissaBits)
            * Math.scalb(1.0, (MantissaFunction.lowestWindowBits(mantissaBits) - evenFraction) / 2);
    return new ErrorBound(
        smallest + Math.scalb(1.0, -fractionBits),
        MantissaFunction.SQUARE_ROOT.relativeError(mantissaBits));
  }
}
