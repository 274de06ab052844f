package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.expression.Dataset;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.Operator;
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
  private static final String ARGUMENT = "u";
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

  /**
   * {@return for each table the formulas of a small front, with their size and how far they are
   * from it}
   *
   * @param tables the tables
   */
  static String text(List<LearnedTable> tables) {
    List<String> lines = new ArrayList<>();
    for (LearnedTable table : tables) {
      lines.add(
          table.shortName()
              + " of "
              + ARGUMENT
              + " = "
              + LearnedTables.argument(table)
              + ", for "
              + ARGUMENT
              + " from "
              + Numbers.digits(from(table), 4)
              + " to "
              + Numbers.digits(to(table), 4)
              + ":");
      for (FrontEntry entry : front(table)) {
        Expr formula = entry.formula().toExpr(List.of(ARGUMENT));
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

  /** Where there are steps on both sides: half a step within the outer ones. */
  private static double from(LearnedTable table) {
    return table.first() + table.step() / 2;
  }

  private static double to(LearnedTable table) {
    return table.first() + (table.rises().size() - 1.5) * table.step();
  }

  /**
   * {@return formulas of few nodes that come near to a table}
   *
   * @param table the table
   */
  static List<FrontEntry> front(LearnedTable table) {
    double[] u = new double[POINTS];
    double[] value = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      u[i] = from(table) + (to(table) - from(table)) * i / (POINTS - 1);
      value[i] = table.at(u[i]);
    }
    RowBlocks rows =
        new RowBlocks(
            new Dataset(List.of(ARGUMENT, "value"), new double[][] {u, value}),
            List.of(ARGUMENT),
            "value");
    SearchOptions options =
        SearchOptions.of(OPERATORS)
            .withIterations(EPOCHS)
            .withPopulations(ISLANDS, MEMBERS)
            .withMaxSize(MOST_NODES)
            .withSeed(SEED);
    return SearchEngine.run(
            SearchProblem.leastSquares(rows, List.of(ARGUMENT), options),
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
