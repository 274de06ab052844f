package io.formgate.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The best formula of each {@link Niche}, and the front that they make. */
public final class HallOfFame {
  /** Bins in all; what is more complex is not kept. */
  public static final int MAX_BINS = 1024;

  /**
   * With a schedule a larger circuit has to be better by this share of the loss: less is what terms
   * without meaning gain on data with noise, and no reason to build them.
   */
  private static final double WORTH_BUILDING = 0.01;

  /** What another order of rounding could gain is nothing. */
  private static final double WORTH_SHOWING = 1e-6;

  private final boolean isScheduled;
  private final double leastGain;
  private final TreeMap<Niche, FrontEntry> best = new TreeMap<>();
  private final TreeMap<Niche, Double> lowest = new TreeMap<>();

  /**
   * Makes an empty hall of fame.
   *
   * @param isScheduled whether cycles and area count, or one number
   * @param leastGain scores that differ by less are equal: what rounding leaves of an exact fit
   */
  public HallOfFame(boolean isScheduled, double leastGain) {
    this.isScheduled = isScheduled;
    this.leastGain = leastGain;
  }

  /** {@return an empty one of the same kind} */
  HallOfFame emptied() {
    return new HallOfFame(isScheduled, leastGain);
  }

  /** {@return whether cycles and area count, or one number} */
  public boolean isScheduled() {
    return isScheduled;
  }

  /**
   * {@return the bin of a complexity}
   *
   * @param complexity 0 or more
   */
  static int bin(double complexity) {
    return (int) Math.min(MAX_BINS, complexity);
  }

  /**
   * Keeps an admissible formula if its niche has none with a lower score. With a schedule, of those
   * whose score is as good as the lowest the smallest circuit wins, then the shortest path;
   * otherwise at equal score the lower complexity. At last the one that was there.
   *
   * @param entry an admissible formula
   * @return whether it was kept
   */
  public boolean offer(FrontEntry entry) {
    if (!Double.isFinite(entry.score()) || bin(entry.complexity()) >= MAX_BINS) {
      return false;
    }
    Niche niche = entry.niche(isScheduled);
    FrontEntry held = best.get(niche);
    double least = Math.min(lowest.getOrDefault(niche, entry.score()), entry.score());
    lowest.put(niche, least);
    if (held != null && !better(entry, held, least)) {
      return false;
    }
    best.put(niche, entry);
    return true;
  }

  private boolean better(FrontEntry a, FrontEntry b, double least) {
    boolean isGood = !isWorse(a.score(), least);
    if (isGood != !isWorse(b.score(), least)) {
      return isGood;
    }
    if (!isScheduled || !isGood) {
      return a.score() != b.score()
          ? a.score() < b.score()
          : a.complexity() != b.complexity()
              ? a.complexity() < b.complexity()
              : a.area() < b.area();
    }
    if (a.area() != b.area()) {
      return a.area() < b.area();
    }
    return a.complexity() != b.complexity()
        ? a.complexity() < b.complexity()
        : a.score() < b.score();
  }

  /** Whether a score is higher than another by what counts. */
  private boolean isWorse(double score, double than) {
    double share = isScheduled ? WORTH_BUILDING : WORTH_SHOWING;
    return score - than > Math.max(leastGain, share * Math.abs(than));
  }

  /** Writes all entries, and the lowest score of each niche. */
  void write(StateWriter out) {
    out.list(best.values(), out::entry);
    out.number(lowest.size());
    lowest.forEach((niche, score) -> {
      out.number(niche.cycles());
      out.number(niche.areaClass());
      out.number(score);
    });
  }

  /** Takes what another one wrote; this one is empty. */
  void read(StateReader in) {
    for (FrontEntry entry : in.list(in::entry)) {
      best.put(entry.niche(isScheduled), entry);
    }
    int niches = in.whole();
    for (int i = 0; i < niches; i++) {
      Niche niche = new Niche(in.whole(), in.whole());
      lowest.put(niche, in.real());
    }
  }

  /** {@return the entries of all niches, by rising cycles and area, or by rising complexity} */
  public List<FrontEntry> entries() {
    return List.copyOf(best.values());
  }

  /**
   * {@return the front, by rising cycles and area, or by rising complexity} With a schedule an
   * entry stands if each of no more cycles and no more area has a higher score, by more than a
   * hundredth; otherwise if its score is lower than that of all of lower complexity, by more than
   * the part in a million that another order of rounding could make.
   */
  public List<FrontEntry> front() {
    List<FrontEntry> front = new ArrayList<>();
    for (FrontEntry entry : ordered(best.values())) {
      if (front.stream().noneMatch(f -> covers(f, entry))) {
        front.add(entry);
      }
    }
    return List.copyOf(front);
  }

  /**
   * {@return the entries of a lower score than all of lower complexity, by rising complexity}: what
   * evolution goes on from
   */
  List<FrontEntry> leaders() {
    List<FrontEntry> leaders = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    Comparator<FrontEntry> order = Comparator.comparingDouble(FrontEntry::complexity);
    for (FrontEntry entry :
        best.values().stream().sorted(order.thenComparingDouble(FrontEntry::score)).toList()) {
      if (isWorse(least, entry.score())) {
        least = entry.score();
        leaders.add(entry);
      }
    }
    return leaders;
  }

  /** {@return the entries with what costs less first} */
  private List<FrontEntry> ordered(Collection<FrontEntry> entries) {
    Comparator<FrontEntry> order =
        isScheduled
            ? Comparator.comparingInt(FrontEntry::latencyCycles)
                .thenComparingDouble(FrontEntry::area)
                .thenComparingDouble(FrontEntry::complexity)
            : Comparator.comparingDouble(FrontEntry::complexity);
    return entries.stream().sorted(order.thenComparingDouble(FrontEntry::score)).toList();
  }

  /** {@return whether an entry makes another pointless: it costs no more and is as good} */
  boolean covers(FrontEntry a, FrontEntry b) {
    return a.costsNoMore(b, isScheduled) && !isWorse(a.score(), b.score());
  }
}
