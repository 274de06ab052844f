package io.formgate.constraints;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which names can stand in SystemVerilog, VHDL, LaTeX and the commands of a shell. */
public final class SignalNames {
  /** Characters of the longest name. */
  public static final int MAX_CHARACTERS = 64;

  /** Ports that circuits have, bare or with a wrapper of ready and valid. */
  public static final Set<String> RESERVED_PORTS =
      Set.of("clock", "reset", "valid_in", "ready_in", "valid_out", "ready_out");

  /** Characters that begin a command, a variable or a comment in LaTeX or in a shell. */
  private static final Pattern COMMANDS = Pattern.compile("[\\\\$%&#{}~^`'\"|;<>*?!]");

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern UNIT_AT_END = Pattern.compile("\\s*[\\[(][^\\[\\]()]*[\\])]\\s*$");
  private static final Pattern GREEK =
      Pattern.compile("GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?([A-Z]+)");

  /** Characters of the longest name that is made. */
  private static final int MAX_RESEMBLING = 40;

  /** Words that the grammar of specs keeps from names. */
  public static final Set<String> GRAMMAR_WORDS = Set.of("as", "in");

  private static final Set<String> RESERVED_WORDS = reservedWords();

  private SignalNames() {}

  /**
   * {@return what is wrong with a name, as the end of a sentence that begins with it; empty when it
   * is legal}
   *
   * @param name the name
   */
  public static Optional<String> objection(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher command = COMMANDS.matcher(name);
    if (command.find()) {
      return Optional.of("holds " + command.group() + ", which LaTeX or a shell would act on");
    } else if (!LEGAL.matcher(name).matches()) {
      return Optional.of("is not a letter followed by letters, digits and underscores");
    } else if (name.length() > MAX_CHARACTERS) {
      return Optional.of("is longer than " + MAX_CHARACTERS + " characters");
    } else if (name.contains("__")) {
      return Optional.of("has two underscores in a row, which VHDL does not allow");
    } else if (name.endsWith("_")) {
      return Optional.of("ends with an underscore, which VHDL does not allow");
    } else if (RESERVED_PORTS.contains(lower)) {
      return Optional.of("is a port that circuits have, bare or with a wrapper");
    } else if (RESERVED_WORDS.contains(lower)) {
      return Optional.of("is a keyword of SystemVerilog or VHDL");
    }
    return Optional.empty();
  }

  /**
   * {@return a legal name that resembles another one} A unit in brackets at its end is left out,
   * accents too, and Greek letters are spelled.
   *
   * @param name any text
   */
  public static String resembling(String name) {
    String bare = UNIT_AT_END.matcher(name).replaceFirst("");
    String letters =
        tidy(
            Normalizer.normalize(bare.isBlank() ? name : bare, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .mapToObj(SignalNames::spelled)
                .collect(Collectors.joining()));
    String shortened = tidy(letters.substring(0, Math.min(MAX_RESEMBLING, letters.length())));
    if (shortened.isEmpty()) {
      return "x";
    }
    boolean isSound = !GRAMMAR_WORDS.contains(shortened) && objection(shortened).isEmpty();
    return isSound ? shortened : "x_" + shortened;
  }

  private static String spelled(int c) {
    if (c < 128 && Character.isLetterOrDigit(c)) {
      return Character.toString(c);
    }
    String unicode = String.valueOf(Character.getName(c));
    Matcher greek = GREEK.matcher(unicode);
    return greek.matches() ? greek.group(1).toLowerCase(Locale.ROOT) : "_";
  }

  private static String tidy(String letters) {
    return letters.replaceAll("_+", "_").replaceAll("^_|_$", "");
  }

  private static Set<String> reservedWords() {
    try (InputStream in = SignalNames.class.getResourceAsStream("reserved-words.txt")) {
      if (in == null) {
        throw new IllegalStateException("reserved-words.txt is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Pattern.compile(" ").splitAsStream(line))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("reserved-words.txt cannot be read", e);
    }
  }
}
