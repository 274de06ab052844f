package io.formgate.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The best formula of each complexity bin, which holds one unit of complexity. */
public final class HallOfFame {
  /** Bins in all; what is more complex is not kept. */
  public static final int MAX_BINS = 1024;

  private static final double WORTH_SHOWING = 1e-6;

  private final TreeMap<Integer, FrontEntry> best = new TreeMap<>();

  /** Makes an empty hall of fame. */
  public HallOfFame() {}

  /**
   * {@return the bin of a complexity}
   *
   * @param complexity 0 or more
   */
  static int bin(double complexity) {
    return (int) Math.min(MAX_BINS, complexity);
  }

  /**
   * Keeps an admissible formula if its bin has none with a lower score; at equal score the lower
   * complexity, then the smaller area wins, then the one that was there.
   *
   * @param entry an admissible formula
   * @return whether it was kept
   */
  public boolean offer(FrontEntry entry) {
    int bin = bin(entry.complexity());
    if (!Double.isFinite(entry.score()) || bin >= MAX_BINS) {
      return false;
    }
    FrontEntry held = best.get(bin);
    if (held != null && !better(entry, held)) {
      return false;
    }
    best.put(bin, entry);
    return true;
  }

  private static boolean better(FrontEntry a, FrontEntry b) {
    if (a.score() != b.score()) {
      return a.score() < b.score();
    }
    if (a.complexity() != b.complexity()) {
      return a.complexity() < b.complexity();
    }
    return a.area() < b.area();
  }

  /** {@return the entries of all bins by rising complexity} */
  public List<FrontEntry> entries() {
    return List.copyOf(best.values());
  }

  /**
   * {@return the entries that have a lower score than all of lower complexity}, by more than the
   * part in a million that another order of rounding could make.
   */
  public List<FrontEntry> front() {
    List<FrontEntry> front = new ArrayList<>();
    double lowest = Double.POSITIVE_INFINITY;
    for (Map.Entry<Integer, FrontEntry> e : best.entrySet()) {
      double gain = lowest - e.getValue().score();
      if (gain > 0 && !(gain < WORTH_SHOWING * Math.abs(lowest))) {
        lowest = e.getValue().score();
        front.add(e.getValue());
      }
    }
    return List.copyOf(front);
  }
}
