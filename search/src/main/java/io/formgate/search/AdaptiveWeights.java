package io.formgate.search;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Multipliers of the mutation weights, which follow how often each kind succeeds.
 *
 * <p>A success is a child that is accepted and costs less than its parent. Between epochs the
 * attempts and successes of all islands are added up; the rate of a kind that was tried is
 * (successes + 1)/(attempts + 2), its target the rate over the mean of all rates, from 1/20 to 20,
 * and its multiplier goes on, in the logarithm, by the adaptation towards the target (the rule of
 * PySR 2's adaptive mutation weights, once an epoch so that it does not depend on threads). The
 * multipliers' mean is 1.
 *
 * <p>Immutable; an epoch makes a new one.
 */
final class AdaptiveWeights {
  private static final double SMALLEST_TARGET = 0.05;
  private static final double LARGEST_TARGET = 20;

  /** Attempts and successes of each kind in one epoch of an island. */
  static final class Tally {
    private final Map<Mutation, Long> attempts = new EnumMap<>(Mutation.class);
    private final Map<Mutation, Long> successes = new EnumMap<>(Mutation.class);

    void attempt(Mutation mutation) {
      attempts.merge(mutation, 1L, Long::sum);
    }

    void success(Mutation mutation) {
      successes.merge(mutation, 1L, Long::sum);
    }
  }

  private final Map<Mutation, Double> multipliers;

  private AdaptiveWeights(Map<Mutation, Double> multipliers) {
    this.multipliers = multipliers;
  }

  /** {@return multipliers that change nothing} */
  static AdaptiveWeights even() {
    return new AdaptiveWeights(new EnumMap<>(Mutation.class));
  }

  /** {@return the multiplier of a kind, above 0} */
  double of(Mutation mutation) {
    return multipliers.getOrDefault(mutation, 1.0);
  }

  /**
   * {@return the multipliers after an epoch}
   *
   * @param tallies of the islands
   * @param adaptation from 0 to 1
   */
  AdaptiveWeights after(List<Tally> tallies, double adaptation) {
    Map<Mutation, Double> rates = new EnumMap<>(Mutation.class);
    double total = 0;
    for (Mutation kind : Mutation.values()) {
      long attempts = tallies.stream().mapToLong(t -> t.attempts.getOrDefault(kind, 0L)).sum();
      long successes = tallies.stream().mapToLong(t -> t.successes.getOrDefault(kind, 0L)).sum();
      if (attempts > 0) {
        double rate = (successes + 1.0) / (attempts + 2.0);
        rates.put(kind, rate);
        total += rate;
      }
    }
    if (adaptation == 0 || rates.isEmpty()) {
      return this;
    }
    Map<Mutation, Double> next = new EnumMap<>(Mutation.class);
    double sum = 0;
    for (Mutation kind : Mutation.values()) {
      double multiplier = of(kind);
      if (rates.containsKey(kind)) {
        double relative = rates.getOrDefault(kind, 0.0) * rates.size() / total;
        double target = Math.clamp(relative, SMALLEST_TARGET, LARGEST_TARGET);
        // StrictMath: the library's logarithm may differ between machines.
        multiplier =
            StrictMath.exp(
                (1 - adaptation) * StrictMath.log(multiplier)
                    + adaptation * StrictMath.log(target));
      }
      next.put(kind, multiplier);
      sum += multiplier;
    }
    double mean = sum / next.size();
    next.replaceAll((_, multiplier) -> multiplier / mean);
    return new AdaptiveWeights(next);
  }

  /** Writes the multipliers. */
  void write(StateWriter out) {
    for (Mutation kind : Mutation.values()) {
      out.number(of(kind));
    }
  }

  /** {@return the multipliers that were written} */
  static AdaptiveWeights read(StateReader in) {
    Map<Mutation, Double> multipliers = new EnumMap<>(Mutation.class);
    for (Mutation kind : Mutation.values()) {
      multipliers.put(kind, in.real());
    }
    return new AdaptiveWeights(multipliers);
  }
}
