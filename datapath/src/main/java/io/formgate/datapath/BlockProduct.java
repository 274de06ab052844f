package io.formgate.datapath;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Products in multiplier blocks: an operand that is too wide is cut into an upper part and unsigned
 * lower bits, and the products of the parts are added as a balanced tree.
 */
final class BlockProduct {
  private final DatapathBuilder b;
  private final MultiplierBlock block;
  private final List<ShiftedSum.Term> parts = new ArrayList<>();

  private BlockProduct(DatapathBuilder b, MultiplierBlock block) {
    this.b = b;
    this.block = block;
  }

  /**
   * {@return a node with the product of two nodes}
   *
   * @param b where nodes go
   * @param block the device's multiplier
   * @param x an operand
   * @param y the other operand
   */
  static int of(DatapathBuilder b, MultiplierBlock block, int x, int y) {
    if (block.fits(signedWidth(b, x), signedWidth(b, y))) {
      return b.product(x, y);
    }
    BlockProduct product = new BlockProduct(b, block);
    product.cut(b.reinterpretFraction(x, 0), b.reinterpretFraction(y, 0), 0);
    product.parts.sort(Comparator.comparingInt(ShiftedSum.Term::shift));
    return b.lowBits(ShiftedSum.of(b, product.parts), b.productFormat(x, y));
  }

  private void cut(int x, int y, int shift) {
    int widthX = signedWidth(b, x);
    int widthY = signedWidth(b, y);
    if (block.fits(widthX, widthY)) {
      parts.add(new ShiftedSum.Term(b.product(x, y), shift, false));
      return;
    }
    boolean cutX = widthX >= widthY;
    int wide = cutX ? x : y;
    int other = cutX ? y : x;
    int room = signedWidth(b, other) <= block.widthB() ? block.widthA() : block.widthB();
    int lowBits = Math.min(room - 1, b.format(wide).widthBits() - 1);
    int high = b.round(wide, -lowBits, Operation.Rounding.FLOOR);
    cut(b.bits(wide, 0, lowBits), other, shift);
    cut(b.reinterpretFraction(high, 0), other, shift + lowBits);
  }

  private static int signedWidth(DatapathBuilder b, int node) {
    return b.format(node).widthBits() + (b.format(node).signed() ? 0 : 1);
  }
}
