package io.formgate.search;

import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param front by rising path, strictly falling loss
 * @param evaluations candidates evaluated, on screening rows or on all
 * @param epochs epochs done
 * @param nearMiss what came nearest to the hardware budget, if something exceeds nothing else
 */
public record SearchResult(
    List<FrontEntry> front, long evaluations, int epochs, Optional<NearMiss> nearMiss) {
  /** Copies the front. */
  public SearchResult {
    front = List.copyOf(front);
  }
}
