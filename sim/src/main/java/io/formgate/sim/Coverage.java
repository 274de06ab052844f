package io.formgate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which lines of a circuit's text a verification reached, and which bits it changed.
 *
 * @param systemVerilog the text
 * @param vectors that were compared meanwhile
 * @param points what was counted
 */
public record Coverage(String systemVerilog, long vectors, List<Point> points) {
  private static final String TOGGLE = "v_toggle";

  /**
   * Something that was counted.
   *
   * @param page Verilator's word for what it is
   * @param line of the text, from 1
   * @param column of the text
   * @param object bit or block
   * @param lines that a block holds, such as {@code 5-6,9}; empty for its own line
   * @param hierarchy the instance
   * @param count how often it was reached, or changed once its random first value was gone
   */
  public record Point(
      String page,
      int line,
      int column,
      String object,
      String lines,
      String hierarchy,
      long count) {
    boolean isBit() {
      return page.startsWith(TOGGLE);
    }
  }

  /**
   * A bit of a signal.
   *
   * @param name of the signal with the bit's number, in its module
   * @param line where it is declared
   */
  public record Bit(String name, int line) {}

  /**
   * How much of all was reached.
   *
   * @param reached of them
   * @param all of them
   */
  public record Share(long reached, long all) {
    /** {@return as text} */
    public String text() {
      return all == 0
          ? "none"
          : String.format(Locale.ROOT, "%,d of %,d (%.1f %%)", reached, all, 100.0 * reached / all);
    }
  }

  /** Copies the list. */
  public Coverage {
    points = List.copyOf(points);
  }

  /** How often each line with a statement was reached, in the instance that reached it least. */
  private NavigableMap<Integer, Long> reachedLines() {
    NavigableMap<Integer, Long> lines = new TreeMap<>();
    for (Point p : points) {
      if (!p.isBit()) {
        String held = p.lines().isEmpty() ? Integer.toString(p.line()) : p.lines();
        for (String part : held.split(",")) {
          String[] ends = part.split("-");
          for (int line = Integer.parseInt(ends[0]);
              line <= Integer.parseInt(ends[ends.length - 1]);
              line++) {
            lines.merge(line, p.count(), Math::min);
          }
        }
      }
    }
    return lines;
  }

  /** {@return lines with statements that were reached} */
  public Share lines() {
    NavigableMap<Integer, Long> lines = reachedLines();
    return new Share(lines.values().stream().filter(c -> c > 0).count(), lines.size());
  }

  /** {@return bits of signals that were 0 and 1} */
  public Share bits() {
    long all = points.stream().filter(Point::isBit).count();
    return new Share(all - unchanged().size(), all);
  }

  /** {@return the lines that were never reached} */
  public List<Integer> unreached() {
    return reachedLines().entrySet().stream()
        .filter(e -> e.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** {@return the bits that were always 0 or always 1} */
  public List<Bit> unchanged() {
    return points.stream()
        .filter(p -> p.isBit() && p.count() == 0)
        .map(p -> new Bit(p.object(), p.line()))
        .toList();
  }

  /** {@return the text, with how often each line was reached and which bits did not change} */
  public String annotated() {
    NavigableMap<Integer, Long> reached = reachedLines();
    Map<Integer, List<String>> still =
        unchanged().stream()
            .collect(
                Collectors.groupingBy(
                    Bit::line, Collectors.mapping(Bit::name, Collectors.toList())));
    Map<Integer, Long> bits =
        points.stream()
            .filter(Point::isBit)
            .collect(Collectors.groupingBy(Point::line, Collectors.counting()));
    StringBuilder out = new StringBuilder("   reached    bits  text\n");
    List<String> lines = systemVerilog.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int line = i + 1;
      List<String> unchanged = still.getOrDefault(line, List.of());
      Long count = reached.get(line);
      Long all = bits.get(line);
      out.append(
          String.format(
              Locale.ROOT,
              "%1s%9s %7s  %s%n",
              !unchanged.isEmpty() || Long.valueOf(0).equals(count) ? "!" : "",
              count == null ? "" : count.toString(),
              all == null ? "" : (all - unchanged.size()) + "/" + all,
              lines.get(i)));
      if (!unchanged.isEmpty()) {
        out.append(
            "!                    ^ not both 0 and 1: " + String.join(", ", unchanged) + "\n");
      }
    }
    return out.toString();
  }

  /**
   * {@return the counts in the format of Verilator's own tools}
   *
   * @param file name of the circuit's file
   */
  public String data(String file) {
    List<String> out = new ArrayList<>();
    out.add("# SystemC::Coverage-3");
    for (Point p : points) {
      out.add(
          "C '"
              + pair("f", file)
              + pair("l", Integer.toString(p.line()))
              + pair("n", Integer.toString(p.column()))
              + pair("page", p.page())
              + pair("o", p.object())
              + (p.lines().isEmpty() ? "" : pair("S", p.lines()))
              + pair("h", p.hierarchy())
              + "' "
              + p.count());
    }
    return String.join("\n", out) + "\n";
  }

  private static String pair(String key, String value) {
    return CoverageRun.KEY + key + CoverageRun.VALUE + value;
  }
}
