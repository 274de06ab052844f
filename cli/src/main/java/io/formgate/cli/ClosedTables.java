package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.expression.Dataset;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LearnedFunction;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.Operator;
import io.formgate.expression.PairTable;
import io.formgate.expression.RowBlocks;
import io.formgate.expression.Tape;
import io.formgate.hwcost.ComplexityMeasure;
import io.formgate.hwcost.HardwareCost;
import io.formgate.search.Admission;
import io.formgate.search.FrontEntry;
import io.formgate.search.HardwareDemand;
import io.formgate.search.SearchEngine;
import io.formgate.search.SearchOptions;
import io.formgate.search.SearchProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Offers closed forms in the place of learned tables: a small search over the points of each. */
final class ClosedTables {
  private static final String FIRST = "u";
  private static final String SECOND = "v";
  private static final String VALUE = "value";
  private static final int POINTS = 200;
  private static final int EPOCHS = 12;
  private static final int ISLANDS = 4;
  private static final int MEMBERS = 60;
  private static final int MOST_NODES = 13;
  private static final long SEED = 1;

  private static final List<Operator> OPERATORS =
      List.of(
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.SQUARE,
          Operator.SQRT,
          Operator.EXP,
          Operator.SIN,
          Operator.TANH,
          Operator.MAX);

  private ClosedTables() {}

  /** What stands for the values that a table is of, where it is looked at, and its values there. */
  private static final class Points {
    private final List<String> arguments;
    private final List<String> where;
    private final double[][] columns;

    Points(List<String> arguments, List<String> where, double[][] columns) {
      this.arguments = arguments;
      this.where = where;
      this.columns = columns;
    }
  }

  /**
   * {@return for each table the formulas of a small front, with their size and how far they are
   * from it}
   *
   * @param tables the tables
   */
  static String text(List<LearnedFunction> tables) {
    List<String> lines = new ArrayList<>();
    for (LearnedFunction table : tables) {
      Points points = points(table);
      lines.add(table.shortName() + " of " + String.join(", ", points.where) + ":");
      for (FrontEntry entry : front(table)) {
        Expr formula = entry.formula().toExpr(points.arguments);
        lines.add(
            String.format(
                Locale.ROOT,
                "  %3d nodes  RMS error %9s  %s",
                entry.formula().length(),
                Numbers.digits(Math.sqrt(entry.loss()), 3),
                FormulaPrinter.print(formula, 6)));
      }
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static Points points(LearnedFunction table) {
    return switch (table) {
      case LearnedTable one -> points(one);
      case PairTable two -> points(two);
    };
  }

  /** Where there are steps on both sides: half a step within the outer ones. */
  private static Points points(LearnedTable table) {
    double from = table.first() + table.step() / 2;
    double to = table.first() + (table.rises().size() - 1.5) * table.step();
    double[] u = new double[POINTS];
    double[] value = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      u[i] = from + (to - from) * i / (POINTS - 1);
      value[i] = table.at(u[i]);
    }
    return new Points(
        List.of(FIRST),
        List.of(where(FIRST, table.argument(), from, to)),
        new double[][] {u, value});
  }

  /** The middles of the cells, of which the outer ones are as wide as those beside them. */
  private static Points points(PairTable table) {
    double[] first = middles(table.first().cuts());
    double[] second = middles(table.second().cuts());
    double[][] columns = new double[3][table.entries().size()];
    for (int i = 0; i < table.entries().size(); i++) {
      columns[0][i] = first[i / second.length];
      columns[1][i] = second[i % second.length];
      columns[2][i] = table.entries().get(i);
    }
    return new Points(
        List.of(FIRST, SECOND),
        List.of(
            where(FIRST, table.first().argument(), first[0], first[first.length - 1]),
            where(SECOND, table.second().argument(), second[0], second[second.length - 1])),
        columns);
  }

  private static double[] middles(List<Double> cuts) {
    double below = cuts.size() < 2 ? 1 : cuts.get(1) - cuts.get(0);
    double above = cuts.size() < 2 ? 1 : cuts.getLast() - cuts.get(cuts.size() - 2);
    double[] middles = new double[cuts.size() + 1];
    for (int i = 0; i < middles.length; i++) {
      double from = i == 0 ? cuts.getFirst() - below : cuts.get(i - 1);
      double to = i == cuts.size() ? cuts.getLast() + above : cuts.get(i);
      middles[i] = (from + to) / 2;
    }
    return middles;
  }

  private static String where(String name, Expr argument, double from, double to) {
    return name
        + " = "
        + FormulaPrinter.printForPeople(argument)
        + " from "
        + Numbers.digits(from, 4)
        + " to "
        + Numbers.digits(to, 4);
  }

  /**
   * {@return formulas of few nodes that come near to a table}
   *
   * @param table the table
   */
  static List<FrontEntry> front(LearnedFunction table) {
    Points points = points(table);
    List<String> names = new ArrayList<>(points.arguments);
    names.add(VALUE);
    RowBlocks rows = new RowBlocks(new Dataset(names, points.columns), points.arguments, VALUE);
    SearchOptions options =
        SearchOptions.of(OPERATORS)
            .withIterations(EPOCHS)
            .withPopulations(ISLANDS, MEMBERS)
            .withMaxSize(MOST_NODES)
            .withSeed(SEED);
    return SearchEngine.run(
            SearchProblem.leastSquares(rows, points.arguments, options),
            NodeCount::new,
            () -> Admission.ALL,
            HardwareDemand.NONE,
            1,
            _ -> true)
        .front();
  }

  /** A formula counts its nodes; no circuit is thought of. */
  private static final class NodeCount implements ComplexityMeasure {
    private static final int UNIT_PS = 1000;

    private int nodes;

    @Override
    public void measure(Tape tape) {
      nodes = tape.length();
    }

    @Override
    public double complexity(int scheduledPathPs) {
      return nodes;
    }

    @Override
    public boolean followsSchedule() {
      return false;
    }

    @Override
    public int latencyCycles() {
      return nodes;
    }

    @Override
    public int pathPs() {
      return nodes * UNIT_PS;
    }

    @Override
    public Area resources() {
      return Area.NONE;
    }

    @Override
    public double area() {
      return nodes;
    }

    @Override
    public HardwareCost cost() {
      return new HardwareCost(nodes, pathPs(), UNIT_PS, Area.NONE, 0, nodes);
    }

    @Override
    public int clockPeriodPs() {
      return UNIT_PS;
    }
  }
}
