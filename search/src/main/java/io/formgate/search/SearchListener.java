package io.formgate.search;

/** Hears of each epoch, on the thread that runs the search. */
@FunctionalInterface
public interface SearchListener {
  /**
   * {@return whether to go on; false ends the search at this epoch}
   *
   * @param progress where the search stands
   */
  boolean onEpoch(SearchProgress progress);
}
