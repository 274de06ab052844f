package io.formgate.sim.synthesis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows that rise with the width, from measurements that should. */
final class Monotone {
  private Monotone() {}

  /**
   * {@return the rising sequence closest to measured delays: the isotonic regression in the sum of
   * absolute differences} Neighbours in the wrong order are pooled and take their median, again and
   * again until all pools rise, so that one unlucky placement moves none of its neighbours. What
   * rises already stays as it is.
   *
   * <p>Source: Barlow, Bartholomew, Bremner and Brunk, Statistical Inference under Order
   * Restrictions (1972), chapter 1; with medians, Robertson and Wright, Annals of Statistics 1
   * (1973).
   *
   * @param measured by rising width
   */
  static int[] rising(int[] measured) {
    List<int[]> pools = new ArrayList<>();
    for (int value : measured) {
      int[] pool = {value};
      while (!pools.isEmpty() && median(pools.getLast()) > median(pool)) {
        pool = joined(pools.removeLast(), pool);
      }
      pools.add(pool);
    }
    int[] result = new int[measured.length];
    int at = 0;
    for (int[] pool : pools) {
      Arrays.fill(result, at, at + pool.length, median(pool));
      at += pool.length;
    }
    return result;
  }

  /**
   * {@return counts of which none is above that of a wider row} A wider operation can stand in for
   * a narrower one, so where synthesis needs more for the narrower one it took another structure.
   *
   * @param counted by rising width
   */
  static int[] atMostWider(int[] counted) {
    int[] result = counted.clone();
    for (int i = result.length - 2; i >= 0; i--) {
      result[i] = Math.min(result[i], result[i + 1]);
    }
    return result;
  }

  private static int[] joined(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static int median(int[] pool) {
    int[] sorted = pool.clone();
    Arrays.sort(sorted);
    int above = sorted[sorted.length / 2];
    int below = sorted[(sorted.length - 1) / 2];
    return Math.ceilDiv(below + above, 2);
  }
}
