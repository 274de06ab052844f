package io.formgate.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How names are typeset: Greek letters, subscripts, and text where a name is no such word. */
final class LatexNames {
  /** Letters, then digits, then parts after single underscores. */
  private static final Pattern PLAIN =
      Pattern.compile("(?<stem>\\p{L}+)(?<digits>[0-9]*)(?<rest>(_[\\p{L}0-9]+)*)");

  private LatexNames() {}

  /**
   * {@return LaTeX for each name, all different}
   *
   * @param names any texts; where two would look the same, the first has the short form
   */
  static Map<String, String> of(Collection<String> names) {
    Map<String, String> map = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String name : new LinkedHashSet<>(names)) {
      String typeset = typeset(name);
      if (!taken.add(typeset)) {
        typeset = "\\texttt{" + escape(name) + "}";
        taken.add(typeset);
      }
      map.put(name, typeset);
    }
    return map;
  }

  private static String typeset(String name) {
    Matcher plain = PLAIN.matcher(name);
    if (!plain.matches()) {
      return "\\text{" + escape(name) + "}";
    }
    List<String> subscripts = new ArrayList<>();
    if (!plain.group("digits").isEmpty()) {
      subscripts.add(plain.group("digits"));
    }
    for (String part : plain.group("rest").split("_")) {
      if (!part.isEmpty()) {
        subscripts.add(word(part, "\\mathrm"));
      }
    }
    String stem = word(plain.group("stem"), "\\mathit");
    return subscripts.isEmpty()
        ? stem
        : stem + subscripts.stream().collect(Collectors.joining(",", "_{", "}"));
  }

  private static String word(String word, String font) {
    if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return word;
    }
    String greek = greek(word);
    if (greek != null) {
      return greek;
    }
    if (!word.chars().allMatch(c -> c < 128)) {
      return "\\text{" + escape(word) + "}";
    }
    return word.length() == 1 ? word : font + "{" + word + "}";
  }

  /** {@return the command of a Greek letter, given itself or its name} */
  private static @Nullable String greek(String word) {
    String small = word.toLowerCase(Locale.ROOT);
    boolean capital = !word.equals(small);
    String name =
        GreekLetters.NAMES.getOrDefault(
            small, GreekLetters.NAMES.containsValue(small) ? small : "");
    if (name.isEmpty() || name.equals("omicron")) {
      return null;
    }
    if (!capital) {
      return "\\" + name;
    }
    String spelled = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    if (word.length() > 1 && !word.equals(spelled)) {
      return null;
    }
    // The other capitals look like Latin ones and have no command.
    return switch (name) {
      case "gamma",
          "delta",
          "theta",
          "lambda",
          "xi",
          "pi",
          "sigma",
          "upsilon",
          "phi",
          "psi",
          "omega" ->
          "\\" + spelled;
      default -> null;
    };
  }

  /** {@return text with every sign that LaTeX would take for a command written out} */
  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\textbackslash{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '~' -> out.append("\\textasciitilde{}");
        case '<' -> out.append("\\textless{}");
        case '>' -> out.append("\\textgreater{}");
        case '|' -> out.append("\\textbar{}");
        case '$', '%', '#', '&', '_', '{', '}' -> out.append('\\').append(c);
        default -> out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return out.toString();
  }
}
