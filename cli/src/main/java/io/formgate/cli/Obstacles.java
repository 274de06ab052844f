package io.formgate.cli;

import io.formgate.search.RefusedEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What keeps formulas from being built, of many the reason that the most of them have. */
final class Obstacles {
  /**
   * The reason of the most formulas.
   *
   * @param formulas that have it
   * @param all formulas that have any
   * @param example the message of the first of them, with its mend
   */
  record Commonest(int formulas, int all, String example) {
    /** {@return the count and the message, as a sentence without its end} */
    String words() {
      if (all == 1) {
        return "the reason: " + example;
      }
      String share = formulas == all ? "all " + all : formulas + " of the " + all;
      return (formulas == 1 ? "the first" : share + " have one reason, here of the first")
          + ": "
          + example;
    }
  }

  private Obstacles() {}

  /**
   * {@return the commonest of some reasons, of equally many the first; empty without any}
   *
   * @param reasons a message for each formula; two are of one kind if they begin alike but for
   *     numbers and what stands in quotes
   */
  static Optional<Commonest> commonest(List<String> reasons) {
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (String reason : reasons) {
      byKind.computeIfAbsent(kind(reason), _ -> new ArrayList<>()).add(reason);
    }
    Commonest most = null;
    for (List<String> of : byKind.values()) {
      if (most == null || of.size() > most.formulas) {
        most = new Commonest(of.size(), reasons.size(), of.getFirst());
      }
    }
    return Optional.ofNullable(most);
  }

  /**
   * {@return the commonest reason of formulas that were refused, of which there is one at least}
   */
  static Commonest of(List<RefusedEntry> refused) {
    return commonest(refused.stream().map(RefusedEntry::reason).toList()).orElseThrow();
  }

  private static String kind(String reason) {
    return reason
        .replaceAll("'[^']*'", "'")
        .replaceAll("[-+]?\\d[\\w.+-]*", "#")
        .replaceFirst("[,;:].*", "");
  }
}
