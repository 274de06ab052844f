package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formulas, devices and clocks side by side.
 *
 * @param rows one for each combination
 * @param hasSum whether the complexity is a sum over nodes, which has a column of its own
 */
record CostComparison(List<Row> rows, boolean hasSum) {
  /** Columns from which on a combination takes one line. */
  private static final int WIDE = 110;

  /** Stands where there is nothing to show. */
  static final String NONE = "-";

  /**
   * A combination.
   *
   * @param formula with its output
   * @param device name of the device
   * @param source where its delays and areas come from: model or measured; of published cycles,
   *     their format
   * @param clock as it is shown, {@link #NONE} if there is none
   * @param facts what it takes, null if it cannot be built
   * @param complexity as a sum over the nodes, null if there is none
   * @param mistakes why it cannot be built
   */
  record Row(
      String formula,
      String device,
      String source,
      String clock,
      @Nullable CostFacts facts,
      @Nullable Number complexity,
      List<Diagnostic> mistakes) {
    private String shownDevice() {
      return device + " (" + source + ")";
    }
  }

  /** {@return whether no combination can be built} */
  boolean isHopeless() {
    return rows.stream().noneMatch(r -> r.mistakes.isEmpty());
  }

  /** {@return all mistakes, one combination after the other} */
  List<Diagnostic> mistakes() {
    return rows.stream().flatMap(r -> r.mistakes.stream()).toList();
  }

  /**
   * {@return the table} On a narrow terminal a combination takes two lines.
   *
   * @param columns of the terminal
   */
  List<String> lines(int columns) {
    boolean wide = columns >= WIDE;
    List<String> lines = new ArrayList<>();
    int device = rows.stream().mapToInt(r -> r.shownDevice().length()).max().orElse(0);
    int clock = rows.stream().mapToInt(r -> r.clock.length()).max().orElse(0);
    String numbers =
        "  # "
            + (hasSum ? "complexity " : "")
            + "cycles      ns  longest ns shortest ns    LUT     FF  DSP  BRAM";
    lines.add(
        wide
            ? numbers
                + "  "
                + padded("device", device)
                + "  "
                + padded("clock", clock)
                + "  critical operation, formula"
            : numbers);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      String left = numbers(i + 1, row);
      String where = padded(row.shownDevice(), device) + "  " + padded(row.clock, clock) + "  ";
      String right = where + what(row);
      if (wide) {
        lines.add(left + "  " + right);
      } else {
        lines.add(left);
        lines.add("    " + right);
      }
    }
    return lines;
  }

  private static String what(Row row) {
    CostFacts f = row.facts;
    if (f == null && row.mistakes.isEmpty()) {
      return row.formula;
    }
    return f == null
        ? row.mistakes.stream().findFirst().map(d -> d.code().id() + " " + d.message()).orElse("")
            + ": "
            + row.formula
        : f.criticalOperation() + ", " + row.formula;
  }

  private String numbers(int number, Row row) {
    Number complexity = row.complexity;
    String sum =
        hasSum
            ? String.format(
                Locale.ROOT,
                "%10s ",
                complexity == null ? NONE : FormulaComplexity.show(complexity))
            : "";
    return String.format(Locale.ROOT, "%3d ", number) + sum + numbers(row.facts);
  }

  private static String numbers(@Nullable CostFacts f) {
    if (f == null) {
      return String.format(
          Locale.ROOT,
          "%6s %7s %11s %11s %6s %6s %4s %5s",
          NONE,
          NONE,
          NONE,
          NONE,
          NONE,
          NONE,
          NONE,
          NONE);
    }
    return String.format(
        Locale.ROOT,
        "%6d %7s %11s %11s %6d %6d %4d %5s",
        f.latencyCycles(),
        Numbers.digits(f.latencyNs(), 5),
        Numbers.digits(f.longestStagePs() / 1000.0, 6),
        Numbers.digits(f.shortestPeriodPs() / 1000.0, 6),
        f.area().lut(),
        f.area().ff(),
        f.area().dsp(),
        Numbers.digits(f.bram(), 5));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** {@return what cannot be built and why, in full} */
  List<String> diagnostics() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      for (Diagnostic d : row.mistakes) {
        texts.add(
            "#"
                + (i + 1)
                + " on "
                + row.device
                + (row.clock.equals(NONE) ? "" : " at " + row.clock)
                + ": "
                + Diagnostic.visible(row.formula)
                + "\n"
                + d.render());
      }
    }
    return texts;
  }

  /**
   * A combination for programs.
   *
   * @param formula with its output
   * @param device name of the device
   * @param source where its delays and areas come from: model or measured
   * @param clock as it is shown, {@code -} if there is none
   * @param cost what it takes, or null
   * @param complexity as a sum over the nodes, or null
   * @param mistakes why it cannot be built
   */
  record JsonRow(
      String formula,
      String device,
      String source,
      String clock,
      @Nullable CostFacts cost,
      @Nullable Number complexity,
      List<JsonMistake> mistakes) {}

  /** A mistake: code, place or null, message and mend. */
  record JsonMistake(String code, @Nullable String place, String message, String mend) {}

  /** {@return the combinations for programs} */
  List<JsonRow> facts() {
    return rows.stream()
        .map(r ->
            new JsonRow(
                r.formula,
                r.device,
                r.source,
                r.clock,
                r.facts,
                r.complexity,
                r.mistakes.stream().map(CostComparison::mistake).toList()))
        .toList();
  }

  private static JsonMistake mistake(Diagnostic d) {
    SourceSpan span = d.span();
    return new JsonMistake(
        d.code().id(), span == null ? null : span.location(), d.message(), d.mend());
  }
}
