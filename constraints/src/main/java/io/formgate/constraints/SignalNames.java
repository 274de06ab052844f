package io.formgate.constraints;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
