package io.formgate.expression;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;

/**
 * One short loop over a block of rows; a function is several of them, one after the other.
 *
 * <p>The compiler gives every method that it compiles a budget of loops to vectorise, and a
 * function whose loops it compiles in one piece runs six times slower than its loops one by one.
 * All loops are therefore called from {@link #run}, where so many kinds meet that none is compiled
 * into its caller.
 */
@FunctionalInterface
interface BlockLoop {
  /**
   * Runs over the block.
   *
   * @param out written, possibly read
   * @param a argument
   * @param s scratch blocks
   */
  void over(double[] out, double[] a, double[][] s);

  /** Runs loops in their order. */
  static void run(BlockLoop[] loops, double[] out, double[] a, double[][] s) {
    for (BlockLoop loop : loops) {
      loop.over(out, a, s);
    }
  }

  /** {@return loops and then others} */
  static BlockLoop[] then(BlockLoop[] loops, BlockLoop... others) {
    return Stream.of(loops, others).flatMap(Stream::of).toArray(BlockLoop[]::new);
  }

  /**
   * The bits of a block as whole numbers in the same memory: loops over whole numbers only are
   * vectorised, those that move each value from one kind to the other are not.
   */
  static MemorySegment bits(double[] block) {
    return MemorySegment.ofArray(block);
  }

  /** {@return the bits of a row's value} */
  static long bit(MemorySegment bits, int row) {
    return bits.get(ValueLayout.JAVA_LONG, (long) Double.BYTES * row);
  }

  /** Sets the bits of a row's value. */
  static void setBit(MemorySegment bits, int row, long value) {
    bits.set(ValueLayout.JAVA_LONG, (long) Double.BYTES * row, value);
  }

  /** {@return whether no value is 0} */
  static boolean hasNoZero(double[] a) {
    MemorySegment bits = bits(a);
    long all = -1;
    for (int i = 0; i < a.length; i++) {
      long size = bit(bits, i) << 1;
      all &= size | -size;
    }
    return all < 0;
  }

  /**
   * {@return whether all values are numbers up to a size}
   *
   * @param limit 0 or more, finite
   */
  static boolean within(double[] a, double limit) {
    long beyond = Double.doubleToRawLongBits(limit) + 1;
    MemorySegment bits = bits(a);
    long all = -1;
    for (int i = 0; i < a.length; i++) {
      all &= (bit(bits, i) & Long.MAX_VALUE) - beyond;
    }
    return all < 0;
  }

  /** {@return whether all values are normal numbers above 0} */
  static boolean positiveAndNormal(double[] a) {
    long least = Double.doubleToRawLongBits(Double.MIN_NORMAL);
    long most = Double.doubleToRawLongBits(Double.MAX_VALUE);
    MemorySegment bits = bits(a);
    long any = 0;
    for (int i = 0; i < a.length; i++) {
      long b = bit(bits, i);
      any |= b | (b - least) | (most - b);
    }
    return any >= 0;
  }

  /**
   * {@return whether all values are numbers from one bound to another}
   *
   * @param room overwritten with the distance to the nearer bound
   */
  static boolean within(double[] a, double lo, double hi, double[] room) {
    for (int i = 0; i < room.length; i++) {
      room[i] = Math.min(a[i] - lo, hi - a[i]);
    }
    long infinity = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    MemorySegment bits = bits(room);
    long any = 0;
    for (int i = 0; i < a.length; i++) {
      long distance = bit(bits, i);
      any |= distance | (infinity - distance);
    }
    return any >= 0;
  }
}
