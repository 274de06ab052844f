package io.formgate.constraints;

import io.formgate.expression.SourceSpan;
import java.util.List;
import java.util.Optional;

/**
 * A classification target: one score for each class; the largest wins.
 *
 * @param names classes in the order of the outputs, which bear their names
 * @param column column of the data set that holds the class of each row; empty where only a teacher
 *     knows it
 * @param showsScores whether each score has a port, and not only the index of the largest
 * @param span where the column is named, or the first class without one
 */
public record Classes(
    List<String> names, Optional<String> column, boolean showsScores, SourceSpan span) {
  /** The port that carries the index of the largest score. */
  public static final String PORT = "class_index";

  /** Copies the names. */
  public Classes {
    names = List.copyOf(names);
  }
}
