package io.formgate.expression;

/**
 * Sine and cosine of arguments of 2^40 or more, one at a time: the argument's 53 bits times the 192
 * bits of 1/pi on which the result depends, in whole numbers (M. Payne and R. Hanek, Radian
 * reduction for trigonometric functions, SIGNUM Newsletter 18, 1983). What the bits left out add to
 * the half turns is under 2^-137, and no double is nearer to a multiple of pi than 2^-62 half
 * turns.
 */
final class LargeAngles {
  /** 64 zeros, then the bits of 1/pi behind the point. */
  private static final long[] INV_PI = {
    0x0000000000000000L, 0x517cc1b727220a94L, 0xfe13abe8fa9a6ee0L, 0x6db14acc9e21c820L,
    0xff28b1d5ef5de2b0L, 0xdb92371d2126e970L, 0x0324977504e8c90eL, 0x7f0ef58e5894d39fL,
    0x74411afa975da242L, 0x74ce38135a2fbf20L, 0x9cc8eb1cc1a99cfaL, 0x4e422fc5defc941dL,
    0x8ffc4bffef02cc07L, 0xf79788c5ad05368fL, 0xb69b3f6793e584dbL, 0xa7a31fb34f2ff516L,
    0xba93dd63f5f2f8bdL, 0x9e839cfbc5294975L, 0x35fdafd88fc6ae84L, 0x2b0198237e3db5d5L,
    0xf867de104d7a1b0eL
  };

  private static final int MANTISSA_BITS = 52;
  private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;

  private LargeAngles() {}

  /** {@return the sine; NaN if the argument is not finite} */
  static double sin(double x) {
    return Math.copySign(1, x) * sinOfSize(Math.abs(x), 0);
  }

  /** {@return the cosine; NaN if the argument is not finite} */
  static double cos(double x) {
    // Half a half turn more, of which the product below has 2^191.
    return sinOfSize(Math.abs(x), 1L << 62);
  }

  /**
   * {@return the sine of an argument and some more}
   *
   * @param x 2^40 or more
   * @param more half turns times 2^63
   */
  private static double sinOfSize(double x, long more) {
    if (!(x <= Double.MAX_VALUE)) {
      return Double.NaN;
    }
    long bits = Double.doubleToRawLongBits(x);
    long mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
    int first = Math.getExponent(x) - MANTISSA_BITS - 1 + Long.SIZE;
    long w2 = word(first);
    long w1 = word(first + Long.SIZE);
    long w0 = word(first + 2 * Long.SIZE);
    // The product modulo 2^192: two half turns are 2^192.
    long p0 = mantissa * w0;
    long low1 = mantissa * w1;
    long p1 = low1 + Math.unsignedMultiplyHigh(mantissa, w0);
    long carry = Long.compareUnsigned(p1, low1) < 0 ? 1 : 0;
    long p2 = mantissa * w2 + Math.unsignedMultiplyHigh(mantissa, w1) + carry + more;
    // Half turns from the nearest whole number of them, times 2^64, and the 64 bits behind.
    long high = (p2 << 1) | (p1 >>> 63);
    long low = (p1 << 1) | (p0 >>> 63);
    boolean isOdd = (p2 < 0) != (high < 0);
    double top = high;
    double rest = (high - (long) top) + (low >>> 1) * 0x1p-63;
    double product = top * Math.PI;
    double left =
        Math.fma(top, Math.PI, -product) + (top * BlockTrigonometry.PI_2 + rest * Math.PI);
    double sine = BlockTrigonometry.sinOfRest((product + left) * 0x1p-64);
    return isOdd ? -sine : sine;
  }

  /** 64 bits of the table from a bit of it. */
  private static long word(int firstBit) {
    int word = firstBit / Long.SIZE;
    int shift = firstBit % Long.SIZE;
    return shift == 0
        ? INV_PI[word]
        : INV_PI[word] << shift | INV_PI[word + 1] >>> (Long.SIZE - shift);
  }
}
