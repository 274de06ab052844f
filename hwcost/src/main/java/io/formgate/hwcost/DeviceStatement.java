package io.formgate.hwcost;

import io.formgate.expression.SourceSpan;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement of a device's file: words, of which the first says what it is.
 *
 * @param words their places, at least one
 */
record DeviceStatement(List<SourceSpan> words) {
  /** More ps, cells or blocks than any device has. */
  private static final int MOST = 1_000_000_000;

  private static final Pattern WORD = Pattern.compile("\\S+");

  /** A statement that cannot be taken. */
  static final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient SourceSpan span;
    private final String mend;

    Mistake(SourceSpan span, String message, String mend) {
      super(message);
      this.span = span;
      this.mend = mend;
    }

    /** {@return its place} */
    SourceSpan span() {
      return span;
    }

    /** {@return what to do about it} */
    String mend() {
      return mend;
    }
  }

  /** {@return the statements of a text, without comments} */
  static List<DeviceStatement> read(SourceText source) {
    List<DeviceStatement> statements = new ArrayList<>();
    int start = 0;
    for (String line : source.text().split("\n", -1)) {
      List<SourceSpan> words = new ArrayList<>();
      Matcher word = WORD.matcher(line.split("#", 2)[0]);
      while (word.find()) {
        words.add(source.span(start + word.start(), start + word.end()));
      }
      if (!words.isEmpty()) {
        statements.add(new DeviceStatement(List.copyOf(words)));
      }
      start += line.length() + 1;
    }
    return statements;
  }

  /** {@return what it is} */
  String keyword() {
    return words.getFirst().text();
  }

  /** {@return its place} */
  SourceSpan span() {
    return words.getFirst().to(words.getLast());
  }

  /** {@return it as written} */
  String text() {
    return span().text();
  }

  /** {@return the mistake at a word, at the last one if there are not so many} */
  Mistake mistake(int index, String message, String mend) {
    return new Mistake(words.get(Math.min(index, words.size() - 1)), message, mend);
  }

  /**
   * {@return a word}
   *
   * @param index of it, from 0
   */
  String word(int index) {
    if (index >= words.size()) {
      throw mistake(
          index,
          "the statement '" + keyword() + "' ends too early",
          "docs/cost-model.md says what stands in it");
    }
    return words.get(index).text();
  }

  /** {@return a whole number from 0} */
  int whole(int index) {
    String text = word(index);
    // Ten digits may be beyond an int, nine never are.
    if (!text.matches("[0-9]{1,9}")) {
      throw mistake(
          index,
          "'" + text + "' is no whole number from 0 to " + (MOST - 1),
          "write digits alone, of times in ps");
    }
    return Integer.parseInt(text);
  }

  /** {@return a number from 0} */
  double number(int index) {
    String text = word(index);
    double number = text.matches("[0-9]+(\\.[0-9]+)?") ? Double.parseDouble(text) : Double.NaN;
    if (!(number < MOST)) {
      throw mistake(index, "'" + text + "' is no number from 0", "write for example 1.5");
    }
    return number;
  }

  /** {@return a constant by its name in small letters} */
  <E extends Enum<E>> E constant(int index, Class<E> type) {
    String text = word(index);
    List<String> names =
        Stream.of(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    if (!names.contains(text)) {
      throw mistake(
          index,
          "'" + text + "' is no " + keyword(),
          Suggestions.mend(text, names, "write one of " + String.join(", ", names)));
    }
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
  }

  /**
   * {@return a number of ps, or a sum of arcs with whole factors, in ps}
   *
   * @param arcs the known ones
   */
  int delayPs(int index, Map<String, Integer> arcs) {
    long total = 0;
    for (String term : word(index).split("\\+", -1)) {
      Matcher parts =
          Pattern.compile("(?:([0-9]{1,3})\\*)?(?:([0-9]{1,9})|([A-Za-z]\\S*))").matcher(term);
      if (!parts.matches()) {
        throw mistake(
            index, "'" + word(index) + "' is no delay", "write ps, or arcs as lut2+2*carrystep");
      }
      String name = parts.group(3);
      Integer ps = name == null ? (Integer) Integer.parseInt(parts.group(2)) : arcs.get(name);
      if (ps == null) {
        throw mistake(
            index,
            "no arc " + name,
            Suggestions.mend(
                String.valueOf(name), arcs.keySet(), "give it above: arc " + name + " PS SOURCE"));
      }
      total += parts.group(1) == null ? ps : Long.parseLong(parts.group(1)) * ps;
    }
    if (total >= MOST) {
      throw mistake(index, "'" + word(index) + "' is more than a millisecond", "write it in ps");
    }
    return (int) total;
  }

  /**
   * Refuses a figure without a source.
   *
   * @param from where the source begins
   */
  void requireSource(int from) {
    if (words.size() < from) {
      var _ = word(from - 1);
    }
    if (words.size() == from) {
      throw mistake(
          from, "the figure has no source", "say behind it where it comes from, in any words");
    }
  }
}
