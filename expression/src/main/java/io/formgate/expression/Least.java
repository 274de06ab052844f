package io.formgate.expression;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be least of a circuit, of those of the same formulas. */
public enum Least {
  /** Cycles; of circuits with as many, area. */
  CYCLES,
  /** Area, of the circuits within the limit of cycles; of circuits with as much, cycles. */
  AREA;

  /** {@return the word for it in specs and options} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@return what a word stands for, empty if for nothing}
   *
   * @param word as written
   */
  public static Optional<Least> of(String word) {
    return Stream.of(values()).filter(l -> l.word().equals(word)).findFirst();
  }
}
