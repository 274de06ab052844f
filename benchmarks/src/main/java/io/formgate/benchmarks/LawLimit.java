package io.formgate.benchmarks;

import java.util.Locale;

/**
 * When a search of a law ends: after so many evaluations, which gives the same front on every
 * machine, or after so many seconds.
 *
 * @param count how many
 * @param isTime whether of seconds
 */
record LawLimit(long count, boolean isTime) implements Comparable<LawLimit> {
  /** No search of a law may take longer. */
  static final int MOST_SECONDS = 600;

  private static final String SECONDS = " s";
  private static final String EVALUATIONS = " evaluations";

  /** {@return the limit of a text, such as "60 s" or "1000000 evaluations"} */
  static LawLimit parse(String text) {
    boolean isTime = text.endsWith(SECONDS) && !text.endsWith(EVALUATIONS);
    String unit = isTime ? SECONDS : EVALUATIONS;
    if (!text.endsWith(unit)) {
      throw new IllegalArgumentException("no limit: " + text);
    }
    return new LawLimit(Long.parseLong(text.substring(0, text.length() - unit.length())), isTime);
  }

  /** {@return whether a search may go on} */
  boolean allows(long evaluations, double seconds) {
    return seconds < (isTime ? count : MOST_SECONDS) && (isTime || evaluations < count);
  }

  /** {@return what a page calls it} */
  String title() {
    return isTime ? toString() : String.format(Locale.ROOT, "%,d", count) + EVALUATIONS;
  }

  @Override
  public String toString() {
    return count + (isTime ? SECONDS : EVALUATIONS);
  }

  @Override
  public int compareTo(LawLimit other) {
    return isTime == other.isTime
        ? Long.compare(count, other.count)
        : Boolean.compare(isTime, other.isTime);
  }
}
