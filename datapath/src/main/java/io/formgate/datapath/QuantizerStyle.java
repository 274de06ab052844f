package io.formgate.datapath;

/**
 * Choices of the quantizer that concern a whole formula; circuits of several are compared.
 *
 * @param normalizes whether roots and quotients of wide values are tables of the operand's leading
 *     bits, moved to where they belong, and not recurrences digit by digit
 * @param turns whether sines and cosines of wide values are functions of a phase in turns, of which
 *     only the bits below a whole turn are looked at
 * @param wideIndices whether functions of computed values may have an index of more than 14 bits,
 *     which takes longer to find out
 */
public record QuantizerStyle(boolean normalizes, boolean turns, boolean wideIndices) {
  /** Recurrences, and sines of arguments as they are written. */
  public static final QuantizerStyle PLAIN = new QuantizerStyle(false, false, true);

  /** Leading bits, and no wide indices: circuits that are made by the hundred. */
  public static final QuantizerStyle QUICK = new QuantizerStyle(true, false, false);

  /** {@return the same with roots and quotients by leading bits} */
  public QuantizerStyle normalizing() {
    return new QuantizerStyle(true, turns, wideIndices);
  }

  /** {@return the same with phases in turns} */
  public QuantizerStyle inTurns() {
    return new QuantizerStyle(normalizes, true, wideIndices);
  }
}
