package io.formgate.cli;

import io.formgate.search.EstimateAccuracy;
import java.util.Optional;

/** How a search went, in words. */
final class SearchWords {
  private SearchWords() {}

  /** {@return how far a search went, in words} */
  static String epochs(int done, int asked) {
    return done < asked
        ? "ended at epoch " + done + " of " + asked
        : done + (done == 1 ? " epoch" : " epochs");
  }

  /** {@return how good the estimates of circuits were; empty if none was scheduled} */
  static Optional<String> accuracy(EstimateAccuracy a) {
    return a.scheduled() == 0
        ? Optional.empty()
        : Optional.of(
            "          "
                + Numbers.count(a.scheduled())
                + " entrants of the front scheduled: the estimate was exact for "
                + Numbers.percent((double) a.exact() / a.scheduled())
                + ", within one cycle for "
                + Numbers.percent((double) a.withinOne() / a.scheduled())
                + "; "
                + Numbers.count(a.unbuildable())
                + " could not be built");
  }
}
