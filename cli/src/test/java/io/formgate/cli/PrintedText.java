package io.formgate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a page says that commands print: every line as it is, but for {@code ...} within a line,
 * which stands for any text, and a line {@code ...}, which stands for any lines.
 */
final class PrintedText {
  private static final String ANYTHING = "...";

  private final List<List<Pattern>> parts = new ArrayList<>(List.of(new ArrayList<>()));

  PrintedText(String text) {
    for (String line : text.lines().toList()) {
      if (line.strip().equals(ANYTHING)) {
        parts.add(new ArrayList<>());
      } else {
        parts
            .getLast()
            .add(
                Pattern.compile(
                    Stream.of(line.split(Pattern.quote(ANYTHING), -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"))));
      }
    }
  }

  /** {@return the lines that are not where they shall be in what was printed; empty if all are} */
  Optional<String> missing(String printed) {
    List<String> lines = printed.lines().map(String::stripTrailing).toList();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      List<Pattern> part = parts.get(i);
      boolean isFirst = i == 0;
      boolean isLast = i == parts.size() - 1;
      int last = lines.size() - part.size();
      int at = isLast && !isFirst ? Math.max(from, last) : from;
      while (at <= last && !isAt(part, lines, at)) {
        at = isFirst ? last + 1 : at + 1;
      }
      boolean isWhole = !isFirst || !isLast || lines.size() == part.size();
      if (at > last || !isWhole) {
        return Optional.of(
            part.stream()
                .map(Pattern::pattern)
                .collect(Collectors.joining("\n"))
                .replace("\\Q", "")
                .replace("\\E", ""));
      }
      from = at + part.size();
    }
    return Optional.empty();
  }

  private static boolean isAt(List<Pattern> part, List<String> lines, int at) {
    for (int i = 0; i < part.size(); i++) {
      if (!part.get(i).matcher(lines.get(at + i)).matches()) {
        return false;
      }
    }
    return true;
  }
}
