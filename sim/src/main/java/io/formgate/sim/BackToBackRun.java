package io.formgate.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run with a new vector in every cycle: the comparison of all stimulus. */
final class BackToBackRun {
  /** Cycles after the last result, in which valid_out has to stay clear. */
  static final int SILENT_CYCLES = 8;

  private final Stimulus stimulus;
  private final int latency;
  private final Comparison comparison;
  private final VectorCursor cursor;
  private final long[] vector;
  private final long vectors;
  private final long[] compared;
  private int group;
  private long cycle = -InputPacker.RESET_CYCLES;
  private long firstValidFault = -1;
  private final long mismatchesBefore;

  private BackToBackRun(Stimulus stimulus, int inputs, int latency, Comparison comparison) {
    this.stimulus = stimulus;
    this.latency = latency;
    this.comparison = comparison;
    this.cursor = stimulus.open();
    this.vector = new long[inputs];
    this.vectors = stimulus.count();
    this.compared = new long[stimulus.groups().size()];
    this.mismatchesBefore = comparison.mismatches();
  }

  /** {@return the run of a simulator} */
  static BackToBackRun of(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InputPacker packer,
      Stimulus stimulus,
      int latency,
      Comparison comparison) {
    BackToBackRun run = new BackToBackRun(stimulus, model.inputs(), latency, comparison);
    // The writer's thread reads the stimulus with a cursor of its own: nothing is shared.
    VectorCursor cursor = stimulus.open();
    long[] vector = new long[model.inputs()];
    long[] still = new long[model.inputs()];
    long[] next = {-InputPacker.RESET_CYCLES};
    long end = run.vectors + latency + SILENT_CYCLES;
    Simulation.run(
        tools,
        model,
        timeLimit,
        InitialState.FIRST,
        record -> {
          long number = next[0]++;
          if (number < 0) {
            packer.pack(Bench.RESET, still, record);
          } else if (number < run.vectors) {
            cursor.next(vector);
            packer.pack(Bench.VALID, vector, record);
          } else {
            packer.pack(0, still, record);
          }
          return number < end;
        },
        run::accept);
    if (run.counts().stream().mapToLong(VerificationReport.GroupCount::count).sum()
        != run.vectors) {
      throw new IllegalStateException("not all of " + run.vectors + " vectors were compared");
    }
    return run;
  }

  private void accept(long[] record) {
    long now = cycle++;
    if (now < 0) {
      return;
    }
    long number = now - latency;
    boolean due = number >= 0 && number < vectors;
    if (firstValidFault < 0 && (record[0] != 0) != due) {
      firstValidFault = now;
    }
    if (due) {
      while (compared[group] == stimulus.groups().get(group).count()) {
        group++;
      }
      cursor.next(vector);
      String name = stimulus.groups().get(group).name();
      comparison.compare(name, compared[group]++, now, vector, record);
    }
  }

  /** {@return the first cycle in which valid_out was wrong, or -1} */
  long firstValidFault() {
    return firstValidFault;
  }

  /** {@return whether every cycle brought a valid and right result} */
  boolean oneVectorPerCycle() {
    return firstValidFault < 0 && comparison.mismatches() == mismatchesBefore;
  }

  /** {@return how many vectors of each group were compared} */
  List<VerificationReport.GroupCount> counts() {
    List<VerificationReport.GroupCount> counts = new ArrayList<>();
    for (int i = 0; i < compared.length; i++) {
      counts.add(new VerificationReport.GroupCount(stimulus.groups().get(i).name(), compared[i]));
    }
    return counts;
  }
}
