package io.formgate.sim;

/**
 * The raw values that an input is declared to take.
 *
 * @param rawLo smallest
 * @param rawHi largest
 */
public record InputRange(long rawLo, long rawHi) {

  /** Checks the order. */
  public InputRange {
    if (rawLo > rawHi) {
      throw new IllegalArgumentException("no range from " + rawLo + " to " + rawHi);
    }
  }
}
