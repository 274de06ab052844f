package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/** A product with a constant as a sum of tables of adjacent bits of the operand. */
final class ChunkProduct {
  private ChunkProduct() {}

  /**
   * {@return a node with the product of an operand's raw value, without fraction bits}
   *
   * @param b where nodes go
   * @param operand a node; its fraction bits are ignored
   * @param factor the constant
   * @param chunkBits bits of the operand for each table
   */
  static int of(DatapathBuilder b, int operand, long factor, int chunkBits) {
    int width = b.format(operand).widthBits();
    boolean signed = b.format(operand).signed();
    List<ShiftedSum.Term> terms = new ArrayList<>();
    for (int low = 0; low < width; low += chunkBits) {
      int bits = Math.min(chunkBits, width - low);
      boolean hasSign = signed && low + bits == width;
      terms.add(new ShiftedSum.Term(chunk(b, operand, factor, low, bits, hasSign), low, false));
    }
    return ShiftedSum.of(b, terms);
  }

  private static int chunk(
      DatapathBuilder b, int operand, long factor, int low, int bits, boolean signed) {
    FixedFormat chunk = new FixedFormat(signed, bits, bits);
    long[] products = new long[1 << bits];
    for (int address = 0; address < products.length; address++) {
      products[address] = Math.multiplyExact(factor, chunk.fromBits(address));
    }
    String name =
        b.sharedTableName(
            "times" + (factor < 0 ? "_m" : "_") + Math.abs(factor) + (signed ? "_s" : "_u") + bits);
    return b.lookup(Approximation.table(name, bits, products, 0), b.bits(operand, low, bits));
  }
}
