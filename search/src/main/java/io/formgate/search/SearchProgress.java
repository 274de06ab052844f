package io.formgate.search;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a search stands after an epoch.
 *
 * @param epoch epochs done
 * @param epochs epochs in all
 * @param evaluations candidates evaluated so far, on screening rows or on all
 * @param front by rising cycles and area, or by rising complexity: see {@link HallOfFame#front}
 * @param checkpoint makes the checkpoint from which the search goes on after this epoch; to be
 *     asked before the listener returns
 */
public record SearchProgress(
    int epoch,
    int epochs,
    long evaluations,
    List<FrontEntry> front,
    Supplier<Checkpoint> checkpoint) {
  /** Copies the front. */
  public SearchProgress {
    front = List.copyOf(front);
  }

  /** {@return the entry of the lowest loss known so far; of equal ones the cheapest} */
  public Optional<FrontEntry> best() {
    return front.stream().min(Comparator.comparingDouble(FrontEntry::loss));
  }
}
