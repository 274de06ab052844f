package io.formgate.datapath;

import java.util.ArrayList;
import java.util.List;

/** Bounds the error of every vertex for given word lengths, see {@link ErrorBounds}. */
final class ErrorAnalysis {
  /**
   * What is known of a function once the way is chosen in which it is computed.
   *
   * @param indexFractionBits fraction bits of its index
   * @param fractionBits of its result
   * @param absolute largest error, that of the index included
   */
  record TableError(int indexFractionBits, int fractionBits, double absolute) {}

  private final FormulaGraph graph;
  private final TablePlan plan;
  private final boolean[] needed;

  /** For each vertex, those whose operand it is. */
  private final int[][] users;

  private final TableShapes shapes;

  ErrorAnalysis(FormulaGraph graph, TablePlan plan, FunctionLibrary library) {
    this.graph = graph;
    this.plan = plan;
    needed = new boolean[graph.size()];
    graph.roots().forEach(r -> needed[r] = true);
    for (int v = graph.size() - 1; v >= 0; v--) {
      if (needed[v]) {
        plan.operands(v).forEach(a -> needed[a] = true);
      }
    }
    List<List<Integer>> using = new ArrayList<>();
    for (int v = 0; v < graph.size(); v++) {
      using.add(new ArrayList<>());
      if (needed[v]) {
        for (int a : plan.operands(v)) {
          using.get(a).add(v);
        }
      }
    }
    users = using.stream().map(l -> l.stream().mapToInt(u -> u).toArray()).toArray(int[][]::new);
    shapes = new TableShapes(graph, plan, library, needed);
  }

  /** {@return the most bits that the index of a table may have} */
  int maxIndexBits(int v) {
    return shapes.maxIndexBits(v);
  }

  /** {@return the vertices whose operand a vertex is} */
  int[] users(int v) {
    return users[v];
  }

  /** {@return the shapes of the tables} */
  TableShapes shapes() {
    return shapes;
  }

  /** {@return whether the circuit has a value for a vertex, which may also be inside of a table} */
  boolean isNeeded(int v) {
    return needed[v];
  }

  ErrorBounds run(WordLengths lengths) {
    return new ErrorBounds(graph, plan, this, lengths, false, false);
  }

  /**
   * {@return the same where what roundings lose on average is told apart: tables are centred on it,
   * and numbers that are added take it back}
   *
   * @param lengths of all else
   */
  ErrorBounds centred(WordLengths lengths) {
    return new ErrorBounds(graph, plan, this, lengths, false, true);
  }

  /** {@return the same as if every table told all values of its index apart} */
  ErrorBounds runWithoutCells(WordLengths lengths) {
    return new ErrorBounds(graph, plan, this, lengths, true, false);
  }
}
