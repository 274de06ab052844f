package io.formgate.search;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws parents: of some distinct members the k-th cheapest wins with probability proportional to
 * p(1-p)^(k-1), where members of crowded complexities count as costlier.
 */
final class Tournament {
  private final SearchOptions options;
  private final Frequencies frequencies;
  private final int[] drawn;

  /**
   * Makes the tournaments of an island and epoch.
   *
   * @param options sizes and probabilities
   * @param frequencies how crowded complexities are
   */
  Tournament(SearchOptions options, Frequencies frequencies) {
    this.options = options;
    this.frequencies = frequencies;
    drawn = new int[Math.min(options.tournamentSize(), options.populationSize())];
  }

  /** {@return the winner among some distinct members} */
  PopMember winner(List<PopMember> members, RandomGenerator random) {
    int size = drawn.length;
    for (int i = 0; i < size; i++) {
      boolean again = true;
      while (again) {
        drawn[i] = random.nextInt(members.size());
        again = false;
        for (int j = 0; j < i; j++) {
          again |= drawn[j] == drawn[i];
        }
      }
    }
    int place = 0;
    while (place < size - 1 && random.nextDouble() >= options.tournamentProbability()) {
      place++;
    }
    for (int k = 0; k <= place; k++) {
      int lowest = k;
      for (int i = k + 1; i < size; i++) {
        if (adjusted(members.get(drawn[i])) < adjusted(members.get(drawn[lowest]))) {
          lowest = i;
        }
      }
      int swap = drawn[k];
      drawn[k] = drawn[lowest];
      drawn[lowest] = swap;
    }
    return members.get(drawn[place]);
  }

  private double adjusted(PopMember member) {
    return member.cost() * (1 + options.adaptiveParsimony() * frequencies.share(member.bin()));
  }
}
