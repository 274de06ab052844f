package io.formgate.cli;

import io.formgate.constraints.ClassLabels;
import io.formgate.constraints.Classes;
import io.formgate.constraints.ColumnName;
import io.formgate.expression.ColumnProfile;
import io.formgate.expression.ColumnStatistics;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The classes that a column tells apart.
 *
 * @param column its name in the data
 * @param classes whole numbers by their size, else in the order of their texts
 * @param emptyRows rows without a class
 */
record StarterClasses(String column, List<OneClass> classes, long emptyRows) {
  /** Fewest classes. */
  private static final int LEAST = 2;

  /** Most whole numbers that are taken for classes and not for a count. */
  private static final int MOST_NUMBERS = 10;

  /** Rows that each of these has on average: numbers that are rarer are taken for values. */
  private static final int ROWS_OF_A_NUMBER = 5;

  /** Characters of a line. */
  private static final int WIDTH = 110;

  /** Format of scores: fine beside the margins of losses, and wide enough for sums. */
  private static final FixedFormat FORMAT = new FixedFormat(true, 16, 8);

  /** What scores may be off. */
  static final String TOLERANCE = "1/16";

  /** Copies the list. */
  StarterClasses {
    classes = List.copyOf(classes);
  }

  /**
   * A class.
   *
   * @param name in the spec
   * @param label in the data
   * @param rows that are of it
   */
  record OneClass(String name, String label, long rows) {}

  /**
   * {@return the classes of a column, if its values can be classes: 2 to 20 texts, or 2 to 10 whole
   * numbers of several rows each}
   *
   * @param column of the data
   * @param rows of the data
   * @param taken names that classes cannot have
   */
  static Optional<StarterClasses> of(ColumnProfile column, long rows, Collection<String> taken) {
    ColumnStatistics s = column.statistics();
    boolean isOfNumbers =
        s != null
            && s.isWhole()
            && column.values().size() <= MOST_NUMBERS
            && rows >= (long) ROWS_OF_A_NUMBER * column.values().size();
    boolean isOfTexts = s == null && column.notFiniteRows() == 0 && column.textRows() > 0;
    Map<String, Long> byLabel = new LinkedHashMap<>();
    column.values().stream()
        .sorted(Comparator.comparingDouble(v -> isOfNumbers ? Double.parseDouble(v.text()) : 0))
        .forEach(v -> byLabel.merge(label(v.text(), isOfNumbers), v.rows(), Long::sum));
    boolean isWritable =
        byLabel.keySet().stream().allMatch(l -> Diagnostic.visible(l).equals(l) && !l.isBlank());
    if (!(isOfNumbers || isOfTexts) || byLabel.size() < LEAST || !isWritable) {
      return Optional.empty();
    }
    Set<String> used = new HashSet<>();
    taken.forEach(name -> used.add(lower(name)));
    used.add(Classes.PORT);
    List<OneClass> classes = new ArrayList<>();
    byLabel.forEach((label, count) -> classes.add(new OneClass(free(label, used), label, count)));
    return Optional.of(new StarterClasses(column.name(), classes, column.emptyRows()));
  }

  /** What a cell says, as the reader of data takes it: without blanks, and 1.0 as 1. */
  private static String label(String cell, boolean isNumber) {
    return isNumber
        ? Long.toString((long) Double.parseDouble(cell))
        : cell.replaceAll("^ +| +$", "");
  }

  private static String free(String label, Set<String> used) {
    String base = ClassLabels.name(label);
    String name = base;
    for (int i = 2; !used.add(lower(name)); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** {@return the statement of the classes, on as many lines as it takes} */
  List<String> statement() {
    List<String> declared =
        classes.stream().map(c -> ClassLabels.declared(c.name(), c.label())).toList();
    String end =
        " from "
            + ColumnName.written(column)
            + " as "
            + FORMAT
            + " saturate tolerance "
            + TOLERANCE;
    String whole = "classes " + String.join(", ", declared) + end;
    if (whole.length() <= WIDTH) {
      return List.of(whole);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("classes");
    for (int i = 0; i < declared.size(); i++) {
      // Behind a comma the statement goes on; the last class has the rest behind it.
      String part = " " + declared.get(i) + (i + 1 < declared.size() ? "," : end);
      if (i > 0 && line.length() + part.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("       ");
      }
      line.append(part);
    }
    lines.add(line.toString());
    return lines;
  }
}
