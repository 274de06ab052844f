package io.formgate.expression;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One short loop over a block of rows of floats; see {@link BlockLoop}. */
@FunctionalInterface
interface FloatLoop {
  /**
   * Runs over the block.
   *
   * @param out written, possibly read
   * @param a argument
   * @param s scratch blocks
   */
  void over(float[] out, float[] a, float[][] s);

  /** Runs loops in their order. */
  static void run(FloatLoop[] loops, float[] out, float[] a, float[][] s) {
    for (FloatLoop loop : loops) {
      loop.over(out, a, s);
    }
  }

  /** The bits of a block as whole numbers in the same memory. */
  static MemorySegment bits(float[] block) {
    return MemorySegment.ofArray(block);
  }

  /** {@return the bits of a row's value} */
  static int bit(MemorySegment bits, int row) {
    return bits.get(ValueLayout.JAVA_INT, (long) Float.BYTES * row);
  }

  /** Sets the bits of a row's value. */
  static void setBit(MemorySegment bits, int row, int value) {
    bits.set(ValueLayout.JAVA_INT, (long) Float.BYTES * row, value);
  }

  /** {@return whether no value is 0} */
  static boolean hasNoZero(float[] a) {
    MemorySegment bits = bits(a);
    int all = -1;
    for (int i = 0; i < a.length; i++) {
      int size = bit(bits, i) << 1;
      all &= size | -size;
    }
    return all < 0;
  }

  /**
   * {@return whether all values are numbers up to a size}
   *
   * @param limit 0 or more, finite
   */
  static boolean within(float[] a, float limit) {
    int beyond = Float.floatToRawIntBits(limit) + 1;
    MemorySegment bits = bits(a);
    int all = -1;
    for (int i = 0; i < a.length; i++) {
      all &= (bit(bits, i) & Integer.MAX_VALUE) - beyond;
    }
    return all < 0;
  }

  /** {@return whether all values are normal numbers above 0} */
  static boolean positiveAndNormal(float[] a) {
    int least = Float.floatToRawIntBits(Float.MIN_NORMAL);
    int most = Float.floatToRawIntBits(Float.MAX_VALUE);
    MemorySegment bits = bits(a);
    int any = 0;
    for (int i = 0; i < a.length; i++) {
      int b = bit(bits, i);
      any |= b | (b - least) | (most - b);
    }
    return any >= 0;
  }
}
