package io.formgate.cli;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.PairTable;
import io.formgate.report.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The learned tables of formulas, for the run folder, the report and exports. */
final class LearnedTables {
  /** The file of a run that holds what the tables of its front are. */
  static final String FILE = "tables.json";

  /**
   * A table of one value.
   *
   * @param name as formulas for people show it
   * @param argument what it is of
   * @param first place of the first step
   * @param step distance of the steps
   * @param offset value far below the first step
   * @param rises what each step adds
   * @param x arguments of points
   * @param y values there
   */
  record OfOne(
      String name,
      String argument,
      double first,
      double step,
      double offset,
      List<Double> rises,
      List<Double> x,
      List<Double> y) {}

  /**
   * A table of two values.
   *
   * @param name as formulas for people show it
   * @param first the first value
   * @param second the second value
   * @param firstCuts where its codes begin, but for the lowest
   * @param secondCuts where the codes of the second value begin, but for the lowest
   * @param entries a list for each code of the first value
   */
  record OfTwo(
      String name,
      String first,
      String second,
      List<Double> firstCuts,
      List<Double> secondCuts,
      List<List<Double>> entries) {}

  /**
   * The tables of a run.
   *
   * @param meaning how the numbers of tables of one value make a function
   * @param tables of one value, each once
   * @param pairMeaning how the numbers of tables of two values make a function
   * @param pairs tables of two values, each once
   */
  record Contents(String meaning, List<OfOne> tables, String pairMeaning, List<OfTwo> pairs) {}

  private static final String MEANING =
      "value(u) = offset + sum over k of rises[k]/(1 + exp(-2*(u - first - k*step)/step))";

  private static final String PAIR_MEANING =
      "value(u, v) = entries[number of firstCuts that are at most u]"
          + "[number of secondCuts that are at most v]";

  /** Significant digits of where a code begins, in a plot. */
  private static final int DIGITS = 4;

  private LearnedTables() {}

  /** {@return the tables of formulas, each once, in the order of the text} */
  static List<LearnedFunction> of(Iterable<Expr> formulas) {
    Map<String, LearnedFunction> tables = new LinkedHashMap<>();
    for (Expr formula : formulas) {
      for (LearnedFunction table : LearnedFunction.allOf(formula)) {
        tables.putIfAbsent(table.shortName() + arguments(table), table);
      }
    }
    return List.copyOf(tables.values());
  }

  /** Writes the file of a run whose front has tables. */
  static void write(RunFolder run, List<List<FrontRow>> fronts) {
    List<LearnedFunction> tables =
        of(fronts.stream().flatMap(List::stream).map(FrontRow::formula).toList());
    if (!tables.isEmpty()) {
      run.write(FILE, json(tables));
    }
  }

  /** {@return what a table is of, as text} */
  static String arguments(LearnedFunction table) {
    return table.of().stream().map(FormulaPrinter::print).collect(Collectors.joining(", "));
  }

  /**
   * {@return the contents of a run's file}
   *
   * @param tables of its formulas
   */
  static String json(List<LearnedFunction> tables) {
    List<OfOne> ofOne = new ArrayList<>();
    List<OfTwo> ofTwo = new ArrayList<>();
    for (LearnedFunction table : tables) {
      switch (table) {
        case LearnedTable one -> ofOne.add(facts(one));
        case PairTable two -> ofTwo.add(facts(two));
      }
    }
    return Json.write(new Contents(MEANING, ofOne, PAIR_MEANING, ofTwo));
  }

  private static OfOne facts(LearnedTable table) {
    return new OfOne(
        table.shortName(),
        arguments(table),
        table.first(),
        table.step(),
        table.offset(),
        table.rises(),
        table.points().stream().map(LearnedTable.Point::x).toList(),
        table.points().stream().map(LearnedTable.Point::y).toList());
  }

  private static OfTwo facts(PairTable table) {
    int n = table.second().codes();
    return new OfTwo(
        table.shortName(),
        FormulaPrinter.print(table.first().argument()),
        FormulaPrinter.print(table.second().argument()),
        table.first().cuts(),
        table.second().cuts(),
        IntStream.range(0, table.first().codes())
            .mapToObj(i -> table.entries().subList(i * n, (i + 1) * n))
            .toList());
  }

  /**
   * {@return a line for each point of a table of one value, and for each cell of a table of two}:
   * the table, its first value, where it is, the entry, its second value, where that is. Cells are
   * where they begin.
   */
  static String csv(List<LearnedFunction> tables) {
    List<String> lines = new ArrayList<>(List.of("table,of,x,y,second,x2"));
    for (LearnedFunction table : tables) {
      String of = table.shortName() + "," + CsvCell.of(FormulaPrinter.print(table.of().getFirst()));
      String second = CsvCell.of(FormulaPrinter.print(table.of().getLast()));
      switch (table) {
        case LearnedTable one ->
            one.points().forEach(p -> lines.add(of + "," + p.x() + "," + p.y() + ",,"));
        case PairTable two ->
            two.cells()
                .forEach(c ->
                    lines.add(
                        String.join(
                            ",",
                            of,
                            "" + c.firstFrom(),
                            "" + c.value(),
                            second,
                            "" + c.secondFrom())));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** {@return the plots of a formula's tables} */
  static List<Candidate.Learned> plots(Expr formula) {
    return LearnedFunction.allOf(formula).stream().map(LearnedTables::plot).toList();
  }

  private static Candidate.Learned plot(LearnedFunction table) {
    return switch (table) {
      case LearnedTable one ->
          new Candidate.Learned(
              one.shortName(),
              arguments(one),
              one.points().stream().map(LearnedTable.Point::x).toList(),
              one.points().stream().map(LearnedTable.Point::y).toList(),
              null);
      case PairTable two ->
          new Candidate.Learned(
              two.shortName(),
              arguments(two),
              List.of(),
              two.entries(),
              new Candidate.Codes(axis(two.first()), axis(two.second())));
    };
  }

  private static Candidate.CodeAxis axis(PairTable.Encoder encoder) {
    List<String> codes = new ArrayList<>();
    codes.add("< " + Numbers.digits(encoder.cuts().getFirst(), DIGITS));
    encoder.cuts().forEach(cut -> codes.add("≥ " + Numbers.digits(cut, DIGITS)));
    return new Candidate.CodeAxis(FormulaPrinter.print(encoder.argument()), codes);
  }
}
