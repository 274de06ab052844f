package io.formgate.datapath;

/**
 * The operations of a datapath as loops over the first n places of arrays, in the form that the JIT
 * compiler turns into vector instructions. The result may be an operand's array.
 */
final class BlockLoops {
  private BlockLoops() {}

  static void add(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] + b[i];
    }
  }

  static void subtract(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] - b[i];
    }
  }

  static void multiply(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] * b[i];
    }
  }

  static void negate(long[] a, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = -a[i];
    }
  }

  static void absolute(long[] a, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.abs(a[i]);
    }
  }

  static void minimum(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.min(a[i], b[i]);
    }
  }

  static void maximum(long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.max(a[i], b[i]);
    }
  }

  /** Takes a where the condition is 1 and b where it is 0. */
  static void select(long[] condition, long[] a, long[] b, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = b[i] ^ ((a[i] ^ b[i]) & -condition[i]);
    }
  }

  static void shiftLeft(long[] a, int bits, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = a[i] << bits;
    }
  }

  static void addAndShiftRight(long[] a, long addend, int bits, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = (a[i] + addend) >> bits;
    }
  }

  static void saturate(long[] a, long least, long most, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = Math.max(least, Math.min(most, a[i]));
    }
  }

  /** Takes the bits of a mask from those from a bit on. */
  static void bits(long[] a, int lowBit, long mask, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = (a[i] >>> lowBit) & mask;
    }
  }

  /** Reads all but so many upper bits as two's complement. */
  static void signedBits(long[] a, int unused, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = (a[i] << unused) >> unused;
    }
  }

  static void concat(long[] high, int lowBits, long[] low, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = (high[i] << lowBits) | low[i];
    }
  }

  static void any(long[] a, long[] result, int n) {
    for (int i = 0; i < n; i++) {
      result[i] = (a[i] | -a[i]) >>> (Long.SIZE - 1);
    }
  }

  /**
   * Takes entries of a table.
   *
   * @param a indices, whose low bits are the address
   * @param entries a power of two of them
   */
  static void lookup(long[] a, long[] entries, long[] result, int n) {
    int mask = entries.length - 1;
    for (int i = 0; i < n; i++) {
      result[i] = entries[(int) a[i] & mask];
    }
  }

  /** {@return whether a value is below or above limits of at most 62 bits} */
  static boolean isOutside(long[] a, long least, long most, int n) {
    long signs = 0;
    for (int i = 0; i < n; i++) {
      // Where a difference overflows its sign is set, and the value is outside.
      signs |= (a[i] - least) | (most - a[i]);
    }
    return signs < 0;
  }
}
