package io.formgate.datapath;

/** The widest indices of functions. */
public final class TableLimits {
  /**
   * Widest index of a single table in bits: 2^14 entries of 18 bits fill 16 memories of 18 kbit.
   */
  public static final int MAX_TABLE_BITS = 14;

  /**
   * Widest index of a function in bits: every value of it is looked at when a circuit is made, a
   * matter of some tenths of a second.
   */
  public static final int MAX_INDEX_BITS = 18;

  /** Widest index of a function of a value with an error, which has other functions for others. */
  public static final int MAX_COMPUTED_INDEX_BITS = 16;

  /** Widest index in bits for which a square root or quotient is a table and not a recurrence. */
  public static final int MAX_ALGEBRAIC_INDEX_BITS = 12;

  /** Widest index in bits of a table that is small: a look-up table of most devices holds a bit. */
  public static final int MAX_SMALL_TABLE_BITS = 6;

  private TableLimits() {}
}
