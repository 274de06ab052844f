package io.formgate.datapath;

/**
 * Choices of the quantizer that concern a whole formula; circuits of several are compared.
 *
 * @param normalizes whether roots and quotients of wide values are tables of the operand's leading
 *     bits, moved to where they belong, and not recurrences digit by digit
 * @param turns which sines and cosines are functions of a phase in turns, of which only the bits
 *     below a whole turn are looked at
 * @param wideIndices whether functions of computed values may have an index of more than 14 bits,
 *     which takes longer to find out
 * @param multiples how products with numbers are built
 */
public record QuantizerStyle(
    boolean normalizes, Turns turns, boolean wideIndices, Multiples multiples) {

  /** Which sines and cosines are functions of a phase in turns. */
  public enum Turns {
    /** None. */
    NONE,
    /** Those of values that are no narrow inputs. */
    WIDE,
    /** Also those of narrow inputs whose multiple in turns is in several phases: harmonics. */
    SHARED
  }

  /** How products with numbers are built, and where phases have their factor. */
  public enum Multiples {
    /** From the bits of the number, exact before they are rounded. */
    EXACT,
    /** As sums of tables of rounded multiples; each term of a phase has its own. */
    ROUNDED,
    /** The same, and a product in a phase has the number in one of its factors. */
    ROUNDED_IN_FACTORS;

    /** {@return whether they are sums of tables of rounded multiples} */
    boolean isRounded() {
      return this != EXACT;
    }
  }

  /** Recurrences, and sines of arguments as they are written. */
  public static final QuantizerStyle PLAIN =
      new QuantizerStyle(false, Turns.NONE, true, Multiples.EXACT);

  /** Leading bits, and no wide indices: circuits that are made by the hundred. */
  public static final QuantizerStyle QUICK =
      new QuantizerStyle(true, Turns.NONE, false, Multiples.EXACT);

  /** {@return the same with roots and quotients by leading bits} */
  public QuantizerStyle normalizing() {
    return new QuantizerStyle(true, turns, wideIndices, multiples);
  }

  /** {@return the same with phases in turns of wide values} */
  public QuantizerStyle inTurns() {
    return with(Turns.WIDE);
  }

  /**
   * {@return the same with other phases in turns}
   *
   * @param other which
   */
  public QuantizerStyle with(Turns other) {
    return new QuantizerStyle(normalizes, other, wideIndices, multiples);
  }

  /**
   * {@return the same with other products with numbers}
   *
   * @param other how they are built
   */
  public QuantizerStyle with(Multiples other) {
    return new QuantizerStyle(normalizes, turns, wideIndices, other);
  }
}
