package io.formgate.expression;

import java.util.Optional;

/**
 * Which rows of a data file are taken.
 *
 * @param where takes the rows on which its formula is true; all if empty
 * @param dropMissing whether rows are left out in which a wanted column has no finite number;
 *     otherwise such a row is a mistake
 */
public record RowSelection(Optional<Filter> where, boolean dropMissing) {
  /** All rows, and none may lack a value. */
  public static final RowSelection ALL = new RowSelection(Optional.empty(), false);

  /**
   * A condition on rows.
   *
   * @param condition without calls; its variables are wanted columns; true when above 0
   * @param span where it is written
   */
  public record Filter(Expr condition, SourceSpan span) {}
}
