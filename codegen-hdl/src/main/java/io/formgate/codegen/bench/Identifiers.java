package io.formgate.codegen.bench;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identifiers of one generated file. Two of them never differ in case alone, as VHDL demands.
 */
final class Identifiers {
  private static final Pattern MARKED = Pattern.compile("<([A-Za-z]\\w*)>|@([A-Z_]+)@");

  private static final Pattern BLANK = Pattern.compile("@([A-Z_]+)@");

  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> marked = new HashMap<>();

  /** Takes a name that something else has. */
  void reserve(String name) {
    taken.add(name.toLowerCase(Locale.ROOT));
  }

  /** {@return a name that nothing has, which is the one wished for if it is free; now taken} */
  String fresh(String wish) {
    String name = wish;
    for (int i = 2; taken.contains(name.toLowerCase(Locale.ROOT)); i++) {
      name = wish + "_" + i;
    }
    reserve(name);
    return name;
  }

  /** {@return a text in which every {@code @WORD@} is what is given for it} */
  static String blanks(String text, Map<String, String> blanks) {
    Matcher mark = BLANK.matcher(text);
    StringBuilder out = new StringBuilder();
    while (mark.find()) {
      mark.appendReplacement(out, Matcher.quoteReplacement(given(blanks, mark.group(1))));
    }
    return mark.appendTail(out).toString();
  }

  private static String given(Map<String, String> blanks, String word) {
    String put = blanks.get(word);
    if (put == null) {
      throw new IllegalStateException("nothing is given for " + word);
    }
    return put;
  }

  /** {@return a text in which every {@code <word>} is an identifier of the file, like the word} */
  String fill(String text) {
    return fill(text, Map.of());
  }

  /**
   * {@return a text in which every {@code <word>} is an identifier of the file, like the word, and
   * every {@code @WORD@} what is given for it}
   */
  String fill(String text, Map<String, String> blanks) {
    Matcher mark = MARKED.matcher(text);
    StringBuilder out = new StringBuilder();
    while (mark.find()) {
      String put =
          mark.group(1) == null
              ? given(blanks, mark.group(2))
              : marked.computeIfAbsent(mark.group(1), this::fresh);
      mark.appendReplacement(out, Matcher.quoteReplacement(put));
    }
    return mark.appendTail(out).toString();
  }
}
