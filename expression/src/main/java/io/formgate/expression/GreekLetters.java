package io.formgate.expression;

import java.util.LinkedHashMap;
import java.util.Map;

/** The Greek letters and their names. */
final class GreekLetters {
  /** Names of the small letters. */
  static final Map<String, String> NAMES = names();

  private GreekLetters() {}

  private static Map<String, String> names() {
    String[] names =
        ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
                + " sigma tau upsilon phi chi psi omega")
            .split(" ");
    Map<String, String> map = new LinkedHashMap<>();
    int letter = 'α';
    for (String name : names) {
      // The sigma at a word's end stands before the other one.
      letter += letter == 'ς' ? 1 : 0;
      map.put(Character.toString(letter++), name);
    }
    return Map.copyOf(map);
  }
}
