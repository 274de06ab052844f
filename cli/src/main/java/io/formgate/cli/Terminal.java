package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

/**
 * Where the command writes.
 *
 * @param out results
 * @param err mistakes
 * @param interactive whether lines can be drawn over
 * @param columns width in characters
 * @param environment variables of the process
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    boolean interactive,
    int columns,
    Map<String, String> environment) {

  private static final int DEFAULT_COLUMNS = 100;

  /** Where a line without a name goes on. */
  private static final int CONTINUATION = 4;

  private static final Pattern TEXT_BEHIND_A_NAME =
      Pattern.compile(" {8,}|(?: {2})?[a-z]+(?: +[\\d.]+ s {3}| {2,})");

  private static final int MIN_COLUMNS = 60;

  /** {@return the terminal of the process} */
  // Whether a process without a terminal has a console depends on the JDK's console provider.
  @SuppressWarnings("SystemConsoleNull")
  static Terminal of(PrintStream out, PrintStream err, Map<String, String> environment) {
    @Nullable Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    boolean interactive = terminal && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
    int columns = interactive ? width() : DEFAULT_COLUMNS;
    try {
      columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
    } catch (NumberFormatException e) {
      // Not every shell exports its width.
    }
    return new Terminal(out, err, interactive, Math.max(MIN_COLUMNS, columns), environment);
  }

  /** {@return the width that the system's terminal has now} */
  private static int width() {
    try {
      int columns =
          TerminalProvider.load(TerminalBuilder.PROP_PROVIDER_FFM)
              .systemStreamWidth(SystemStream.Output);
      return columns > 0 ? columns : DEFAULT_COLUMNS;
    } catch (IOException e) {
      // A terminal that does not tell its width is taken to have the usual one.
      return DEFAULT_COLUMNS;
    }
  }

  /** {@return one that keeps standard output for programs and tells people on standard error} */
  Terminal onStandardError() {
    return new Terminal(err, err, false, columns, environment);
  }

  /** Prints a line as a terminal shows it: {@link #cut} and free of control characters. */
  void line(String text) {
    out.println(shown(text));
  }

  /** {@return a text {@link #cut} and free of control characters} */
  String shown(String text) {
    return cut(Diagnostic.visible(text));
  }

  /** {@return whether colours are wanted: {@code NO_COLOR} is not set} */
  boolean colours() {
    return interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** {@return whether signs beyond ASCII are shown: the locale's encoding is UTF-8} */
  boolean unicode() {
    for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String locale = environment.getOrDefault(variable, "").toLowerCase(Locale.ROOT);
      if (!locale.isEmpty()) {
        return locale.contains("utf-8") || locale.contains("utf8");
      }
    }
    return false;
  }

  /**
   * Prints a line of any length, free of control characters; where a terminal would break it within
   * a word, it goes on below where its text begins.
   */
  void full(String text) {
    wrapped(Diagnostic.visible(text)).forEach(out::println);
  }

  private List<String> wrapped(String text) {
    if (!interactive || text.length() <= columns) {
      return List.of(text);
    }
    // Behind the name that a line begins with and the blanks that line texts up.
    Matcher name = TEXT_BEHIND_A_NAME.matcher(text);
    int indent = name.lookingAt() && name.end() < columns / 2 ? name.end() : CONTINUATION;
    List<String> lines = new ArrayList<>();
    String left = text;
    while (left.length() > columns) {
      int blank = left.lastIndexOf(' ', columns);
      // A word that is longer than the line stays whole.
      int end = blank > indent ? blank : left.indexOf(' ', columns);
      if (end < 0) {
        break;
      }
      lines.add(left.substring(0, end));
      left = " ".repeat(indent) + left.substring(end).strip();
    }
    lines.add(left);
    return lines;
  }

  /**
   * {@return a text cut to the width, with dots where something is missing; whole where nobody but
   * a file or another program reads it}
   */
  String cut(String text) {
    return !interactive || text.length() <= columns ? text : text.substring(0, columns - 3) + "...";
  }
}
