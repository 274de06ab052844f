package io.formgate.constraints;

import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of statement of a spec file. */
enum Statement {
  DATA("data", true, false, "data \"FILE\""),
  INPUT("input", true, true, "input NAME, NAME : UNIT as FORMAT in [LOW, HIGH]"),
  OUTPUT("output", true, false, "output NAME : UNIT as FORMAT saturate tolerance ERROR"),
  OPERATORS("operators", true, false, "operators + - * sqrt"),
  CONSTANTS("constants", false, false, "constants dimensionless"),
  HARDWARE("hardware", true, false, "hardware DEVICE clock 5 ns, latency <= CYCLES, dsp <= COUNT"),
  SEARCH("search", false, false, "search iterations COUNT, seed NUMBER");

  private final String keyword;
  private final boolean required;
  private final boolean repeatable;
  private final String pattern;

  Statement(String keyword, boolean required, boolean repeatable, String pattern) {
    this.keyword = keyword;
    this.required = required;
    this.repeatable = repeatable;
    this.pattern = pattern;
  }

  String keyword() {
    return keyword;
  }

  boolean isRequired() {
    return required;
  }

  boolean isRepeatable() {
    return repeatable;
  }

  /** {@return how the statement is written, for messages} */
  String pattern() {
    return pattern;
  }

  static Optional<Statement> byKeyword(String word) {
    return Stream.of(values()).filter(s -> s.keyword.equals(word)).findFirst();
  }
}
