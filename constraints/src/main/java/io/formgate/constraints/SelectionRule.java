package io.formgate.constraints;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** By which rule a formula of the front is chosen; {@code docs/search.md} has the formulas. */
public enum SelectionRule {
  /** The fewest cycles at a loss near the smallest, then the smallest circuit. */
  CYCLES("cycles"),
  /** The highest score at a loss near the smallest. */
  BEST("best"),
  /** The smallest loss. */
  ACCURACY("accuracy"),
  /** The steepest fall of the logarithm of the loss by complexity. */
  SCORE("score"),
  /** The farthest below the chord of the front, loss in logarithms. */
  KNEE("knee");

  private final String word;

  SelectionRule(String word) {
    this.word = word;
  }

  /** {@return the word of a spec} */
  public String word() {
    return word;
  }

  static Optional<SelectionRule> of(String word) {
    return Stream.of(values()).filter(rule -> rule.word.equals(word)).findFirst();
  }

  /** {@return the words of all rules} */
  static List<String> words() {
    return Stream.of(values()).map(SelectionRule::word).toList();
  }
}
