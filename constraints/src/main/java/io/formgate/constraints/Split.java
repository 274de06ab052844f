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
}
