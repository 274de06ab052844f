package io.formgate.expression;

import java.util.List;

/**
 * What a data file holds.
 *
 * @param rows at least one
 * @param columns in the order of the file, at least one
 */
public record DataProfile(long rows, List<ColumnProfile> columns) {
  /** Copies the list. */
  public DataProfile {
    columns = List.copyOf(columns);
  }
}
