package io.formgate.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The best formula of each {@link Niche}, and the front that they make. Without a schedule it may
 * keep alternatives beside the best: where rows are few and noisy, a law is easily beaten by a
 * formula of its size that follows the noise.
 */
public final class HallOfFame {
  /** Bins in all; what is more complex is not kept. */
  public static final int MAX_BINS = 1024;

  /**
   * With a schedule a larger circuit has to be better by this share of the loss: less is what terms
   * without meaning gain on data with noise, and no reason to build them.
   */
  public static final double WORTH_BUILDING = 0.01;

  /** What another order of rounding could gain is nothing. */
  private static final double WORTH_SHOWING = 1e-6;

  /** Alternatives whose scores differ by no more than this share are one formula in two dresses. */
  private static final double WORTH_TELLING_APART = 1e-3;

  /**
   * The largest score of an alternative over that of the best: what errors of two fits to about 25
   * rows differ by in one case of twenty, by chance alone (the 95 % quantile of F with 24 and 24
   * degrees of freedom is 1.98).
   */
  private static final double LARGEST_SHARE = 2;

  private static final Comparator<FrontEntry> BY_SCORE =
      Comparator.comparingDouble(FrontEntry::score);

  private final boolean isScheduled;
  private final double leastGain;
  private final int alternatives;
  private final TreeMap<Niche, FrontEntry> best = new TreeMap<>();
  private final TreeMap<Niche, Double> lowest = new TreeMap<>();

  /** By rising score. */
  private final TreeMap<Niche, List<FrontEntry>> others = new TreeMap<>();

  /**
   * Makes an empty hall of fame.
   *
   * @param isScheduled whether cycles and area count, or one number
   * @param leastGain scores that differ by less are equal: what rounding leaves of an exact fit
   */
  public HallOfFame(boolean isScheduled, double leastGain) {
    this(isScheduled, leastGain, 0);
  }

  /**
   * Makes an empty hall of fame that keeps alternatives.
   *
   * @param isScheduled whether cycles and area count, or one number
   * @param leastGain scores that differ by less are equal: what rounding leaves of an exact fit
   * @param alternatives kept of each complexity beside the best; none with a schedule
   */
  public HallOfFame(boolean isScheduled, double leastGain, int alternatives) {
    this.isScheduled = isScheduled;
    this.leastGain = leastGain;
    this.alternatives = isScheduled ? 0 : alternatives;
  }

  /** {@return an empty one of the same kind} */
  HallOfFame emptied() {
    return new HallOfFame(isScheduled, leastGain, alternatives);
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
   * whose score is as good as the lowest the smallest circuit wins, then the shortest path, then
   * the shortest formula; otherwise at equal score the lower complexity. At last the one that was
   * there.
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
      return offerBeside(niche, held, entry);
    }
    best.put(niche, entry);
    if (held != null) {
      offerBeside(niche, entry, held);
    }
    return true;
  }

  /** Keeps an entry beside the best of its niche if it is one of the few next best. */
  private boolean offerBeside(Niche niche, FrontEntry first, FrontEntry entry) {
    if (alternatives == 0) {
      return false;
    }
    List<FrontEntry> kept = new ArrayList<>();
    List<FrontEntry> offered = new ArrayList<>(others.getOrDefault(niche, List.of()));
    offered.add(entry);
    offered.sort(BY_SCORE);
    for (FrontEntry next : offered) {
      if (kept.size() < alternatives
          && !isAlike(first, next)
          && kept.stream().noneMatch(k -> isAlike(k, next))) {
        kept.add(next);
      }
    }
    others.put(niche, kept);
    return kept.contains(entry);
  }

  /** {@return whether two formulas are one: of one form, or as good} */
  private boolean isAlike(FrontEntry a, FrontEntry b) {
    return isAsGood(a, b) || FittedForms.formOf(a.genome()) == FittedForms.formOf(b.genome());
  }

  private boolean isAsGood(FrontEntry a, FrontEntry b) {
    double share = WORTH_TELLING_APART * Math.max(Math.abs(a.score()), Math.abs(b.score()));
    return Math.abs(a.score() - b.score()) <= Math.max(leastGain, share);
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
    if (a.complexity() != b.complexity()) {
      return a.complexity() < b.complexity();
    }
    // A chain of functions that is built as a constant is no better than the constant.
    return a.formula().length() != b.formula().length()
        ? a.formula().length() < b.formula().length()
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
    out.list(others.values(), entries -> out.list(entries, out::entry));
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
    for (List<FrontEntry> entries : in.list(() -> in.list(in::entry))) {
      if (!entries.isEmpty()) {
        others.put(entries.getFirst().niche(isScheduled), new ArrayList<>(entries));
      }
    }
    int niches = in.whole();
    for (int i = 0; i < niches; i++) {
      Niche niche = new Niche(in.whole(), in.whole());
      lowest.put(niche, in.real());
    }
  }

  /**
   * {@return the entries of all niches, by rising cycles and area, or by rising complexity and then
   * score}
   */
  public List<FrontEntry> entries() {
    List<FrontEntry> entries = new ArrayList<>();
    best.forEach((niche, entry) -> {
      entries.add(entry);
      entries.addAll(others.getOrDefault(niche, List.of()));
    });
    return List.copyOf(entries);
  }

  /**
   * {@return the front, by rising cycles and area, or by rising complexity} With a schedule an
   * entry stands if each of no more cycles and no more area has a higher score, by more than a
   * hundredth; otherwise if its score is lower than that of all of lower complexity, by more than
   * the part in a million that another order of rounding could make. Where alternatives are kept,
   * an entry stands, too, if no more entries than so many are as simple and better, it has at most
   * twice the least of their scores, and none as simple is as good.
   */
  public List<FrontEntry> front() {
    List<FrontEntry> front = new ArrayList<>();
    for (FrontEntry entry : ordered(entries())) {
      if (front.stream().noneMatch(f -> covers(f, entry)) || isAlternative(entry)) {
        front.add(entry);
      }
    }
    return List.copyOf(front);
  }

  private boolean isAlternative(FrontEntry entry) {
    if (alternatives == 0) {
      return false;
    }
    List<FrontEntry> above =
        entries().stream()
            .filter(e -> !e.equals(entry) && e.costsNoMore(entry, isScheduled))
            .toList();
    long better = above.stream().filter(e -> e.score() < entry.score()).count();
    double least = above.stream().mapToDouble(FrontEntry::score).min().orElse(entry.score());
    return better <= alternatives
        && entry.score() <= least + (LARGEST_SHARE - 1) * Math.abs(least)
        && above.stream().noneMatch(e -> isAsGood(e, entry));
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
