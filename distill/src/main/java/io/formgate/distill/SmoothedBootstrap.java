package io.formgate.distill;

import io.formgate.search.RandomSource;
import java.util.Arrays;

/**
 * Synthetic rows: each is a row of the data, moved by noise along the directions to its nearest
 * rows.
 *
 * <p>x + spread / sqrt(n) * sum of z_j (x_j - x), with n nearest rows x_j in standardised inputs
 * and z_j of the standard normal distribution (a smoothed bootstrap, Silverman and Young, "The
 * bootstrap: to smooth or not to smooth?", 1987). So the noise keeps to where the data are.
 */
public final class SmoothedBootstrap {
  private static final int NEAREST = 16;

  private SmoothedBootstrap() {}

  /**
   * {@return synthetic rows, {@code [input][row]}, those of the first row first}
   *
   * @param columns {@code columns[input][row]}
   * @param perRow synthetic rows for each row
   * @param spread 1 for noise as wide as the distances to the nearest rows
   * @param random the noise
   */
  public static double[][] draw(
      double[][] columns, int perRow, double spread, RandomSource random) {
    int rows = columns[0].length;
    int nearest = Math.max(1, Math.min(NEAREST, rows - 1));
    double[] deviations =
        Arrays.stream(columns).mapToDouble(SmoothedBootstrap::deviation).toArray();
    double[][] drawn = new double[columns.length][rows * perRow];
    double[] distances = new double[rows];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(distances, 0);
      for (int i = 0; i < columns.length; i++) {
        double scale = deviations[i] == 0 ? 0 : 1 / deviations[i];
        double own = columns[i][row];
        for (int other = 0; other < rows; other++) {
          double d = (columns[i][other] - own) * scale;
          distances[other] += d * d;
        }
      }
      distances[row] = Double.POSITIVE_INFINITY;
      int[] neighbours = nearest(distances, nearest);
      for (int copy = 0; copy < perRow; copy++) {
        int to = row * perRow + copy;
        for (int i = 0; i < columns.length; i++) {
          drawn[i][to] = columns[i][row];
        }
        for (int neighbour : neighbours) {
          double z = random.nextGaussian() * spread / Math.sqrt(nearest);
          for (int i = 0; i < columns.length; i++) {
            drawn[i][to] += z * (columns[i][neighbour] - columns[i][row]);
          }
        }
      }
    }
    return drawn;
  }

  /** {@return the indices of the smallest distances, the nearest first, of equal ones the first} */
  private static int[] nearest(double[] distances, int count) {
    int[] found = new int[count];
    int size = 0;
    for (int row = 0; row < distances.length; row++) {
      if (size == count && distances[row] >= distances[found[count - 1]]) {
        continue;
      }
      int at = size < count ? size++ : count - 1;
      while (at > 0 && distances[found[at - 1]] > distances[row]) {
        found[at] = found[at - 1];
        at--;
      }
      found[at] = row;
    }
    return found;
  }

  private static double deviation(double[] column) {
    double mean = Arrays.stream(column).average().orElse(0);
    return Math.sqrt(Arrays.stream(column).map(x -> (x - mean) * (x - mean)).average().orElse(0));
  }
}
