package io.formgate.search;

import java.util.List;

/**
 * Where a search stands after an epoch.
 *
 * @param epoch epochs done
 * @param epochs epochs in all
 * @param evaluations candidates evaluated so far, on screening rows or on all
 * @param front by rising path, strictly falling loss
 */
public record SearchProgress(int epoch, int epochs, long evaluations, List<FrontEntry> front) {
  /** Copies the front. */
  public SearchProgress {
    front = List.copyOf(front);
  }
}
