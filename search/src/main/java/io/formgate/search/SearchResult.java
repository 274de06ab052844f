package io.formgate.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param front by rising path, strictly falling loss
 * @param evaluations candidates evaluated, on screening rows or on all
 * @param epochs epochs done
 */
public record SearchResult(List<FrontEntry> front, long evaluations, int epochs) {
  /** Copies the front. */
  public SearchResult {
    front = List.copyOf(front);
  }
}
