package io.formgate.expression;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a data file holds.
 *
 * @param name its name, as the reader of data sets takes it
 * @param type the type that DuckDB gives it
 * @param emptyRows rows without a value
 * @param textRows rows with something that is no number
 * @param notFiniteRows rows with NaN or an infinity
 * @param firstBadRow the first of all these, from 1; 0 if there is none
 * @param distinct number of different values, an empty one not counted
 * @param values the values with their rows in the order of the text, if there are at most {@value
 *     #MAX_VALUES}; else empty
 * @param statistics of the numbers, null unless every row holds a finite one
 * @param sameAs the first column with the same number in every row, if there is one before
 */
public record ColumnProfile(
    String name,
    String type,
    long emptyRows,
    long textRows,
    long notFiniteRows,
    long firstBadRow,
    long distinct,
    List<Value> values,
    @Nullable ColumnStatistics statistics,
    Optional<String> sameAs) {

  /** Most values that are listed one by one. */
  public static final int MAX_VALUES = 20;

  /** Copies the list. */
  public ColumnProfile {
    values = List.copyOf(values);
  }

  /**
   * A value of a column.
   *
   * @param text as text
   * @param rows rows that hold it
   */
  public record Value(String text, long rows) {}
}
