package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;

/**
 * A function over the cells of its index: cell k holds the index values whose floor to the index's
 * fraction bits is k.
 */
final class TableShape {
  /** A function whose index needs too many cells, or that is undefined on one. */
  static final TableShape IMPOSSIBLE = new TableShape(0, new double[1], Double.POSITIVE_INFINITY);

  private final long firstCell;
  private final double[] centres;
  private final double maxDeviation;

  /**
   * Keeps a shape.
   *
   * @param firstCell k of the first cell that meets the declared range
   * @param centres middle of the function's values on each cell
   * @param maxDeviation largest distance of a value from the middle of its cell
   */
  private TableShape(long firstCell, double[] centres, double maxDeviation) {
    this.firstCell = firstCell;
    this.centres = centres;
    this.maxDeviation = maxDeviation;
  }

  /** {@return the largest distance of a value from the middle of its cell} */
  double maxDeviation() {
    return maxDeviation;
  }

  /**
   * {@return the shape of a vertex}
   *
   * @param graph the formulas
   * @param vertex a table
   * @param index the vertex that indexes it
   * @param indexFractionBits fraction bits of the index
   * @param grid of the index if the datapath has it exactly, else {@link Grid#NONE}
   * @param indexError how far the index may be from its real value
   */
  static TableShape of(
      FormulaGraph graph,
      int vertex,
      int index,
      int indexFractionBits,
      int grid,
      double indexError) {
    double step = Math.scalb(1.0, -indexFractionBits);
    Cone cone = new Cone(graph, vertex, index);
    // Rounding outwards may add a cell that no value has, which matters where values jump.
    Interval range = cone.jumps() ? Grid.snap(graph.range(index), grid) : graph.range(index);
    long first = (long) Math.floor(range.lo() / step);
    long last = (long) Math.floor(range.hi() / step);
    double[] centres = new double[Math.toIntExact(last - first + 1)];
    double span =
        grid == Grid.NONE
            ? step
            : Math.max(0, step - Math.scalb(1.0, -Math.max(grid, indexFractionBits)));
    double deviation = 0;
    for (int i = 0; i < centres.length; i++) {
      double lo = (first + i) * step;
      Interval cell =
          new Interval(range.clamp(lo - indexError), range.clamp(lo + span + indexError));
      Interval values = cone.evaluate(cell);
      if (values.isEmpty() || !values.isFinite()) {
        return IMPOSSIBLE;
      }
      centres[i] = values.lo() + (values.hi() - values.lo()) / 2;
      deviation = Math.max(deviation, Math.max(values.hi() - centres[i], centres[i] - values.lo()));
    }
    return new TableShape(first, centres, deviation);
  }

  /**
   * {@return the narrowest format that tells the cells of the declared range apart}
   *
   * @param indexFractionBits fraction bits of the index
   */
  FixedFormat indexFormat(int indexFractionBits) {
    return FixedFormat.holding(firstCell, firstCell + centres.length - 1, indexFractionBits);
  }

  /**
   * {@return the middle of a cell; the nearest cell's for one outside the declared range}
   *
   * @param cell k
   */
  double centre(long cell) {
    long i = Math.max(0, Math.min(centres.length - 1, cell - firstCell));
    return centres[(int) i];
  }
}
