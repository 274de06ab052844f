package io.formgate.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.Coverage;
import io.formgate.sim.Mismatch;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WrapperReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code verify --json} prints.
 *
 * @param passed whether every circuit passed every check
 * @param circuits in the order of their folders
 */
record VerificationFacts(boolean passed, List<Circuit> circuits) {
  static VerificationFacts of(List<Circuit> circuits) {
    return new VerificationFacts(
        circuits.stream().allMatch(Circuit::passed), List.copyOf(circuits));
  }

  /**
   * A circuit.
   *
   * @param folder where it lies
   * @param module its name
   * @param top name of its outermost module
   * @param passed whether it passed every check
   * @param checks what was looked at
   * @param simulation what Verilator showed; null if a tool failed
   * @param wrapper what it showed of the wrapper; null without one
   * @param coverage what was reached; null if it was not counted
   * @param formal what {@code formal.json} holds; null if no proof was tried
   * @param files what the folder holds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Circuit(
      String folder,
      String module,
      String top,
      boolean passed,
      List<VerificationCheck> checks,
      @Nullable Simulation simulation,
      @Nullable Handshakes wrapper,
      @Nullable Reached coverage,
      FormalFiles.@Nullable Facts formal,
      List<Manifest.File> files) {

    /** {@return one about which the tools could say nothing} */
    static Circuit failed(String folder, Manifest m, DiagnosticException why) {
      return new Circuit(
          folder,
          m.module(),
          m.top(),
          false,
          List.of(VerificationCheck.error(why.diagnostics())),
          null,
          null,
          null,
          null,
          m.files());
    }
  }

  /**
   * Vectors of one origin.
   *
   * @param name of the origin
   * @param vectors that were compared
   * @param mismatches how many of them differ
   * @param firstMismatch the first that does; null if none does
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Group(String name, long vectors, long mismatches, @Nullable Difference firstMismatch) {}

  /**
   * A vector that differs.
   *
   * @param group its origin
   * @param vector its number there, from 0
   * @param cycle after the reset
   * @param inputs of that vector
   * @param expected by the golden model
   * @param actual of the circuit
   */
  record Difference(
      String group,
      long vector,
      long cycle,
      List<FormalFiles.Value> inputs,
      FormalFiles.Value expected,
      FormalFiles.Value actual) {
    static @Nullable Difference of(@Nullable Mismatch m) {
      return m == null
          ? null
          : new Difference(
              m.group(),
              m.vector(),
              m.cycle(),
              m.inputs().stream().map(FormalFiles.Value::of).toList(),
              FormalFiles.Value.of(m.expected()),
              FormalFiles.Value.of(m.actual()));
    }
  }

  /**
   * What Verilator showed of a circuit.
   *
   * @param vectors compared one behind the other
   * @param groups the same by origin
   * @param goldenVectors of them, whose outputs the golden model itself computed
   * @param gapVectors compared with random gaps between them
   * @param gapMismatches how many of these differ
   * @param initialStates states of the registers that runs began in
   * @param initialStateVectors compared in all but the first
   * @param initialStateMismatches how many of these differ
   * @param mismatches vectors of all runs that differ
   * @param firstMismatch the first of them; null if there is none
   * @param firstDifferingNode the first node of the golden model whose signal differs; null if
   *     there is none, or none is visible
   * @param faults what is wrong with valid bits and latency
   * @param seed of the random vectors and the gaps
   * @param expectedLatencyCycles promised latency
   * @param measuredLatencyCycles null where there is no constant one
   * @param initiationInterval cycles from one vector to the next
   * @param oneVectorPerCycle whether vectors so near were all right
   * @param simulator what simulated
   * @param seconds wall time, the build of the simulator included
   * @param notes what else there is to know
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Simulation(
      long vectors,
      List<Group> groups,
      long goldenVectors,
      long gapVectors,
      long gapMismatches,
      int initialStates,
      long initialStateVectors,
      long initialStateMismatches,
      long mismatches,
      @Nullable Difference firstMismatch,
      @Nullable String firstDifferingNode,
      List<String> faults,
      long seed,
      int expectedLatencyCycles,
      @Nullable Integer measuredLatencyCycles,
      int initiationInterval,
      boolean oneVectorPerCycle,
      String simulator,
      double seconds,
      List<String> notes) {
    static Simulation of(VerificationReport r) {
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < r.groups().size(); i++) {
        VerificationReport.GroupCount g = r.groups().get(i);
        groups.add(
            new Group(
                g.name(),
                g.count(),
                r.differing().get(i).count(),
                Difference.of(r.firstMismatchOf(g.name()).orElse(null))));
      }
      return new Simulation(
          r.vectors(),
          groups,
          r.goldenVectors(),
          r.gapVectors(),
          r.gapMismatches(),
          r.initialStates(),
          r.initialStateVectors(),
          r.initialStateMismatches(),
          r.mismatches(),
          Difference.of(r.firstMismatch()),
          r.firstDifferingNode(),
          r.faults(),
          r.seed(),
          r.expectedLatencyCycles(),
          r.measuredLatencyCycles().isPresent() ? r.measuredLatencyCycles().getAsInt() : null,
          r.initiationInterval(),
          r.oneVectorPerCycle(),
          r.verilatorVersion(),
          r.buildTime().plus(r.simulateTime()).toMillis() / 1000.0,
          r.notes());
    }
  }

  /**
   * What Verilator showed of a wrapper.
   *
   * @param module the wrapper
   * @param vectors results that were compared
   * @param phases the same by the temper of source and sink
   * @param mismatches results that differ
   * @param firstMismatch the first of them; null if there is none
   * @param faults what else is wrong
   * @param expectedLatencyCycles promised latency where nobody waits
   * @param measuredLatencyCycles null if no result came
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Handshakes(
      String module,
      long vectors,
      List<VerificationReport.GroupCount> phases,
      long mismatches,
      @Nullable Difference firstMismatch,
      List<String> faults,
      int expectedLatencyCycles,
      @Nullable Integer measuredLatencyCycles) {
    static Handshakes of(WrapperReport h) {
      return new Handshakes(
          h.moduleName(),
          h.vectors(),
          h.phases(),
          h.mismatches(),
          Difference.of(h.firstMismatch()),
          h.faults(),
          h.expectedLatencyCycles(),
          h.measuredLatencyCycles().isPresent() ? h.measuredLatencyCycles().getAsInt() : null);
    }
  }

  /**
   * What the vectors reached.
   *
   * @param lines with statements
   * @param bits that were 0 and 1
   */
  record Reached(Coverage.Share lines, Coverage.Share bits) {
    static Reached of(Coverage counted) {
      return new Reached(counted.lines(), counted.bits());
    }
  }
}
