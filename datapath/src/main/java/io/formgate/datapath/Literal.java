package io.formgate.datapath;

/**
 * A constant as it stands in a datapath.
 *
 * @param raw raw value without trailing zero bits
 * @param fractionBits its fraction bits
 */
record Literal(long raw, int fractionBits) {
  /** Widest magnitude of a literal: more than the 53 bits that a double has. */
  private static final int MAX_LITERAL_BITS = 60;

  /** {@return the literal nearest to a value with at most the given fraction bits} */
  static Literal of(double value, int fractionBits) {
    int used = Math.min(fractionBits, MAX_LITERAL_BITS - 1 - Math.getExponent(value));
    long raw = (long) Math.rint(Math.scalb(value, used));
    if (raw == 0) {
      return new Literal(0, 0);
    }
    int zeros = Long.numberOfTrailingZeros(raw);
    return new Literal(raw >> zeros, used - zeros);
  }

  double value() {
    return Math.scalb((double) raw, -fractionBits);
  }
}
