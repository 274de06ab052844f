package io.formgate.constraints;

import java.util.Optional;
import java.util.stream.Stream;

/** What the values of a teacher are. */
public enum TeacherValues {
  /** Whatever a softmax is to be taken of; of a single value a logistic function. */
  LOGITS,
  /** What a softmax, or of a single value a logistic function, has made. */
  PROBABILITIES;

  /** {@return as specs write it} */
  public String word() {
    return switch (this) {
      case LOGITS -> "logits";
      case PROBABILITIES -> "probabilities";
    };
  }

  /** {@return the values of a word, if it means any} */
  static Optional<TeacherValues> of(String word) {
    return Stream.of(values()).filter(v -> v.word().equals(word)).findFirst();
  }
}
