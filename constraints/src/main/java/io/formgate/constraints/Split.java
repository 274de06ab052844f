package io.formgate.constraints;

/**
 * How rows are kept apart for validation: row r is a validation row when a hash of seed and r, as a
 * fraction of its range, is below the share, so the choice depends on nothing else.
 *
 * @param validationShare from 0, for none, to below 1
 * @param seed 0 or more
 */
public record Split(double validationShare, long seed) {
  /** All rows are training rows. */
  public static final Split NONE = new Split(0, 1);

  /** Checks the share. */
  public Split {
    if (!(validationShare >= 0 && validationShare < 1)) {
      throw new IllegalArgumentException("no share of validation rows: " + validationShare);
    }
  }

  /**
   * {@return whether a row is kept apart for validation}
   *
   * @param row index among the rows taken, from 0
   */
  public boolean isValidation(long row) {
    // The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): all bits depend on all.
    long z = seed + (row + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53 < validationShare;
  }
}
