package io.formgate.constraints;

import io.formgate.expression.SourceSpan;
import java.util.List;

/**
 * A classification target: one score for each class; the largest wins.
 *
 * @param names classes in the order of the outputs, which bear their names
 * @param column column of the data set that holds the class of each row
 * @param span where the column is named
 */
public record Classes(List<String> names, String column, SourceSpan span) {
  /** Copies the names. */
  public Classes {
    names = List.copyOf(names);
  }
}
