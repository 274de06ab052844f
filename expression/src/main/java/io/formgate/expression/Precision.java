package io.formgate.expression;

/** The numbers in which formulas are evaluated on the rows of a data set. */
public enum Precision {
  /** 53 significant bits: IEEE 754 binary64. */
  FLOAT64(64),
  /** 24 significant bits, twice as many rows in a vector: IEEE 754 binary32. */
  FLOAT32(32);

  private final int bits;

  Precision(int bits) {
    this.bits = bits;
  }

  /** {@return the bits of a number} */
  public int bits() {
    return bits;
  }

  /** {@return whether a number is neither beyond nor, if it is not 0, below the normal numbers} */
  public boolean holds(double value) {
    double size = Math.abs(value);
    return switch (this) {
      case FLOAT64 -> size <= Double.MAX_VALUE;
      case FLOAT32 -> size == 0 || (size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE);
    };
  }
}
