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
  private @Nullable Place firstWrong;
  private boolean isDataWrong;

  /**
   * Where something is wrong.
   *
   * @param state the run that began in it
   * @param cycle from 0 after reset
   */
  record Place(InitialState state, long cycle) {}

  private InitialStates() {}

  /**
   * {@return the runs of a simulator, compared}
   *
   * @param latency in cycles, as the run from the first state measured it
   * @param interval fewest cycles between two vectors
   * @param comparison gets the vectors, after those from the first state
   */
  static InitialStates of(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InputPacker packer,
      long seed,
      int latency,
      int interval,
      Comparison comparison) {
    InitialStates states = new InitialStates();
    boolean isRightSoFar = comparison.mismatches() == 0;
    for (InitialState state : InitialState.others()) {
      GapRun run =
          GapRun.of(tools, model, timeLimit, state, packer, seed, VECTORS, latency, interval);
      int cycle = run.firstValidFault(latency);
      if (cycle >= 0) {
        states.faults.add(
            "valid_out is wrong in cycle "
                + cycle
                + " of the run from initial state "
                + state.seed());
      }
      run.compare(latency, groups(seed) + state.seed(), comparison);
      states.vectors += VECTORS;
      Mismatch first = comparison.first();
      if (isRightSoFar && !states.isDataWrong && first != null) {
        states.isDataWrong = true;
        states.firstWrong = new Place(state, first.cycle());
      } else if (cycle >= 0 && states.firstWrong == null) {
        states.firstWrong = new Place(state, cycle);
      }
    }
    return states;
  }

  /** {@return what the names of the groups begin with; the state follows} */
  static String groups(long seed) {
    return GapRun.group(seed) + " from initial state ";
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
    Place wrong = firstWrong;
    return wrong == null || !isDataWrong ? InitialState.FIRST : wrong.state();
  }

  /** {@return where the first thing is wrong, a mismatch before others; null if nothing is} */
  @Nullable Place firstWrong() {
    return firstWrong;
  }

  /** Says when the answers depend on the state. */
  void note(List<String> notes) {
    Place wrong = firstWrong;
    if (wrong != null && isDataWrong) {
      notes.add(
          "the answers were right from initial state 1 and are wrong from "
              + wrong.state().seed()
              + ": they depend on what registers hold before the first cycle");
    }
  }
}
