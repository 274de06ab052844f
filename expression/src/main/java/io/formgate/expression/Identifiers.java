package io.formgate.expression;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gives names of a formula names that another language accepts. */
final class Identifiers {
  private static final Map<Integer, String> SPELLED = spelled();

  private Identifiers() {}

  /**
   * {@return the name in the other language for each name, all different, in the order given}
   *
   * <p>A name stays as it is if it can. Otherwise letters beyond ASCII are spelled, other signs
   * become {@code _}, and {@code _} is appended until the name is neither reserved nor taken.
   *
   * @param names any texts
   * @param reserved names that the language or the printed text needs itself
   */
  static Map<String, String> of(Collection<String> names, Set<String> reserved) {
    Set<String> taken = new HashSet<>(reserved);
    Map<String, String> map = new LinkedHashMap<>();
    Set<String> distinct = new LinkedHashSet<>(names);
    // Names that can stay come first, so that no other takes theirs.
    for (String name : distinct) {
      if (spell(name).equals(name) && taken.add(name)) {
        map.put(name, name);
      }
    }
    Map<String, String> inOrder = new LinkedHashMap<>();
    for (String name : distinct) {
      String kept = map.get(name);
      if (kept == null) {
        StringBuilder candidate = new StringBuilder(spell(name));
        while (!taken.add(candidate.toString())) {
          candidate.append('_');
        }
        kept = candidate.toString();
      }
      inOrder.put(name, kept);
    }
    return inOrder;
  }

  /** {@return the name in ASCII letters, digits and underscores, not beginning with a digit} */
  static String spell(String name) {
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(name, Normalizer.Form.NFKD)
        .codePoints()
        .forEach(c -> {
          if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            out.append((char) c);
          } else if (SPELLED.containsKey(c)) {
            out.append(SPELLED.get(c));
          } else if (Character.isLetterOrDigit(c)) {
            out.append("u%04x".formatted(c));
          } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
            out.append('_');
          }
        });
    if (out.isEmpty() || Character.isDigit(out.charAt(0))) {
      out.insert(0, '_');
    }
    return out.toString();
  }

  private static Map<Integer, String> spelled() {
    Map<Integer, String> map = new LinkedHashMap<>();
    map.put((int) 'ß', "ss");
    map.put((int) 'æ', "ae");
    map.put((int) 'ø', "o");
    GreekLetters.NAMES.forEach((letter, name) -> {
      map.put(letter.codePointAt(0), name);
      map.put(
          letter.toUpperCase(Locale.ROOT).codePointAt(0),
          name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    });
    return Map.copyOf(map);
  }
}
