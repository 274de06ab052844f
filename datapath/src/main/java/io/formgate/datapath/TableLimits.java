package io.formgate.datapath;

/** The widest indices for which the quantizer makes a table. */
public final class TableLimits {
  /** Widest index of a table in bits: 2^14 entries of 18 bits fill sixteen 18 kbit memories. */
  public static final int MAX_INDEX_BITS = 14;

  /** Widest index in bits for which a square root or quotient is a table and not a recurrence. */
  public static final int MAX_ALGEBRAIC_INDEX_BITS = 12;

  private TableLimits() {}
}
