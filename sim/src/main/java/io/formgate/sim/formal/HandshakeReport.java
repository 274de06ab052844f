package io.formgate.sim.formal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a formal check of a wrapper found.
 *
 * @param moduleName the wrapper
 * @param verdict of the wrapper
 * @param problems what could not be shown; empty if all was
 * @param latencyCycles from a vector to its result where nobody waits
 * @param initiationInterval fewest cycles between two vectors
 * @param solver what yosys says about itself
 * @param limit time that was allowed
 * @param time time that it took
 */
public record HandshakeReport(
    String moduleName,
    Verdict verdict,
    List<String> problems,
    int latencyCycles,
    int initiationInterval,
    String solver,
    Duration limit,
    Duration time) {

  /** What a solver can say of a wrapper. */
  public enum Verdict {
    /** It keeps its protocol in every cycle behind a reset. */
    PROVED,
    /** There is a cycle in which it might not, for what its registers are proved to hold. */
    NOT_PROVED,
    /** The time was over. */
    UNDECIDED;

    /** {@return the word for programs} */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Copies the list. */
  public HandshakeReport {
    problems = List.copyOf(problems);
  }

  /** {@return the lines that a designer reads, the first of them the verdict} */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    switch (verdict) {
      case PROVED -> {
        lines.add(
            moduleName
                + ": proved by induction over all cycles from one of reset on: nothing is lost,"
                + " repeated or reordered, and what is offered stays until it is taken");
        lines.add(
            "where the sink never waits, results come "
                + FormalReport.counted(latencyCycles, "cycle")
                + " later and the source can offer a vector "
                + (initiationInterval == 1
                    ? "in every cycle"
                    : "every " + initiationInterval + " cycles"));
      }
      case NOT_PROVED -> {
        lines.add("NOT PROVED: " + moduleName);
        problems.forEach(problem -> lines.add("  " + problem));
      }
      case UNDECIDED -> {
        lines.add("NOT DECIDED in " + limit.toSeconds() + " s: " + moduleName);
        problems.forEach(problem -> lines.add("  " + problem));
      }
    }
    lines.add(String.format(Locale.ROOT, "%s, %.2f s", solver, time.toMillis() / 1000.0));
    return lines;
  }
}
