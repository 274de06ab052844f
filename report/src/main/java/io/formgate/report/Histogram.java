package io.formgate.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often errors are how large.
 *
 * @param title what is compared with what
 * @param source on which rows or vectors
 * @param unit of the errors
 * @param lo lower end of the first bin
 * @param hi upper end of the last bin
 * @param counts in bins of equal width
 * @param outside errors beyond the bins, on both sides
 * @param mean of all errors, with their signs; null in a report of former times
 * @param rms root of the mean square of all errors
 * @param worst largest magnitude of all errors
 */
public record Histogram(
    String title,
    String source,
    String unit,
    double lo,
    double hi,
    List<Long> counts,
    long outside,
    @Nullable Double mean,
    double rms,
    double worst) {

  private static final int BINS = 41;

  /** Share of the errors on each side that the bins may leave out: one far off would hide all. */
  private static final double TAIL = 0.005;

  /** Copies the list. */
  public Histogram {
    counts = List.copyOf(counts);
  }

  /**
   * {@return the histogram of errors}
   *
   * @param title what is compared with what
   * @param source on which rows or vectors
   * @param unit of the errors
   * @param errors at least one, all finite
   */
  public static Histogram of(String title, String source, String unit, double[] errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    int cut = (int) (TAIL * sorted.length);
    double far = Math.max(Math.abs(sorted[cut]), Math.abs(sorted[sorted.length - 1 - cut]));
    // Bins around zero, with zero in the middle of the middle one.
    double half = far == 0 ? 1 : far;
    long[] counts = new long[BINS];
    long outside = 0;
    double sum = 0;
    double squares = 0;
    double worst = 0;
    for (double error : errors) {
      sum += error;
      squares += error * error;
      worst = Math.max(worst, Math.abs(error));
      int bin = (int) Math.floor((error + half) / (2 * half) * BINS);
      if (error == half) {
        bin = BINS - 1;
      }
      if (bin < 0 || bin >= BINS) {
        outside++;
      } else {
        counts[bin]++;
      }
    }
    List<Long> list = new ArrayList<>();
    Arrays.stream(counts).forEach(list::add);
    return new Histogram(
        title,
        source,
        unit,
        -half,
        half,
        list,
        outside,
        sum / errors.length,
        Math.sqrt(squares / errors.length),
        worst);
  }
}
