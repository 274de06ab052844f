package io.formgate.sim.formal;

import io.formgate.sim.Mismatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a formal check found.
 *
 * @param moduleName the circuit
 * @param verdict of the circuit as a whole
 * @param outputs what is known of each output, in the order of the ports; empty of no pipeline
 * @param problems why it is no pipeline; empty if it is one
 * @param nodes nodes of the golden model that are computed
 * @param sharedNodes of these, how many have a signal in the circuit
 * @param equalNodes of these, how many were proved equal
 * @param openNodes names of the shared nodes that were not, because they differ or the time was
 *     over
 * @param counterexample inputs for which an output differs, and how; its cycle is not known
 * @param latencyCycles register ranks between inputs and outputs
 * @param initiationInterval fewest cycles between two vectors
 * @param inputBits bits of all inputs together
 * @param solver what yosys says about itself
 * @param limit time that was allowed
 * @param time time that it took
 */
public record FormalReport(
    String moduleName,
    Verdict verdict,
    List<Output> outputs,
    List<String> problems,
    int nodes,
    int sharedNodes,
    int equalNodes,
    List<String> openNodes,
    @Nullable Mismatch counterexample,
    int latencyCycles,
    int initiationInterval,
    int inputBits,
    String solver,
    Duration limit,
    Duration time) {
  private static final int NAMES_SHOWN = 8;

  /** What a solver can say of a circuit or an output. */
  public enum Verdict {
    /** It equals the golden model for all inputs. */
    PROVED,
    /** It differs for some. */
    DIFFERENT,
    /** The circuit is no pipeline of its latency, so that nothing was asked. */
    NO_PIPELINE,
    /** The time was over. */
    UNDECIDED;

    /** {@return the word for programs} */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * What is known of an output.
   *
   * @param name of the port
   * @param verdict what was found
   */
  public record Output(String name, Verdict verdict) {}

  /** Copies the lists. */
  public FormalReport {
    outputs = List.copyOf(outputs);
    problems = List.copyOf(problems);
    openNodes = List.copyOf(openNodes);
  }

  /** {@return the lines that a designer reads, the first of them the verdict} */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    switch (verdict) {
      case PROVED -> {
        lines.add(
            String.format(
                Locale.ROOT,
                "proved for all values of the %,d input bits: every output is that of the golden"
                    + " model, %s later",
                inputBits,
                cycles()));
        lines.add(
            String.format(
                Locale.ROOT,
                "%s; %,d of %,d nodes have a signal, and %,d were proved equal on the way",
                initiationInterval == 1
                    ? counted(latencyCycles, "register") + " on every way and no feedback"
                    : "vectors "
                        + initiationInterval
                        + " cycles or more apart, from a cycle of reset on",
                sharedNodes,
                nodes,
                equalNodes));
      }
      case DIFFERENT -> {
        lines.add("DIFFERENT: " + names(Verdict.DIFFERENT) + "; found by the solver");
        Mismatch m = counterexample;
        if (m != null) {
          m.inputs().forEach(v -> lines.add("  " + v.name() + " = " + v));
          lines.add("  expected " + m.output() + " = " + m.expected());
          lines.add("  got      " + m.output() + " = " + m.actual());
        }
      }
      case NO_PIPELINE -> {
        lines.add(
            String.format(
                Locale.ROOT,
                "NOT PROVED: the circuit is no pipeline of %s%s",
                cycles(),
                initiationInterval == 1
                    ? ""
                    : " that takes a vector every " + initiationInterval + " cycles"));
        problems.forEach(problem -> lines.add("  " + problem));
      }
      case UNDECIDED -> {
        lines.add(
            String.format(
                Locale.ROOT,
                "NOT DECIDED in %d s: %s",
                limit.toSeconds(),
                names(Verdict.UNDECIDED)));
        String proved = names(Verdict.PROVED);
        if (!proved.isEmpty()) {
          lines.add("proved: " + proved);
        }
        lines.add(
            String.format(
                Locale.ROOT,
                "%,d of %,d nodes that have a signal were proved equal%s",
                equalNodes,
                sharedNodes,
                openNodes.isEmpty() ? "" : ", not " + open()));
      }
    }
    lines.add(String.format(Locale.ROOT, "%s, %.2f s", solver, time.toMillis() / 1000.0));
    return lines;
  }

  private String cycles() {
    return counted(latencyCycles, "cycle");
  }

  /** {@return a number of things, in words} */
  static String counted(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private String names(Verdict of) {
    return String.join(
        ", ", outputs.stream().filter(o -> o.verdict() == of).map(Output::name).toList());
  }

  private String open() {
    return String.join(", ", openNodes.stream().limit(NAMES_SHOWN).toList())
        + (openNodes.size() > NAMES_SHOWN
            ? " and " + (openNodes.size() - NAMES_SHOWN) + " more"
            : "");
  }
}
