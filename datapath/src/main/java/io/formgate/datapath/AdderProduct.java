package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Products without multiplier blocks: rows, added as a balanced tree.
 *
 * <p>Every two bits of one operand choose a row. With the top bit of y turned over, so that y +
 * 2^(m - 1) is the unsigned number of its m bits, and with d(k) for its digits in base 4,
 *
 * <pre>{@code x y = (d(0) - 2) x + sum over k > 0 of 2^(2 k - 1) (2 d(k) - 3) x}</pre>
 *
 * <p>Digits after the first choose among x, 3x and their negatives, the first among -2x, -x, 0 and
 * x. A negative multiple is the inverted positive one plus 1; these ones are a row of their own. So
 * each bit of a row is a function of four bits, two of y and one each of x and 3x.
 *
 * <p>A square of wide operands is two squares and one product of half the width: (2^k h + l)^2 =
 * 2^(2k) h^2 + 2^(k + 1) h l + l^2, where the squares do not overlap. What has no more than four
 * bits of operands is a table.
 */
final class AdderProduct {
  /** Operand bits of a table: the inputs of the smallest look-up tables. */
  private static final int TABLE_BITS = 4;

  private final DatapathBuilder b;

  private AdderProduct(DatapathBuilder b) {
    this.b = b;
  }

  /**
   * {@return a node with the product of two nodes}
   *
   * @param b where nodes go
   * @param x an operand
   * @param y the other operand
   */
  static int of(DatapathBuilder b, int x, int y) {
    AdderProduct product = new AdderProduct(b);
    int rawX = b.reinterpretFraction(x, 0);
    int rawY = b.reinterpretFraction(y, 0);
    int raw = rawX == rawY ? product.square(rawX) : product.product(rawX, rawY);
    return b.lowBits(raw, b.productFormat(x, y));
  }

  private int square(int x) {
    FixedFormat format = b.format(x);
    int width = format.widthBits();
    if (width <= TABLE_BITS) {
      return table(
          "squares_" + shape(format),
          b.bits(x, 0, width),
          bits -> {
            long value = format.fromBits(bits);
            return value * value;
          });
    }
    int lowBits = width / 2;
    int low = b.bits(x, 0, lowBits);
    int high = b.reinterpretFraction(b.round(x, -lowBits, Operation.Rounding.FLOOR), 0);
    int lowSquare = b.zeroExtended(square(low), 2 * lowBits);
    int squares = b.concat(b.reinterpret(square(high), false, 0), lowSquare);
    int sum =
        ShiftedSum.of(
            b,
            List.of(
                new ShiftedSum.Term(squares, 0, false),
                new ShiftedSum.Term(product(high, low), lowBits + 1, false)));
    return b.lowBits(sum, b.productFormat(x, x));
  }

  /** {@return the product of two whole numbers, possibly in a format wider than it needs} */
  private int product(int x, int y) {
    FixedFormat formatX = b.format(x);
    FixedFormat formatY = b.format(y);
    if (formatX.widthBits() == 1 || formatY.widthBits() == 1) {
      return formatY.widthBits() == 1 ? gated(x, y) : gated(y, x);
    }
    if (formatX.widthBits() + formatY.widthBits() <= TABLE_BITS) {
      int index = b.concat(b.bits(x, 0, formatX.widthBits()), b.bits(y, 0, formatY.widthBits()));
      return table(
          "products_" + shape(formatX) + "_" + shape(formatY),
          index,
          bits -> formatX.fromBits(bits >>> formatY.widthBits()) * formatY.fromBits(bits));
    }
    return lookUpTables(formatX, formatY) <= lookUpTables(formatY, formatX)
        ? rows(x, y)
        : rows(y, x);
  }

  /** {@return look-up tables of the rows of y, of four inputs, and of the adders, roughly} */
  private static int lookUpTables(FixedFormat x, FixedFormat y) {
    int digits = digits(y);
    // A constant row needs no gates; with one row of gates after the first there is a triple.
    int chosen = !y.signed() && y.widthBits() % 2 == 0 ? digits - 1 : digits;
    int triple = chosen > 1 ? x.widthBits() : 0;
    return triple + (chosen + digits) * (x.widthBits() + 2);
  }

  private static int digits(FixedFormat y) {
    return (y.widthBits() + (y.signed() ? 0 : 1) + 1) / 2;
  }

  /** {@return x if the only bit of the other operand is set, else 0; negated if that bit is -1} */
  private int gated(int x, int bit) {
    int row = b.select(b.bits(bit, 0, 1), x, b.literal(0, 0));
    return b.format(bit).signed() ? b.negate(row) : row;
  }

  private int rows(int x, int y) {
    int digits = digits(b.format(y));
    int first = -1;
    int ones = -1;
    List<ShiftedSum.Term> rows = new ArrayList<>();
    for (int k = 0; k < digits; k++) {
      boolean top = k == digits - 1;
      int lower = bit(y, 2 * k);
      int upper = bit(y, 2 * k + 1);
      int negative = top ? upper : not(upper);
      int position = Math.max(0, 2 * k - 1);
      ones = ones < 0 ? negative : b.concat(negative, b.zeroExtended(ones, position));
      if (k == 0) {
        int doubled = choice(negative, b.shiftedLeft(x, 1), b.literal(0, 0));
        first = signed(negative, choice(lower, x, doubled));
      } else {
        int same = not(different(upper, lower));
        int multiple =
            isLiteral(same, 1) ? x : top ? choice(same, x, triple(x)) : choice(same, triple(x), x);
        rows.add(new ShiftedSum.Term(signed(negative, multiple), position, false));
      }
    }
    // The first row needs no triple, so that the ones are added while that is computed.
    rows.addFirst(new ShiftedSum.Term(b.add(first, ones), 0, false));
    return b.lowBits(ShiftedSum.of(b, rows), b.productFormat(x, y));
  }

  private int triple(int x) {
    return ShiftedSum.of(
        b, List.of(new ShiftedSum.Term(x, 0, false), new ShiftedSum.Term(x, 1, false)));
  }

  /** {@return the row, or one less than its negative} */
  private int signed(int negative, int row) {
    return isLiteral(negative, 0) ? row : choice(negative, b.inverted(row), row);
  }

  /** {@return a bit of a whole number, beyond its top one too} */
  private int bit(int y, int position) {
    int width = b.format(y).widthBits();
    if (position < width) {
      return b.bits(y, position, 1);
    }
    return b.format(y).signed() ? b.bits(y, width - 1, 1) : b.literal(0, 0);
  }

  private int not(int bit) {
    return choice(bit, b.literal(0, 0), b.literal(1, 0));
  }

  private int different(int bit, int other) {
    return bit == other ? b.literal(0, 0) : choice(bit, not(other), other);
  }

  private int choice(int bit, int ifSet, int ifClear) {
    if (isLiteral(bit, 1)) {
      return ifSet;
    }
    return isLiteral(bit, 0) ? ifClear : b.select(bit, ifSet, ifClear);
  }

  private boolean isLiteral(int node, long raw) {
    return b.node(node).operation() instanceof Operation.Literal(long known) && known == raw;
  }

  private int table(String hint, int index, LongUnaryOperator valueOfBits) {
    FixedFormat format = b.format(index);
    long[] entries = new long[1 << format.widthBits()];
    Arrays.setAll(entries, valueOfBits::applyAsLong);
    long lo = Arrays.stream(entries).min().orElseThrow();
    long hi = Arrays.stream(entries).max().orElseThrow();
    FixedFormat valueFormat = FixedFormat.holding(lo, hi, 0);
    return b.lookup(
        new FunctionTable(b.sharedTableName(hint), format, valueFormat, entries), index);
  }

  private static String shape(FixedFormat format) {
    return (format.signed() ? "s" : "u") + format.widthBits();
  }
}
