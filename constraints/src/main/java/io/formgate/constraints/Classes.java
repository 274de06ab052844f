package io.formgate.constraints;

import io.formgate.expression.SourceSpan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A classification target: one score for each class; the largest wins.
 *
 * @param names classes in the order of the outputs, which bear their names
 * @param labels by name, what the data calls those classes of which the spec says it
 * @param column column of the data set that holds the class of each row; empty where only a teacher
 *     knows it
 * @param showsScores whether each score has a port, and not only the index of the largest
 * @param span where the column is named, or the first class without one
 */
public record Classes(
    List<String> names,
    Map<String, String> labels,
    Optional<String> column,
    boolean showsScores,
    SourceSpan span) {
  /** The port that carries the index of the largest score. */
  public static final String PORT = "class_index";

  /** Copies names and labels. */
  public Classes {
    names = List.copyOf(names);
    labels = Map.copyOf(labels);
  }

  /** {@return what the data calls each class: its label, or its name if it has none} */
  public List<String> cells() {
    return names.stream().map(name -> labels.getOrDefault(name, name)).toList();
  }

  /** {@return whether a cell may hold the index of a class, which no label may be mistaken for} */
  public boolean mayBeIndices() {
    return labels.isEmpty();
  }
}
