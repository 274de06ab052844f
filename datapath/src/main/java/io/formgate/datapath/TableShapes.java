package io.formgate.datapath;

import org.jspecify.annotations.Nullable;

/** The shapes of the functions of a circuit, which a library keeps. */
final class TableShapes {
  private final FormulaGraph graph;
  private final TablePlan plan;
  private final FunctionLibrary library;
  private final int[] maxIndexBits;
  private final FunctionLibrary.@Nullable Function[] functions;

  /**
   * Looks at no function yet.
   *
   * @param needed of which vertices the circuit has a value
   */
  TableShapes(FormulaGraph graph, TablePlan plan, FunctionLibrary library, boolean[] needed) {
    this.graph = graph;
    this.plan = plan;
    this.library = library;
    maxIndexBits = new int[graph.size()];
    for (int v = 0; v < maxIndexBits.length; v++) {
      maxIndexBits[v] = needed[v] && plan.isTable(v) ? plan.maxIndexBits(v) : 0;
    }
    functions = new FunctionLibrary.Function[graph.size()];
  }

  /** {@return the most bits that the index of a table may have} */
  int maxIndexBits(int v) {
    return maxIndexBits[v];
  }

  /**
   * {@return the shape of a table}
   *
   * @param v a table
   * @param indexFractionBits fraction bits of its index
   * @param grid of the index if the datapath has it exactly, else {@link Grid#NONE}
   * @param indexBias how far the index is from its real value on average
   * @param indexError how far it may be from there
   */
  TableShape of(int v, int indexFractionBits, int grid, double indexBias, double indexError) {
    return TablePlan.indexBits(plan.indexRange(v), indexFractionBits) > maxIndexBits[v]
        ? TableShape.IMPOSSIBLE
        : library.shape(
            function(v),
            indexFractionBits,
            grid,
            indexBias,
            indexError,
            () -> TableShape.of(graph, plan, v, indexFractionBits, grid, indexBias, indexError));
  }

  /** Threads that find one at the same time find the same one, so that either may keep it. */
  private FunctionLibrary.Function function(int v) {
    FunctionLibrary.Function known = functions[v];
    if (known == null) {
      known =
          library.function(
              new FunctionLibrary.Identity(
                  new Cone(graph, v, plan.indexOf(v)).steps(),
                  graph.grid(v),
                  plan.indexRange(v),
                  plan.isPeriodic(v)));
      functions[v] = known;
    }
    return known;
  }
}
