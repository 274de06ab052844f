package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import java.util.Arrays;

/**
 * A function over the cells of its index: cell k holds the index values whose floor to the index's
 * fraction bits is k.
 */
final class TableShape {
  /** A function whose index needs too many cells, or that is undefined on one. */
  static final TableShape IMPOSSIBLE =
      new TableShape(
          0,
          new double[] {Double.NEGATIVE_INFINITY},
          new double[] {Double.POSITIVE_INFINITY},
          Double.POSITIVE_INFINITY,
          0);

  private final long firstCell;
  private final double[] least;
  private final double[] largest;
  private final double maxDeviation;
  private final int marginCells;

  /**
   * Keeps a shape.
   *
   * @param firstCell k of the first cell that meets the declared range
   * @param least smallest value of the function on each cell
   * @param largest the other end of its values
   * @param maxDeviation largest distance of a value from the middle of its cell
   * @param marginCells cells on either side of the declared range that the index may reach by its
   *     error; the nearest cell of the range stands for them
   */
  private TableShape(
      long firstCell, double[] least, double[] largest, double maxDeviation, int marginCells) {
    this.firstCell = firstCell;
    this.least = least;
    this.largest = largest;
    this.maxDeviation = maxDeviation;
    this.marginCells = marginCells;
  }

  /** {@return the largest distance of a value from the middle of its cell} */
  double maxDeviation() {
    return maxDeviation;
  }

  /**
   * {@return the shape of a vertex}
   *
   * @param graph the formulas
   * @param plan which vertices are tables of which others
   * @param vertex a table
   * @param indexFractionBits fraction bits of the index
   * @param grid of the index if the datapath has it exactly, else {@link Grid#NONE}
   * @param indexBias what the index is above its real value on average
   * @param indexError how far the index less this may be from its real value
   */
  static TableShape of(
      FormulaGraph graph,
      TablePlan plan,
      int vertex,
      int indexFractionBits,
      int grid,
      double indexBias,
      double indexError) {
    double step = Math.scalb(1.0, -indexFractionBits);
    Cone cone = new Cone(graph, vertex, plan.indexOf(vertex));
    boolean turns = plan.isPeriodic(vertex);
    // Rounding outwards may add a cell that no value has, which matters where values jump.
    Interval declared = plan.indexRange(vertex);
    Interval range = cone.jumps() ? Grid.snap(declared, grid) : declared;
    long first = (long) Math.floor((range.lo() + (turns ? 0 : indexBias)) / step);
    long last = (long) Math.floor((range.hi() + (turns ? 0 : indexBias)) / step);
    double[] least = new double[Math.toIntExact(last - first + 1)];
    double[] largest = new double[least.length];
    double span =
        grid == Grid.NONE
            ? step
            : Math.max(0, step - Math.scalb(1.0, -Math.max(grid, indexFractionBits)));
    double deviation = 0;
    for (int i = 0; i < least.length; i++) {
      double lo = (first + i) * step - indexBias;
      double begin = lo - indexError;
      double end = lo + span + indexError;
      // Beyond a whole turn the next one begins.
      Interval cell =
          turns ? new Interval(begin, end) : new Interval(range.clamp(begin), range.clamp(end));
      Interval values = cone.evaluate(cell);
      if (values.isEmpty() || !values.isFinite()) {
        return IMPOSSIBLE;
      }
      least[i] = values.lo();
      largest[i] = values.hi();
      double centre = middle(values.lo(), values.hi());
      deviation = Math.max(deviation, Math.max(values.hi() - centre, centre - values.lo()));
    }
    int margin =
        indexError == 0 || turns
            ? 0
            : (int) Math.min(1 << TableLimits.MAX_INDEX_BITS, indexError / step) + 1;
    return new TableShape(first, least, largest, deviation, margin);
  }

  /**
   * {@return the narrowest format that tells the cells of the declared range apart}
   *
   * @param indexFractionBits fraction bits of the index
   */
  FixedFormat indexFormat(int indexFractionBits) {
    return FixedFormat.holding(firstCell, firstCell + least.length - 1, indexFractionBits);
  }

  private static double middle(double lo, double hi) {
    return lo + (hi - lo) / 2;
  }

  /**
   * {@return the function at every pattern of index bits}
   *
   * @param index a format that holds the cells of the declared range, with the index's fraction
   *     bits
   */
  Samples samples(FixedFormat index) {
    double[] lo = new double[1 << index.widthBits()];
    double[] hi = new double[lo.length];
    Arrays.fill(lo, Double.POSITIVE_INFINITY);
    Arrays.fill(hi, Double.NEGATIVE_INFINITY);
    for (int i = -marginCells; i < least.length + marginCells; i++) {
      if (index.holds(firstCell + i)) {
        int nearest = Math.max(0, Math.min(least.length - 1, i));
        int address = (int) index.toBits(firstCell + i);
        lo[address] = least[nearest];
        hi[address] = largest[nearest];
      }
    }
    return new Samples(index, lo, hi);
  }
}
