package io.formgate.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The best formula of each complexity bin, an eighth of a clock cycle wide. */
public final class HallOfFame {
  /** Bins per clock cycle: several operators fit in one, so cycles alone are too coarse. */
  public static final int BINS_PER_CYCLE = 8;

  /** Bins in all; what is longer is not kept. */
  public static final int MAX_BINS = 128 * BINS_PER_CYCLE;

  private static final double WORTH_SHOWING = 1 - 1e-6;

  private final TreeMap<Integer, FrontEntry> best = new TreeMap<>();
  private final int clockPeriodPs;

  /**
   * Makes an empty hall of fame.
   *
   * @param clockPeriodPs the clock period in ps
   */
  public HallOfFame(int clockPeriodPs) {
    this.clockPeriodPs = clockPeriodPs;
  }

  /**
   * {@return the bin of a path}
   *
   * @param pathPs length in ps
   * @param clockPeriodPs clock period in ps
   */
  static int bin(int pathPs, int clockPeriodPs) {
    return (int) ((long) BINS_PER_CYCLE * pathPs / clockPeriodPs);
  }

  /**
   * Keeps an admissible formula if its bin has none with a lower score; at equal score the shorter
   * path, then the smaller area wins, then the one that was there.
   *
   * @param entry an admissible formula
   * @return whether it was kept
   */
  public boolean offer(FrontEntry entry) {
    int bin = bin(entry.pathPs(), clockPeriodPs);
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
    if (a.pathPs() != b.pathPs()) {
      return a.pathPs() < b.pathPs();
    }
    return a.area() < b.area();
  }

  /** {@return the entries of all bins by rising path} */
  public List<FrontEntry> entries() {
    return List.copyOf(best.values());
  }

  /**
   * {@return the entries that have a lower score than all of shorter path}, by more than the part in
   * a million that another order of rounding could make.
   */
  public List<FrontEntry> front() {
    List<FrontEntry> front = new ArrayList<>();
    double lowest = Double.POSITIVE_INFINITY;
    for (Map.Entry<Integer, FrontEntry> e : best.entrySet()) {
      if (e.getValue().score() < WORTH_SHOWING * lowest) {
        lowest = e.getValue().score();
        front.add(e.getValue());
      }
    }
    return List.copyOf(front);
  }
}
