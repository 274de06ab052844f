package io.formgate.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param moduleName the module
 * @param groups how many vectors of which origin were compared back to back
 * @param differing of each of these groups, how many vectors differ
 * @param goldenVectors of how many of these {@link io.formgate.datapath.DatapathInterpreter}
 *     computed the outputs; those of the others are from {@link
 *     io.formgate.datapath.BlockInterpreter}, which agreed with it on these
 * @param gapVectors how many more were compared with random gaps between them
 * @param gapMismatches how many of these differ
 * @param initialStates from how many states of the registers runs began
 * @param initialStateVectors how many vectors, all states but the first together, were compared in
 *     the short runs from other states
 * @param initialStateMismatches how many of these differ
 * @param seed of the gaps
 * @param mismatches vectors with at least one output that differs, of all runs together
 * @param firstOfEach of each group of vectors that has one the first of them; groups are those back
 *     to back, that with gaps and one for each other initial state
 * @param firstDifferingNode the first node of the datapath whose signal in the circuit differs when
 *     the inputs of the first mismatch are held still, or null when there is none or none is
 *     visible
 * @param waves a file with the signals around what is wrong, or of the first cycles; null without
 * @param faults what is wrong with {@code valid_out} or the latency; empty when nothing is
 * @param expectedLatencyCycles promised latency
 * @param measuredLatencyCycles the constant delay of {@code valid_out}, empty when there is none
 * @param initiationInterval fewest cycles between two vectors
 * @param oneVectorPerCycle whether {@code valid_out} was set for all vectors of a run with no cycle
 *     more than the interval between them, and every output of it was right
 * @param verilatorVersion what the simulator was built with
 * @param compilerVersion what the simulator was built with
 * @param buildReused whether the simulator was in the cache
 * @param buildTime wall time until the simulator was ready
 * @param simulateTime wall time of all runs, with the golden model beside them
 * @param vectorsPerSecond speed of the back-to-back run, start of the simulator included
 * @param notes what else a user should know
 */
public record VerificationReport(
    String moduleName,
    List<GroupCount> groups,
    List<GroupCount> differing,
    long goldenVectors,
    long gapVectors,
    long gapMismatches,
    int initialStates,
    long initialStateVectors,
    long initialStateMismatches,
    long seed,
    long mismatches,
    List<Mismatch> firstOfEach,
    @Nullable String firstDifferingNode,
    @Nullable WaveFile waves,
    List<String> faults,
    int expectedLatencyCycles,
    OptionalInt measuredLatencyCycles,
    int initiationInterval,
    boolean oneVectorPerCycle,
    String verilatorVersion,
    String compilerVersion,
    boolean buildReused,
    Duration buildTime,
    Duration simulateTime,
    double vectorsPerSecond,
    List<String> notes) {

  /**
   * A group of vectors.
   *
   * @param name what it is
   * @param count number of vectors
   */
  public record GroupCount(String name, long count) {}

  /** Copies the lists. */
  public VerificationReport {
    groups = List.copyOf(groups);
    differing = List.copyOf(differing);
    if (differing.size() != groups.size()
        || differing.stream().mapToLong(GroupCount::count).sum()
                + gapMismatches
                + initialStateMismatches
            != mismatches) {
      throw new IllegalArgumentException("the runs have other mismatches than all together");
    }
    firstOfEach = List.copyOf(firstOfEach);
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }

  /** {@return the first mismatch of all, or null} */
  public @Nullable Mismatch firstMismatch() {
    return firstOfEach.isEmpty() ? null : firstOfEach.getFirst();
  }

  /** {@return the lines that a designer reads, who knows the folder} */
  public List<String> lines() {
    return lines(Path.of(""));
  }

  /** {@return the first mismatch of a group of vectors that were compared back to back, or none} */
  public Optional<Mismatch> firstMismatchOf(String group) {
    return firstOfEach.stream().filter(m -> m.group().equals(group)).findFirst();
  }

  /** {@return the first mismatch of the vectors with gaps, or none} */
  public Optional<Mismatch> firstWithGaps() {
    return firstMismatchOf(GapRun.group(seed));
  }

  /** {@return the first mismatch of the runs from other initial states, or none} */
  public Optional<Mismatch> firstFromOtherStates() {
    return firstOfEach.stream()
        .filter(m -> m.group().startsWith(InitialStates.groups(seed)))
        .findFirst();
  }

  /** {@return the number of vectors compared back to back} */
  public long vectors() {
    return groups.stream().mapToLong(GroupCount::count).sum();
  }

  /** {@return whether the circuit equals its golden model, latency and throughput included} */
  public boolean passed() {
    return vectors() > 0
        && goldenVectors > 0
        && gapVectors > 0
        && initialStateVectors > 0
        && mismatches == 0
        && faults.isEmpty()
        && oneVectorPerCycle
        && measuredLatencyCycles.equals(OptionalInt.of(expectedLatencyCycles));
  }

  /**
   * {@return the lines that a designer reads}
   *
   * @param folder of the waves, as they say it; may be empty
   */
  public List<String> lines(Path folder) {
    List<String> lines = new ArrayList<>();
    String origins =
        groups.stream()
            .map(g -> number(g.count()) + " " + g.name())
            .collect(Collectors.joining(", "));
    if (mismatches == 0) {
      lines.add("bit-exact on " + number(vectors()) + " vectors: " + origins);
    } else {
      lines.add(
          "NOT BIT-EXACT: "
              + number(mismatches)
              + " of "
              + number(vectors() + gapVectors + initialStateVectors)
              + " vectors differ: "
              + origins
              + ", "
              + number(gapVectors)
              + " with gaps, "
              + number(initialStateVectors)
              + " from other initial states");
    }
    Mismatch first = firstMismatch();
    if (first != null) {
      describe(first, lines);
      String node = firstDifferingNode;
      if (node != null) {
        lines.add("first differing node: " + node);
      }
    }
    for (String fault : faults) {
      lines.add("FAULT: " + fault);
    }
    WaveFile file = waves;
    if (file != null) {
      lines.add("waves: " + file.text(folder));
    }
    lines.add(
        measuredLatencyCycles.isPresent()
            ? "latency: "
                + measuredLatencyCycles.getAsInt()
                + " cycles measured, "
                + expectedLatencyCycles
                + " promised; "
                + number(gapVectors)
                + " vectors with random gaps (seed "
                + seed
                + ")"
            : "latency: none, valid_out does not follow valid_in; "
                + expectedLatencyCycles
                + " promised");
    lines.add(
        (initiationInterval == 1
                ? "one vector per cycle: "
                : "one vector every " + initiationInterval + " cycles: ")
            + (oneVectorPerCycle
                ? "shown on " + number(vectors()) + " vectors back to back"
                : "NOT shown"));
    lines.add(
        initialStates
            + " initial states: "
            + number(initialStateVectors)
            + " vectors with random gaps from the "
            + (initialStates - 1)
            + " that the other runs do not begin in");
    lines.add(
        "the golden model computed "
            + number(goldenVectors)
            + " of the vectors back to back, and all others; the interpreter for blocks computed"
            + " all, and agreed");
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %s; build %.2f s%s, simulation %.2f s, %,.0f vectors/s",
            verilatorVersion,
            compilerVersion,
            buildTime.toMillis() / 1000.0,
            buildReused ? " (from the cache)" : "",
            simulateTime.toMillis() / 1000.0,
            vectorsPerSecond));
    for (String note : notes) {
      lines.add("note: " + note);
    }
    return lines;
  }

  /**
   * Adds the lines that show a mismatch.
   *
   * @param first the mismatch, the first of its group
   * @param lines gets them
   */
  public static void describe(Mismatch first, List<String> lines) {
    lines.add(
        "first mismatch: vector "
            + first.vector()
            + " of "
            + first.group()
            + ", cycle "
            + first.cycle());
    for (Mismatch.Value input : first.inputs()) {
      lines.add("  " + input.name() + " = " + input);
    }
    lines.add("  expected " + first.output() + " = " + first.expected());
    lines.add("  got      " + first.output() + " = " + first.actual());
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
