package io.formgate.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Short runs with random gaps, one from each initial state but the first, in which the other runs
 * begin: what a circuit answers must not depend on what its registers held.
 */
final class InitialStates {
  /** Vectors of each run. */
  static final int VECTORS = 250;

  private final List<String> faults = new ArrayList<>();
  private long vectors;
  private @Nullable InitialState firstWrong;

  private InitialStates() {}

  /**
   * {@return the runs of a simulator, compared}
   *
   * @param latency in cycles, as the run from the first state measured it
   * @param comparison gets the vectors, after those from the first state
   */
  static InitialStates of(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InputPacker packer,
      long seed,
      int latency,
      Comparison comparison) {
    InitialStates states = new InitialStates();
    boolean isRightSoFar = comparison.mismatches() == 0;
    for (InitialState state : InitialState.others()) {
      GapRun run = GapRun.of(tools, model, timeLimit, state, packer, seed, VECTORS, latency);
      int cycle = run.firstValidFault(latency);
      if (cycle >= 0) {
        states.faults.add(
            "valid_out is wrong in cycle "
                + cycle
                + " of the run from initial state "
                + state.seed());
      }
      run.compare(
          latency,
          "random with gaps (seed " + seed + ") from initial state " + state.seed(),
          comparison);
      states.vectors += VECTORS;
      if (isRightSoFar && states.firstWrong == null && comparison.mismatches() > 0) {
        states.firstWrong = state;
      }
    }
    return states;
  }

  /** {@return number of vectors compared} */
  long vectors() {
    return vectors;
  }

  /** {@return what is wrong with valid_out} */
  List<String> faults() {
    return faults;
  }

  /** {@return the state in which the first mismatch was seen} */
  InitialState ofFirstMismatch() {
    return firstWrong == null ? InitialState.FIRST : firstWrong;
  }

  /** Says when the answers depend on the state. */
  void note(List<String> notes) {
    InitialState wrong = firstWrong;
    if (wrong != null) {
      notes.add(
          "the answers were right from initial state 1 and are wrong from "
              + wrong.seed()
              + ": they depend on what registers hold before the first cycle");
    }
  }
}
