package io.formgate.search;

import java.util.List;

/** Hears of each epoch and island, on the thread that runs the search. */
@FunctionalInterface
public interface SearchListener {
  /**
   * {@return whether to go on; false ends the search at this epoch}
   *
   * @param progress where the search stands
   */
  boolean onEpoch(SearchProgress progress);

  /**
   * Hears of each island whose part of an epoch is done, in the order of the islands.
   *
   * @param epoch from 1
   * @param islands so many are done
   * @param of so many
   */
  default void onIsland(int epoch, int islands, int of) {}

  /**
   * Hears, before {@link #onIsland}, of the formulas that an island proposes to the hall of fame.
   * They are scored on all rows; whether they will stand on the front is not decided before the
   * epoch is over.
   *
   * @param proposals by rising complexity of what they were made of
   */
  default void onProposals(List<FrontEntry> proposals) {}
}
