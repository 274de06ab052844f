package io.formgate.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a search found.
 *
 * @param front by rising cycles and area, or by rising complexity: see {@link HallOfFame#front}
 * @param refused what would be on the front if its circuit could be built within the budget
 * @param accuracy of the estimates of entrants
 * @param evaluations candidates evaluated, on screening rows or on all
 * @param epochs epochs done
 * @param nearMiss what came nearest to the hardware budget, if something exceeds nothing else
 */
public record SearchResult(
    List<FrontEntry> front,
    List<RefusedEntry> refused,
    EstimateAccuracy accuracy,
    long evaluations,
    int epochs,
    Optional<NearMiss> nearMiss) {
  /** Copies the lists. */
  public SearchResult {
    front = List.copyOf(front);
    refused = List.copyOf(refused);
  }

  /** {@return the entry of the lowest loss found; of equal ones the cheapest} */
  public Optional<FrontEntry> best() {
    return front.stream().min(Comparator.comparingDouble(FrontEntry::loss));
  }
}
