package io.formgate.search;

import io.formgate.expression.RowBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Magnitudes of new constants. A constant meets inputs in a product, so where inputs are far from
 * 1, a constant of magnitude 1 leaves {@code exp(c*x)} without a finite value, and no fit starts
 * from there. Scales are products and quotients of the values of a row.
 */
final class ConstantScales {
  /** Inputs within this factor of 1 are met by constants near 1. */
  private static final double FAR = 1e4;

  private static final double SCALED_PROBABILITY = 0.5;

  /** All constants are drawn near 1. */
  static final ConstantScales NONE = new ConstantScales(List.of());

  private final List<double[]> far;

  private ConstantScales(List<double[]> far) {
    this.far = far;
  }

  /**
   * {@return the scales of a data set}
   *
   * @param data the rows
   */
  static ConstantScales of(RowBlocks data) {
    double[][] columns = data.allColumns();
    List<double[]> far = new ArrayList<>();
    boolean isFar = false;
    for (int c = 0; c < data.inputs(); c++) {
      double largest = 0;
      for (double v : columns[c]) {
        largest = Math.max(largest, Math.abs(v));
      }
      isFar |= largest > FAR || (largest > 0 && largest < 1 / FAR);
      far.add(columns[c]);
    }
    return new ConstantScales(isFar ? far : List.of());
  }

  /** {@return a scale, 1 where all inputs are near 1} */
  double draw(RandomGenerator random) {
    if (far.isEmpty() || random.nextDouble() >= SCALED_PROBABILITY) {
      return 1;
    }
    int row = random.nextInt(far.getFirst().length);
    double scale = 1;
    for (double[] column : far) {
      double value = Math.abs(column[row]);
      int power = random.nextInt(3) - 1;
      if (value > 0 && power != 0) {
        scale = power > 0 ? scale * value : scale / value;
      }
    }
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }
}
