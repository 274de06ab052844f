package io.formgate.cli;

import io.formgate.constraints.LevelColumn;
import io.formgate.constraints.Levels;
import io.formgate.constraints.Spec;
import io.formgate.expression.DatasetReader;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the levels of the columns that parameters depend on, and gives them codes: that of an input
 * is the number in the column, any other's the place of the level among those that occur, from 0.
 */
final class LevelCodes {
  /** Different cells of a column that are looked at before rows are chosen. */
  private static final int MOST_CELLS = 10_000;

  /** What whole numbers a level of an input may be: those that every double tells apart. */
  private static final double LARGEST_CODE = 1L << 53;

  private static final String HEADER = "column,code,level";

  private static final Pattern LINE =
      Pattern.compile("(\"(?:[^\"]|\"\")*+\"|[^\",]*+),(-?[0-9]+),(\"(?:[^\"]|\"\")*+\")");

  private LevelCodes() {}

  /** Numbers by their size, then all else by its text. */
  static final Comparator<String> ORDER =
      Comparator.<String>comparingInt(text -> isWhole(text) ? 0 : 1)
          .thenComparingLong(text -> isWhole(text) ? Long.parseLong(text) : 0)
          .thenComparing(Comparator.naturalOrder());

  private static boolean isWhole(String text) {
    return text.matches("-?[0-9]{1,18}");
  }

  /**
   * {@return how the columns of levels that are no inputs are read: as the place of the level among
   * those of the file}
   *
   * @throws DiagnosticException if a column has no levels
   */
  static Map<String, DatasetReader.Wanted> wanted(Spec spec) {
    Map<String, DatasetReader.Wanted> wanted = new LinkedHashMap<>();
    for (LevelColumn column : ownColumns(spec)) {
      DatasetReader.Wanted plain =
          SpecColumns.wanted(spec, column.name(), column.span(), List.of());
      List<String> cells =
          DatasetReader.levels(spec.dataFile(), spec.dataSpan(), plain, MOST_CELLS);
      if (cells.isEmpty() || cells.size() > MOST_CELLS) {
        throw refused(
            column,
            "has " + (cells.isEmpty() ? "no levels" : "more than " + MOST_CELLS + " levels"),
            "name a column of a few different texts or whole numbers");
      }
      for (String cell : cells) {
        if (cell.chars().anyMatch(c -> c == '\n' || c == '\r')) {
          throw refused(
              column,
              "has the level '" + cell + "' with a line break in it",
              "write the level on one line in the data");
        }
        if (cell.matches("[-+0-9.eE]+") && !isWhole(cell)) {
          throw refused(
              column,
              "holds " + cell + ", but levels are texts or whole numbers",
              "round the column, or use it as an input");
        }
      }
      wanted.put(
          column.name(),
          SpecColumns.wanted(
              spec, column.name(), column.span(), cells.stream().sorted(ORDER).toList()));
    }
    return wanted;
  }

  private static List<LevelColumn> ownColumns(Spec spec) {
    return spec.levelColumns().stream()
        .filter(column -> !spec.inputNames().contains(column.name()))
        .toList();
  }

  /**
   * {@return the levels of the rows taken}
   *
   * @param spec the spec as it was read
   * @param read all columns; those of levels are replaced by codes
   * @param wanted how columns of levels were read
   * @param training rows to fit
   */
  static List<Levels> of(
      Spec spec,
      Map<String, double[]> read,
      Map<String, DatasetReader.Wanted> wanted,
      List<Integer> training) {
    List<Levels> found = new ArrayList<>();
    for (LevelColumn column : spec.levelColumns()) {
      boolean isOwnPort = !spec.inputNames().contains(column.name());
      double[] values = read.getOrDefault(column.name(), new double[0]);
      TreeMap<Double, String> byValue = new TreeMap<>();
      for (double value : values) {
        DatasetReader.Wanted texts = wanted.get(column.name());
        if (texts == null && !(value == Math.rint(value) && Math.abs(value) <= LARGEST_CODE)) {
          throw refused(
              column,
              "holds " + value + ", but levels are texts or whole numbers",
              "round the column, or use it as an input alone");
        }
        byValue.computeIfAbsent(
            value,
            v ->
                texts == null
                    ? Long.toString((long) (double) v)
                    : texts.classes().get((int) (double) v));
      }
      if (byValue.size() > Levels.MAX) {
        throw refused(
            column,
            "has " + Numbers.count(byValue.size()) + " levels in the rows taken",
            "a parameter has at most "
                + Levels.MAX
                + " values; leave rows out with 'where', or"
                + " join levels");
      }
      Map<Double, Long> codes = new HashMap<>();
      for (double value : byValue.keySet()) {
        codes.put(value, isOwnPort ? codes.size() : (long) value);
      }
      List<Double> fitted = training.stream().map(row -> values[row]).toList();
      byValue.forEach((value, level) -> {
        if (!fitted.contains(value)) {
          throw refused(
              column,
              "has the level '" + level + "' in rows kept apart for validation only",
              "keep a smaller share apart, give another seed, or leave the level out with 'where'");
        }
      });
      double[] coded = new double[values.length];
      for (int row = 0; row < values.length; row++) {
        coded[row] = codes.getOrDefault(values[row], 0L);
      }
      read.put(column.name(), coded);
      found.add(
          new Levels(
              column.name(),
              List.copyOf(byValue.values()),
              byValue.keySet().stream().map(v -> codes.getOrDefault(v, 0L)).toList(),
              isOwnPort));
    }
    return found;
  }

  private static DiagnosticException refused(LevelColumn column, String what, String mend) {
    return new DiagnosticException(
        Diagnostic.at(
            DiagnosticCode.SPEC_LEVELS,
            column.span(),
            "the column '" + column.name() + "' " + what,
            mend));
  }

  /** {@return the codes of a column's levels on one line} */
  static String line(Levels levels) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < levels.names().size(); i++) {
      parts.add(levels.codes().get(i) + " = " + levels.names().get(i));
    }
    return levels.column() + ": " + String.join(", ", parts);
  }

  /**
   * {@return the levels of a column whose codes are their places, none if it has no such}
   *
   * @param table what {@link #csv} wrote, if a run has it
   * @param column name of the column
   * @throws DiagnosticException if the table is not as it was written
   */
  static List<String> ofRun(Path table, String column) {
    if (!Files.isRegularFile(table)) {
      return List.of();
    }
    List<String> lines = lines(table);
    if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
      throw damaged(table, "line 1 is not '" + HEADER + "'");
    }
    List<String> levels = new ArrayList<>();
    boolean isByPlace = true;
    for (int i = 1; i < lines.size(); i++) {
      Matcher cells = LINE.matcher(lines.get(i));
      if (!cells.matches()) {
        throw damaged(table, "line " + (i + 1) + " is no column, code and level in quotes");
      }
      String code = cells.group(2);
      String level = CsvCell.text(cells.group(3));
      if (CsvCell.text(cells.group(1)).equals(column)) {
        if (!code.equals(Integer.toString(levels.size()))) {
          // The code of an input's level is the number itself, any other is a place.
          if (!code.equals(level)) {
            throw damaged(
                table,
                "line "
                    + (i + 1)
                    + " has the code "
                    + code
                    + " where "
                    + levels.size()
                    + " is due");
          }
          isByPlace = false;
        }
        levels.add(level);
      }
    }
    return isByPlace ? levels : List.of();
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (CharacterCodingException e) {
      throw damaged(table, "it is no UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DiagnosticException damaged(Path table, String why) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.NOT_A_RUN,
            table + " is not the table of levels that formgate wrote: " + why,
            "compile the spec again, or put the file back as it was"));
  }

  /** {@return a table of all codes} */
  static String csv(List<Levels> all) {
    StringBuilder out = new StringBuilder(HEADER + "\n");
    for (Levels levels : all) {
      for (int i = 0; i < levels.names().size(); i++) {
        out.append(CsvCell.of(levels.column())).append(',').append(levels.codes().get(i));
        out.append(',').append(CsvCell.quoted(levels.names().get(i))).append('\n');
      }
    }
    return out.toString();
  }
}
