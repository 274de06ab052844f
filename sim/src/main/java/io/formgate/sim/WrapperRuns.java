package io.formgate.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The same run of a wrapper from several initial states: what it does must not depend on them. */
final class WrapperRuns {
  private final List<String> faults = new ArrayList<>();
  private final List<VerificationReport.GroupCount> counts = new ArrayList<>();
  private boolean isGapless = true;
  private boolean isFirst = true;
  private OptionalInt latency = OptionalInt.empty();

  /** Adds the run from a state. */
  void add(InitialState state, WrapperRun run) {
    for (String fault : run.faults()) {
      faults.add(isFirst ? fault : fault + " from initial state " + state.seed());
    }
    if (isFirst) {
      latency = run.latency();
      counts.addAll(run.counts());
    } else {
      if (!latency.equals(run.latency())) {
        faults.add("from initial state " + state.seed() + " the latency is another");
      }
      for (int i = 0; i < counts.size(); i++) {
        VerificationReport.GroupCount of = counts.get(i);
        counts.set(
            i,
            new VerificationReport.GroupCount(of.name(), of.count() + run.counts().get(i).count()));
      }
    }
    isGapless &= run.isGapless();
    isFirst = false;
  }

  /** {@return what went wrong in any of them, besides the values} */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** {@return results compared by phase, in all of them} */
  List<VerificationReport.GroupCount> counts() {
    return List.copyOf(counts);
  }

  /** {@return cycles from the first acceptance to the first offer} */
  OptionalInt latency() {
    return latency;
  }

  /** {@return whether in all of them nothing waits without a gap} */
  boolean isGapless() {
    return isGapless;
  }
}
