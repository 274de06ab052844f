package io.formgate.search;

/**
 * How crowded each complexity bin is, over all islands, with older epochs fading out.
 *
 * <p>Immutable; an epoch makes a new one.
 */
final class Frequencies {
  private static final double MEMORY = 0.8;

  private final double[] share;
  private final double[] counts;
  private final double unseen;

  private Frequencies(double[] counts) {
    this.counts = counts;
    double sum = 0;
    for (double c : counts) {
      sum += c;
    }
    unseen = 0.5 / Math.max(1, sum);
    share = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      share[i] = sum > 0 ? counts[i] / sum : 0;
    }
  }

  static Frequencies none() {
    return new Frequencies(new double[HallOfFame.MAX_BINS]);
  }

  Frequencies after(Iterable<Population> populations) {
    double[] next = new double[counts.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = MEMORY * counts[i];
    }
    for (Population population : populations) {
      for (PopMember member : population.members()) {
        if (member.bin() < next.length) {
          next[member.bin()]++;
        }
      }
    }
    return new Frequencies(next);
  }

  /** Writes the counts. */
  void write(StateWriter out) {
    out.number(counts.length);
    for (double count : counts) {
      out.number(count);
    }
  }

  /** {@return the statistics that were written} */
  static Frequencies read(StateReader in) {
    double[] counts = new double[in.whole()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.real();
    }
    return new Frequencies(counts);
  }

  /** {@return the share of a bin, from 0 to 1} */
  double share(int bin) {
    return bin < share.length ? share[bin] : 0;
  }

  /** {@return how much less crowded the new bin is than the old: above 1 when it is} */
  double relief(int oldBin, int newBin) {
    return (share(oldBin) + unseen) / (share(newBin) + unseen);
  }
}
