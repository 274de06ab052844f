package io.formgate.datapath;

import io.formgate.expression.FixedFormat;

/**
 * A product with a number as a sum of tables, one for some adjacent bits of the operand each, whose
 * entries are the multiples of these bits, rounded to the fraction bits of the result. What a
 * product of integers would compute below these bits and drop is never made.
 *
 * <p>Each entry is within half of a last bit of the multiple, so the sum of n tables is within n/2
 * last bits of the product. Source: K. D. Chapman, "Fast integer multipliers fit in FPGAs", EDN,
 * May 1994; the rounding of entries is that of fixed-point constant multipliers in F. de Dinechin
 * and B. Pasca, "Designing custom arithmetic data paths with FloPoCo", 2011.
 */
final class RoundedMultiple {
  /** Bits of the operand that each table takes where there is nothing to gain from wider ones. */
  private static final int CHUNK_BITS = 6;

  /** A number of so few signed digits is a sum of shifted operands, which is exact. */
  private static final int MAX_EXACT_DIGITS = 3;

  private static final int MAX_LITERAL_BITS = 60;

  private RoundedMultiple() {}

  /**
   * {@return whether a number takes more digits than are worth a sum of shifted operands}
   *
   * @param factor the number
   */
  static boolean suits(double factor) {
    Literal exact = Literal.of(factor, MAX_LITERAL_BITS + 1);
    return factor != 0 && SignedDigits.of(exact.raw()).size() > MAX_EXACT_DIGITS;
  }

  /**
   * {@return the tables of a product}
   *
   * @param operandBits width of the operand
   */
  static int tables(int operandBits) {
    return Math.ceilDiv(operandBits, CHUNK_BITS);
  }

  /**
   * {@return the largest distance of the sum from the product}
   *
   * @param tables how many there are
   * @param fractionBits of the result
   */
  static double error(int tables, int fractionBits) {
    return Math.scalb((double) tables, -fractionBits - 1);
  }

  /**
   * {@return a node with the product}
   *
   * @param b where nodes go
   * @param operand a node
   * @param factor the number
   * @param fractionBits of the result
   * @param tables how many there are
   * @param name what names of tables begin with
   */
  static int of(
      DatapathBuilder b, int operand, double factor, int fractionBits, int tables, String name) {
    FixedFormat format = b.format(operand);
    int width = format.widthBits();
    int chunkBits = Math.ceilDiv(width, Math.min(tables, tables(width)));
    double largest = Math.scalb(Math.abs(factor), width - format.fractionBits() + fractionBits);
    if (!(largest < 1L << MAX_LITERAL_BITS)) {
      throw new WidthException("a multiple needs more than " + MAX_LITERAL_BITS + " bits");
    }
    int sum = -1;
    for (int low = 0; low < width; low += chunkBits) {
      int bits = Math.min(chunkBits, width - low);
      boolean hasSign = format.signed() && low + bits == width;
      FixedFormat chunk = new FixedFormat(hasSign, bits, bits);
      long[] multiples = new long[1 << bits];
      for (int address = 0; address < multiples.length; address++) {
        double part = Math.scalb((double) chunk.fromBits(address), low - format.fractionBits());
        multiples[address] = Math.round(Math.scalb(part * factor, fractionBits));
      }
      FunctionTable table =
          Approximation.table(b.sharedTableName(name + "_" + low), bits, multiples, fractionBits);
      int multiple = b.lookup(table, b.bits(operand, low, bits));
      sum = sum < 0 ? multiple : b.add(sum, multiple);
    }
    return sum;
  }
}
