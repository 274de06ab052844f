package io.formgate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Verilator showed of a wrapper.
 *
 * @param moduleName the wrapper
 * @param phases results that were compared, by temper of source and sink
 * @param mismatches results that differ from the golden model
 * @param firstMismatch the first of them, or null
 * @param faults what else is wrong: lost, repeated or withdrawn results, and the like
 * @param expectedLatencyCycles cycles that were promised from acceptance to offer, if nobody waits
 * @param measuredLatencyCycles cycles that were measured, empty if no result came
 * @param initiationInterval fewest cycles between two vectors
 * @param oneVectorPerCycle whether without gaps a vector went in and a result came out in every
 *     cycle, or once in every interval
 * @param seed of vectors and gaps
 */
public record WrapperReport(
    String moduleName,
    List<VerificationReport.GroupCount> phases,
    long mismatches,
    @Nullable Mismatch firstMismatch,
    List<String> faults,
    int expectedLatencyCycles,
    OptionalInt measuredLatencyCycles,
    int initiationInterval,
    boolean oneVectorPerCycle,
    long seed) {

  /** Copies the lists. */
  public WrapperReport {
    phases = List.copyOf(phases);
    faults = List.copyOf(faults);
  }

  /** {@return the number of results that were compared} */
  public long vectors() {
    return phases.stream().mapToLong(VerificationReport.GroupCount::count).sum();
  }

  /** {@return whether the wrapper loses, repeats, reorders and changes nothing} */
  public boolean passed() {
    return !phases.isEmpty()
        && phases.stream().allMatch(p -> p.count() > 0)
        && mismatches == 0
        && faults.isEmpty()
        && oneVectorPerCycle
        && measuredLatencyCycles.equals(OptionalInt.of(expectedLatencyCycles));
  }

  /** {@return the lines that a designer reads} */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String counted =
        phases.stream()
            .map(p -> number(p.count()) + " " + p.name())
            .collect(Collectors.joining(", "));
    lines.add(
        moduleName
            + (passed()
                ? ": nothing lost, repeated or reordered, bit-exact on "
                : ": WRONG, " + number(mismatches) + " results differ of ")
            + number(vectors())
            + " vectors: "
            + counted
            + " (seed "
            + seed
            + ")");
    Mismatch first = firstMismatch;
    if (first != null) {
      VerificationReport.describe(first, lines);
    }
    for (String fault : faults) {
      lines.add("FAULT: " + fault);
    }
    lines.add(
        "latency: "
            + (measuredLatencyCycles.isPresent() ? measuredLatencyCycles.getAsInt() : "none")
            + " cycles measured, "
            + expectedLatencyCycles
            + (initiationInterval == 1
                ? " promised; one vector per cycle: "
                : " promised; one vector every " + initiationInterval + " cycles: ")
            + (oneVectorPerCycle ? "shown" : "NOT shown"));
    return lines;
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
