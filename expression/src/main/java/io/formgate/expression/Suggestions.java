package io.formgate.expression;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelled word may have meant. */
public final class Suggestions {
  /** No word of the language is near a longer one. */
  private static final int LONGEST_WORD = 64;

  /** Letters of a beginning that stands for the whole word. */
  private static final int SHORTEST_BEGINNING = 3;

  private Suggestions() {}

  /**
   * {@return the nearest candidate, if it differs in few enough letters}
   *
   * @param word what was written
   * @param candidates what could have been meant, the first of equally near ones wins
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST_WORD) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    Optional<String> best = Optional.empty();
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (lower.length() >= SHORTEST_BEGINNING && candidate.startsWith(lower)) {
        distance = 1;
      }
      boolean near = 3 * distance <= Math.max(lower.length(), candidate.length());
      if (near && distance < bestDistance) {
        best = Optional.of(candidate);
        bestDistance = distance;
      }
    }
    return best;
  }

  /**
   * {@return the keyword that a word at a place where few can stand may have meant: the nearest
   * one, or a short one that differs in one letter}
   *
   * @param word what was written
   * @param candidates the few keywords
   */
  public static Optional<String> nearestKeyword(String word, Collection<String> candidates) {
    String lower = word.toLowerCase(Locale.ROOT);
    return nearest(word, candidates)
        .or(() ->
            candidates.stream()
                .filter(c -> Math.min(lower.length(), c.length()) == 2 && lower.length() <= 3)
                .filter(c -> distance(lower, c) == 1)
                .findFirst());
  }

  /**
   * {@return a mend that names the nearest candidate, or another one when nothing is near}
   *
   * @param word what was written
   * @param candidates what could have been meant
   * @param otherwise the mend when nothing is near
   */
  public static String mend(String word, Collection<String> candidates, String otherwise) {
    return nearest(word, candidates).map(c -> "did you mean '" + c + "'?").orElse(otherwise);
  }

  /**
   * {@return the first candidate that differs from the word in one letter}
   *
   * @param word what was written
   * @param candidates what could have been meant
   */
  static Optional<String> oneLetterOff(String word, Collection<String> candidates) {
    return word.length() > LONGEST_WORD
        ? Optional.empty()
        : candidates.stream()
            .filter(c -> c.length() >= SHORTEST_BEGINNING)
            .filter(c -> Math.abs(c.length() - word.length()) <= 1 && distance(word, c) == 1)
            .findFirst();
  }

  /** Letters to insert, delete, replace or swap with a neighbour (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
