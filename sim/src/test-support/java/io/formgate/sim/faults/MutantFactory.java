package io.formgate.sim.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plants single faults in the text of an emitted circuit.
 *
 * <p>The text is changed line by line: where signals are declared with their values, assigned, and
 * registered, and where tables have their entries. Instances, ports and comments stay.
 */
public final class MutantFactory {
  private static final Pattern VALUE =
      Pattern.compile("^(\\s*(?:wire\\s+(?:\\[\\d+:0\\]\\s*)?\\w+\\s*=|assign\\s+\\w+\\s*=)\\s*)(.+);$");
  private static final Pattern WIRE =
      Pattern.compile("^(\\s*wire\\s+)(?:\\[(\\d+):0\\]\\s*)?(\\w+)(\\s*=\\s*)(.+);$");
  private static final Pattern REGISTER =
      Pattern.compile("^(\\s*reg\\s+)(?:\\[(\\d+):0\\]\\s*)?(\\w+);$");
  private static final Pattern UPDATE = Pattern.compile("^(\\s*)(\\w+) <= (.+);$");
  private static final Pattern ENTRY = Pattern.compile("\\b(\\d+)'h([0-9a-f]+)\\b");
  private static final Pattern SLICE = Pattern.compile("\\b(\\w+)\\[(\\d+):(\\d+)\\]");
  private static final Pattern STAGED = Pattern.compile("\\b(\\w+)_s(\\d+)\\b");
  private static final Pattern CHOICE =
      Pattern.compile("^([^?:]+) \\? ([^?:]+) : ([^?:]+)$");
  private static final Pattern DIFFERENCE = Pattern.compile("^([^-]+) - ([^-]+)$");
  private static final Pattern PAIR = Pattern.compile("^\\{([\\w\\[\\]:']+), ([\\w\\[\\]:']+)\\}$");

  /** Each operator of firtool's text with what is put in its place. */
  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry(" + ", " - "),
          Map.entry(" - ", " + "),
          Map.entry(" * ", " + "),
          Map.entry(" & ", " | "),
          Map.entry(" | ", " & "),
          Map.entry(" ^ ", " & "),
          Map.entry(" == ", " != "),
          Map.entry(" != ", " == "),
          Map.entry(" < ", " >= "),
          Map.entry(" >= ", " < "),
          Map.entry(" > ", " <= "),
          Map.entry(" <= ", " > "));

  private final List<String> lines;

  /** Declared width in bits of every wire and register. */
  private final Map<String, Integer> widths = new HashMap<>();

  private final SplittableRandom random;

  private MutantFactory(String systemVerilog, SplittableRandom random) {
    this.lines = systemVerilog.lines().toList();
    this.random = random;
    for (String line : lines) {
      for (Pattern declaration : List.of(WIRE, REGISTER)) {
        Matcher m = declaration.matcher(line);
        if (m.find()) {
          widths.put(m.group(3), m.group(2) == null ? 1 : Integer.parseInt(m.group(2)) + 1);
        }
      }
    }
  }

  /**
   * {@return one mutant of each kind that the text has another place for, in the order of the
   * kinds}
   *
   * @param systemVerilog an emitted circuit
   * @param seed chooses the places
   * @param round from 0; the mutants of all rounds of a seed differ from each other
   */
  public static List<Mutant> ofEachKind(String systemVerilog, long seed, int round) {
    MutantFactory factory = new MutantFactory(systemVerilog, new SplittableRandom(seed));
    List<Mutant> mutants = new ArrayList<>();
    Set<Map<Integer, String>> taken = new HashSet<>();
    for (FaultKind kind : FaultKind.values()) {
      List<Change> changes = factory.changes(kind);
      changes.removeIf(c -> factory.isNone(c) || !taken.add(c.texts()));
      factory.shuffle(changes);
      if (round < changes.size()) {
        mutants.add(factory.mutant(kind, changes.get(round)));
      }
    }
    return mutants;
  }

  /** Operands that are the same are not swapped. */
  private boolean isNone(Change change) {
    return change.texts().entrySet().stream()
        .allMatch(e -> e.getValue().equals(lines.get(e.getKey())));
  }

  private void shuffle(List<Change> changes) {
    for (int i = changes.size() - 1; i > 0; i--) {
      Collections.swap(changes, i, random.nextInt(i + 1));
    }
  }

  /**
   * A change of some lines.
   *
   * @param line index of the line that shows the fault
   * @param texts new texts by index of the line; null removes it
   */
  private record Change(int line, Map<Integer, String> texts) {
    static Change of(int line, String text) {
      return new Change(line, Map.of(line, text));
    }
  }

  private Mutant mutant(FaultKind kind, Change change) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      out.append(change.texts().getOrDefault(i, lines.get(i))).append('\n');
    }
    String after = change.texts().getOrDefault(change.line(), "");
    return new Mutant(
        kind,
        change.line() + 1,
        lines.get(change.line()).strip(),
        after.strip(),
        out.toString());
  }

  private List<Change> changes(FaultKind kind) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      switch (kind) {
        case CONSTANT -> constants(i, changes);
        case OPERATOR -> operators(i, changes);
        case WIDTH -> widths(i, changes);
        case STAGE -> stages(i, changes);
        case TABLE_ENTRY -> entries(i, changes);
        case SWAPPED_OPERANDS -> swaps(i, changes);
        case MISSING_REGISTER -> registers(i, changes);
        case STUCK_BIT -> stuckBits(i, changes);
      }
    }
    return changes;
  }

  private static boolean isEntries(String line) {
    return line.startsWith("    ") && ENTRY.matcher(line).find() && !line.contains("=");
  }

  /** Where the value of a line begins; negative if it has none. */
  private static int valueStart(String line) {
    Matcher value = VALUE.matcher(line);
    if (value.find()) {
      return value.start(2);
    }
    Matcher update = UPDATE.matcher(line);
    return update.find() ? update.start(3) : -1;
  }

  private void constants(int i, List<Change> changes) {
    int from = valueStart(lines.get(i));
    if (from >= 0) {
      flipped(i, from, changes);
    }
  }

  private void entries(int i, List<Change> changes) {
    if (isEntries(lines.get(i))) {
      flipped(i, 0, changes);
    }
  }

  /** One bit of each constant behind a column. */
  private void flipped(int i, int from, List<Change> changes) {
    String line = lines.get(i);
    Matcher m = ENTRY.matcher(line);
    for (int at = from; m.find(at); at = m.end()) {
      int width = Integer.parseInt(m.group(1));
      if (width < Long.SIZE) {
        long flipped = Long.parseUnsignedLong(m.group(2), 16) ^ (1L << random.nextInt(width));
        changes.add(
            Change.of(
                i, replaced(line, m.toMatchResult(), width + "'h" + Long.toHexString(flipped))));
      }
    }
  }

  private static String replaced(String line, MatchResult part, String text) {
    return line.substring(0, part.start()) + text + line.substring(part.end());
  }

  private void operators(int i, List<Change> changes) {
    String line = lines.get(i);
    int from = valueStart(line);
    if (from < 0) {
      return;
    }
    OPERATORS.forEach((operator, other) -> {
      for (int at = line.indexOf(operator, from);
          at >= 0;
          at = line.indexOf(operator, at + operator.length())) {
        changes.add(
            Change.of(i, line.substring(0, at) + other + line.substring(at + operator.length())));
      }
    });
    if (line.startsWith("|", from)) {
      changes.add(Change.of(i, line.substring(0, from) + "&" + line.substring(from + 1)));
    }
    if (line.startsWith("~", from)) {
      changes.add(Change.of(i, line.substring(0, from) + line.substring(from + 1)));
    }
  }

  private void widths(int i, List<Change> changes) {
    String line = lines.get(i);
    int from = valueStart(line);
    if (from < 0) {
      return;
    }
    Matcher slice = SLICE.matcher(line);
    for (int at = from; slice.find(at); at = slice.end()) {
      int high = Integer.parseInt(slice.group(2));
      int low = Integer.parseInt(slice.group(3));
      if (high > low) {
        String narrower = "%s[%d:%d]".formatted(slice.group(1), high - 1, low);
        changes.add(Change.of(i, replaced(line, slice.toMatchResult(), narrower)));
      }
    }
    Matcher wire = WIRE.matcher(line);
    if (wire.find() && wire.group(2) != null && !wire.group(2).equals("0")) {
      int high = Integer.parseInt(wire.group(2));
      changes.add(
          Change.of(
              i,
              "%s[%d:0] %s%s%s;"
                  .formatted(
                      wire.group(1), high - 1, wire.group(3), wire.group(4), wire.group(5))));
    }
  }

  private void stages(int i, List<Change> changes) {
    String line = lines.get(i);
    int from = valueStart(line);
    if (from < 0) {
      return;
    }
    Matcher m = STAGED.matcher(line);
    for (int at = from; m.find(at); at = m.end()) {
      int stage = Integer.parseInt(m.group(2));
      for (String other :
          List.of(m.group(1), m.group(1) + "_s" + (stage - 1), m.group(1) + "_s" + (stage + 1))) {
        boolean isSelf = UPDATE.matcher(line).matches() && line.strip().startsWith(other + " <=");
        if (widths.containsKey(other)
            && widths.get(other).equals(widths.get(m.group()))
            && !isSelf) {
          changes.add(Change.of(i, replaced(line, m.toMatchResult(), other)));
        }
      }
    }
  }

  private void swaps(int i, List<Change> changes) {
    String line = lines.get(i);
    int from = valueStart(line);
    if (from < 0) {
      return;
    }
    String value = line.substring(from, line.length() - 1);
    Matcher choice = CHOICE.matcher(value);
    if (choice.find()) {
      changes.add(
          Change.of(
              i,
              line.substring(0, from)
                  + "%s ? %s : %s;".formatted(choice.group(1), choice.group(3), choice.group(2))));
    }
    Matcher difference = DIFFERENCE.matcher(value);
    if (difference.find()) {
      changes.add(
          Change.of(
              i,
              line.substring(0, from)
                  + "%s - %s;".formatted(difference.group(2), difference.group(1))));
    }
    Matcher pair = PAIR.matcher(value);
    if (pair.find()) {
      changes.add(
          Change.of(
              i, line.substring(0, from) + "{%s, %s};".formatted(pair.group(2), pair.group(1))));
    }
  }

  /** The register becomes a wire with the value that it takes otherwise. */
  private void registers(int i, List<Change> changes) {
    Matcher register = REGISTER.matcher(lines.get(i));
    if (!register.find()) {
      return;
    }
    String name = register.group(3);
    String range = register.group(2) == null ? "" : "[%s:0] ".formatted(register.group(2));
    Map<Integer, String> texts = new HashMap<>();
    String next = "";
    for (int j = 0; j < lines.size(); j++) {
      Matcher update = UPDATE.matcher(lines.get(j));
      if (update.find() && update.group(2).equals(name)) {
        // What stands before it may be the condition of a reset.
        texts.put(j, update.group(1) + ";");
        // The last one stands behind the reset.
        next = update.group(3);
      }
    }
    if (!next.isEmpty()) {
      texts.put(i, "  wire %s%s = %s;".formatted(range, name, next));
      changes.add(new Change(i, texts));
    }
  }

  private void stuckBits(int i, List<Change> changes) {
    Matcher wire = WIRE.matcher(lines.get(i));
    if (!wire.find()) {
      return;
    }
    int width = wire.group(2) == null ? 1 : Integer.parseInt(wire.group(2)) + 1;
    if (width < Long.SIZE) {
      long bit = 1L << random.nextInt(width);
      boolean isOne = random.nextBoolean();
      long mask = isOne ? bit : ~bit & (-1L >>> (Long.SIZE - width));
      String range = wire.group(2) == null ? "" : "[%s:0] ".formatted(wire.group(2));
      changes.add(
          Change.of(
              i,
              "%s%s%s%s(%s) %s %d'h%s;"
                  .formatted(
                      wire.group(1),
                      range,
                      wire.group(3),
                      wire.group(4),
                      wire.group(5),
                      isOne ? "|" : "&",
                      width,
                      Long.toHexString(mask))));
    }
  }
}
