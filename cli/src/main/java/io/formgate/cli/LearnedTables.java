package io.formgate.cli;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LearnedTable;
import io.formgate.report.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The learned tables of formulas, for the run folder, the report and exports. */
final class LearnedTables {
  /** The file of a run that holds what the tables of its front are. */
  static final String FILE = "tables.json";

  /**
   * A table.
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
  record Facts(
      String name,
      String argument,
      double first,
      double step,
      double offset,
      List<Double> rises,
      List<Double> x,
      List<Double> y) {}

  /**
   * The tables of a run.
   *
   * @param meaning how the numbers make a function
   * @param tables each once
   */
  record Contents(String meaning, List<Facts> tables) {}

  private static final String MEANING =
      "value(u) = offset + sum over k of rises[k]/(1 + exp(-2*(u - first - k*step)/step))";

  private LearnedTables() {}

  /** {@return the tables of formulas, each once, in the order of the text} */
  static List<LearnedTable> of(Iterable<Expr> formulas) {
    Map<String, LearnedTable> tables = new LinkedHashMap<>();
    for (Expr formula : formulas) {
      for (LearnedTable table : LearnedTable.allOf(formula)) {
        tables.putIfAbsent(table.shortName() + argument(table), table);
      }
    }
    return List.copyOf(tables.values());
  }

  /** Writes the file of a run whose front has tables. */
  static void write(RunFolder run, List<List<FrontRow>> fronts) {
    List<LearnedTable> tables =
        of(fronts.stream().flatMap(List::stream).map(FrontRow::formula).toList());
    if (!tables.isEmpty()) {
      run.write(FILE, json(tables));
    }
  }

  /** {@return what a table is of, as text} */
  static String argument(LearnedTable table) {
    return FormulaPrinter.print(table.argument());
  }

  /**
   * {@return the contents of a run's file}
   *
   * @param tables of its formulas
   */
  static String json(List<LearnedTable> tables) {
    return Json.write(new Contents(MEANING, tables.stream().map(LearnedTables::facts).toList()));
  }

  private static Facts facts(LearnedTable table) {
    return new Facts(
        table.shortName(),
        argument(table),
        table.first(),
        table.step(),
        table.offset(),
        table.rises(),
        table.points().stream().map(LearnedTable.Point::x).toList(),
        table.points().stream().map(LearnedTable.Point::y).toList());
  }

  /** {@return a line for each point: the table, what it is of, the argument and the value} */
  static String csv(List<LearnedTable> tables) {
    List<String> lines = new ArrayList<>(List.of("table,of,x,y"));
    for (LearnedTable table : tables) {
      for (LearnedTable.Point p : table.points()) {
        lines.add(
            table.shortName() + "," + CsvCell.of(argument(table)) + "," + p.x() + "," + p.y());
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /** {@return the plots of a formula's tables} */
  static List<Candidate.Learned> plots(Expr formula) {
    return LearnedTable.allOf(formula).stream()
        .map(table ->
            new Candidate.Learned(
                table.shortName(),
                argument(table),
                table.points().stream().map(LearnedTable.Point::x).toList(),
                table.points().stream().map(LearnedTable.Point::y).toList()))
        .toList();
  }
}
