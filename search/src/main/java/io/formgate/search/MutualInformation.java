package io.formgate.search;

import io.formgate.expression.RowBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.special.Gamma;

/**
 * Tells which inputs say most about a target: by their mutual information, estimated from nearest
 * neighbours (the first estimator of Kraskov, Stoegbauer and Grassberger, Physical Review E 69,
 * 066138, 2004, with 10 neighbours) of ranks, so that no scale and no outlier matters.
 */
public final class MutualInformation {
  private static final int NEIGHBOURS = 10;

  /** The time grows with the square of the rows. */
  private static final int MOST_ROWS = 1000;

  /** Moves equal values apart, by less than any two ranks are. */
  private static final double JITTER = 1e-6;

  private MutualInformation() {}

  /**
   * {@return the columns of the largest mutual information with the target, in their order}
   *
   * @param data the rows; of more than a thousand one of each of so many stretches
   * @param columns places of inputs
   * @param count how many are kept, at least 1
   * @param random chooses rows, and orders equal values
   */
  static List<Integer> most(RowBlocks data, List<Integer> columns, int count, RandomSource random) {
    double[] information = all(data, random);
    return columns.stream()
        .sorted(
            Comparator.<Integer>comparingDouble(c -> -information[c])
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .sorted()
        .toList();
  }

  /**
   * {@return the mutual information of each input and the target, in nats; 0 of a constant}
   *
   * @param data the rows
   * @param random chooses rows, and orders equal values
   */
  public static double[] all(RowBlocks data, RandomSource random) {
    RowBlocks rows = Island.sample(data, MOST_ROWS, random);
    double[] target = ranks(rows.targets(), random);
    double[][] columns = rows.allColumns();
    double[] information = new double[rows.inputs()];
    for (int c = 0; c < information.length; c++) {
      boolean isConstant = Arrays.stream(columns[c]).distinct().limit(2).count() < 2;
      information[c] =
          isConstant || rows.rows() <= NEIGHBOURS ? 0 : of(ranks(columns[c], random), target);
    }
    return information;
  }

  /** Ranks from 0 to 1; equal values have their mean rank and a little of their own. */
  private static double[] ranks(double[] values, RandomSource random) {
    Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to + 1 < order.length && values[order[to + 1]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i <= to; i++) {
        double jitter = to > from ? JITTER * random.nextDouble() / values.length : 0;
        ranks[order[i]] = (from + to) / (2.0 * values.length) + jitter;
      }
      from = to + 1;
    }
    return ranks;
  }

  private static double of(double[] x, double[] y) {
    int n = x.length;
    List<Double> terms = new ArrayList<>();
    double[] nearest = new double[NEIGHBOURS];
    for (int i = 0; i < n; i++) {
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
      for (int j = 0; j < n; j++) {
        double distance = Math.max(Math.abs(x[j] - x[i]), Math.abs(y[j] - y[i]));
        if (j != i && distance < nearest[NEIGHBOURS - 1]) {
          nearest[NEIGHBOURS - 1] = distance;
          Arrays.sort(nearest);
        }
      }
      int nearX = 0;
      int nearY = 0;
      for (int j = 0; j < n; j++) {
        nearX += Math.abs(x[j] - x[i]) < nearest[NEIGHBOURS - 1] ? 1 : 0;
        nearY += Math.abs(y[j] - y[i]) < nearest[NEIGHBOURS - 1] ? 1 : 0;
      }
      // The point itself is counted, as the estimator wants it.
      terms.add(Gamma.digamma(Math.max(1, nearX)) + Gamma.digamma(Math.max(1, nearY)));
    }
    double mean = terms.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    return Math.max(0, Gamma.digamma(NEIGHBOURS) + Gamma.digamma(n) - mean);
  }
}
