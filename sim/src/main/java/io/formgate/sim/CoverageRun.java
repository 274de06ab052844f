package io.formgate.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what simulators with {@link Instrument#COVERAGE} have counted, and adds it up. */
final class CoverageRun {
  /** Stands before a key. */
  static final char KEY = '\1';

  /** Stands between a key and its value. */
  static final char VALUE = '\2';

  private static final Pattern LINE = Pattern.compile("C '(.*)' (\\d+)");

  private final Map<Coverage.Point, Long> counts = new LinkedHashMap<>();

  /**
   * Adds the counts of a run.
   *
   * @param begin of its first cycles, in which bits leave the random values that they started with:
   *     only lines count
   * @param rest of all others
   */
  void add(Path begin, Path rest) throws IOException {
    add(begin, false);
    add(rest, true);
  }

  /** Of the circuit itself; the bench around it is left out. */
  private void add(Path file, boolean countsBits) throws IOException {
    for (String line : Files.readAllLines(file)) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        Map<String, String> fields = new HashMap<>();
        for (String field : m.group(1).split(String.valueOf(KEY))) {
          int at = field.indexOf(VALUE);
          if (at > 0) {
            fields.put(field.substring(0, at), field.substring(at + 1));
          }
        }
        if (fields.getOrDefault("f", "").equals("circuit.sv")) {
          Coverage.Point point =
              new Coverage.Point(
                  fields.getOrDefault("page", ""),
                  Integer.parseInt(fields.getOrDefault("l", "0")),
                  Integer.parseInt(fields.getOrDefault("n", "0")),
                  fields.getOrDefault("o", ""),
                  fields.getOrDefault("S", ""),
                  fields.getOrDefault("h", ""),
                  0);
          long count = Long.parseLong(m.group(2));
          counts.merge(point, point.isBit() && !countsBits ? 0 : count, Long::sum);
        }
      }
    }
  }

  /** {@return all that was counted, in the order of the text} */
  List<Coverage.Point> points() {
    List<Coverage.Point> points = new ArrayList<>();
    counts.forEach((p, count) ->
        points.add(
            new Coverage.Point(
                p.page(), p.line(), p.column(), p.object(), p.lines(), p.hierarchy(), count)));
    points.sort(
        Comparator.comparingInt(Coverage.Point::line).thenComparingInt(Coverage.Point::column));
    return points;
  }
}
