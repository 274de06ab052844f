package io.formgate.cli;

import com.fasterxml.jackson.annotation.JsonValue;
import io.formgate.expression.Diagnostic;
import io.formgate.sim.Mismatch;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WrapperReport;
import io.formgate.sim.formal.FormalReport;
import io.formgate.sim.formal.HandshakeReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One thing that {@code verify} looks at in a circuit, with what it found.
 *
 * @param name what is looked at
 * @param verdict what was found
 * @param text what was compared or proved, or what is wrong; several lines where it is wrong
 */
record VerificationCheck(String name, Verdict verdict, String text) {
  /** How a check ends. */
  enum Verdict {
    /** It is as it shall be. */
    PASSED,
    /** It is not, or a proof of it was asked for and came to no answer. */
    FAILED,
    /** It was asked for and not tried, because of another that failed. */
    SKIPPED,
    /** A tool failed. */
    ERROR;

    /** {@return the word for programs} */
    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static VerificationCheck of(String name, boolean passed, String text) {
    return new VerificationCheck(name, passed ? Verdict.PASSED : Verdict.FAILED, text);
  }

  /** {@return the check of a circuit about which the tools could say nothing} */
  static VerificationCheck error(List<Diagnostic> diagnostics) {
    return new VerificationCheck(
        "tools",
        Verdict.ERROR,
        diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining()).stripTrailing());
  }

  /**
   * {@return the checks of a simulation: one for each group of vectors, one for vectors with gaps,
   * one for other initial states of the registers, then the golden model, the valid bits, the
   * latency and the throughput; all pass if and only if the simulation does}
   *
   * @param folder of the circuit
   */
  static List<VerificationCheck> of(VerificationReport r, Path folder) {
    List<VerificationCheck> checks = new ArrayList<>();
    for (int i = 0; i < r.groups().size(); i++) {
      VerificationReport.GroupCount group = r.groups().get(i);
      checks.add(
          vectors(
              "vectors " + group.name(),
              group.count(),
              r.differing().get(i).count(),
              shown(r, r.firstMismatchOf(group.name()), folder)));
    }
    checks.add(
        vectors(
            "vectors with gaps",
            r.gapVectors(),
            r.gapMismatches(),
            shown(r, r.firstWithGaps(), folder)));
    checks.add(
        vectors(
            "initial states",
            r.initialStateVectors(),
            r.initialStateMismatches(),
            shown(r, r.firstFromOtherStates(), folder)));
    checks.add(
        of(
            "golden model",
            r.vectors() > 0
                && r.goldenVectors() > 0
                && r.gapVectors() > 0
                && r.initialStateVectors() > 0,
            "computed "
                + Numbers.count(r.goldenVectors())
                + " of "
                + Numbers.count(r.vectors())
                + " vectors itself"));
    checks.add(
        of(
            "valid",
            r.faults().isEmpty(),
            r.faults().isEmpty()
                ? "valid_out follows valid_in in all runs"
                : String.join("\n", r.faults())));
    checks.add(latency("latency", r.measuredLatencyCycles(), r.expectedLatencyCycles()));
    checks.add(throughput("throughput", r.oneVectorPerCycle(), r.initiationInterval()));
    requireAgreement(checks, r.passed());
    return checks;
  }

  /** {@return the checks of a wrapper; all pass if and only if its simulation does} */
  static List<VerificationCheck> of(WrapperReport h) {
    List<VerificationCheck> checks =
        List.of(
            of(
                "wrapper handshakes",
                !h.phases().isEmpty()
                    && h.phases().stream().allMatch(p -> p.count() > 0)
                    && h.mismatches() == 0
                    && h.faults().isEmpty(),
                h.mismatches() == 0 && h.faults().isEmpty()
                    ? "nothing lost, repeated or reordered on "
                        + Numbers.count(h.vectors())
                        + " vectors"
                    : String.join("\n", h.lines())),
            latency("wrapper latency", h.measuredLatencyCycles(), h.expectedLatencyCycles()),
            throughput("wrapper throughput", h.oneVectorPerCycle(), h.initiationInterval()));
    requireAgreement(checks, h.passed());
    return checks;
  }

  /** {@return the checks of a proof, that of the wrapper behind that of the circuit} */
  static List<VerificationCheck> of(FormalVerdict verdict) {
    List<VerificationCheck> checks = new ArrayList<>();
    FormalReport circuit = verdict.circuit();
    checks.add(
        of(
            "formal",
            circuit.verdict() == FormalReport.Verdict.PROVED,
            String.join("\n", circuit.lines())));
    verdict
        .wrapper()
        .ifPresent(w ->
            checks.add(
                of(
                    "wrapper formal",
                    w.verdict() == HandshakeReport.Verdict.PROVED,
                    String.join("\n", w.lines()))));
    return checks;
  }

  /** {@return the check for a proof that was not tried} */
  static VerificationCheck noProof() {
    return new VerificationCheck(
        "formal", Verdict.SKIPPED, "no proof is tried of a circuit that differs");
  }

  /** The first mismatch of a group; node and waves are looked for where the first of all is. */
  private static List<String> shown(VerificationReport r, Optional<Mismatch> first, Path folder) {
    List<String> lines = new ArrayList<>();
    first.ifPresent(m -> VerificationReport.describe(m, lines));
    if (first.isPresent() && first.get().equals(r.firstMismatch())) {
      if (r.firstDifferingNode() != null) {
        lines.add("first differing node: " + r.firstDifferingNode());
      }
      if (r.waves() != null) {
        lines.add("waves: " + r.waves().text(folder));
      }
      r.notes().forEach(note -> lines.add("note: " + note));
    }
    return lines;
  }

  private static VerificationCheck vectors(
      String name, long count, long differing, List<String> shown) {
    return of(
        name,
        differing == 0,
        differing == 0
            ? "bit-exact on " + Numbers.count(count) + " vectors"
            : Numbers.count(differing)
                + " of "
                + Numbers.count(count)
                + " vectors differ\n"
                + String.join("\n", shown));
  }

  private static VerificationCheck latency(String name, OptionalInt measured, int promised) {
    return of(
        name,
        measured.equals(OptionalInt.of(promised)),
        (measured.isPresent() ? measured.getAsInt() : "no constant number of")
            + " cycles measured, "
            + promised
            + " promised");
  }

  private static VerificationCheck throughput(String name, boolean shown, int interval) {
    return of(
        name,
        shown,
        (interval == 1 ? "one vector per cycle: " : "one vector every " + interval + " cycles: ")
            + (shown ? "shown" : "NOT shown"));
  }

  private static void requireAgreement(List<VerificationCheck> checks, boolean passed) {
    if (checks.stream().allMatch(c -> c.verdict() == Verdict.PASSED) != passed) {
      throw new IllegalStateException(
          "the checks of a circuit say another verdict than its report");
    }
  }
}
