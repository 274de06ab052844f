package io.formgate.sim;

import io.formgate.datapath.Datapath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run with vectors as near as they may be: the comparison of all stimulus. */
final class BackToBackRun {
  /** Cycles after the last result, in which valid_out has to stay clear. */
  static final int SILENT_CYCLES = 8;

  private final Stimulus stimulus;
  private final int latency;
  private final int interval;
  private final Comparison comparison;
  private final BlockComparison blocks;
  private final VectorCursor cursor;
  private final long[][] columns;
  private final int words;
  private final long vectors;
  private final long[] compared;
  private final long[] differing;
  private int group;
  private long done;
  private long cycle = -InputPacker.RESET_CYCLES;
  private long firstValidFault = -1;
  private final long mismatchesBefore;

  private BackToBackRun(
      Datapath datapath,
      Model model,
      Stimulus stimulus,
      int latency,
      int interval,
      Comparison comparison) {
    this.stimulus = stimulus;
    this.latency = latency;
    this.interval = interval;
    this.comparison = comparison;
    this.blocks = new BlockComparison(datapath);
    this.cursor = stimulus.open();
    this.columns = new long[model.inputs()][Simulation.BLOCK_CYCLES];
    this.words = model.outputs() + 1;
    this.vectors = stimulus.count();
    this.compared = new long[stimulus.groups().size()];
    this.differing = new long[compared.length];
    this.mismatchesBefore = comparison.mismatches();
  }

  /**
   * {@return the run of a simulator}
   *
   * @param latency in cycles
   * @param interval cycles from one vector to the next
   */
  static BackToBackRun of(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      Datapath datapath,
      Stimulus stimulus,
      int latency,
      int interval,
      Comparison comparison) {
    BackToBackRun run = new BackToBackRun(datapath, model, stimulus, latency, interval, comparison);
    Simulation.runBlocks(
        tools,
        model,
        timeLimit,
        InitialState.FIRST,
        new Source(new InputPacker(datapath), stimulus, latency, interval)::fill,
        run::accept);
    if (run.counts().stream().mapToLong(VerificationReport.GroupCount::count).sum()
        != run.vectors) {
      throw new IllegalStateException("not all of " + run.vectors + " vectors were compared");
    }
    return run;
  }

  /**
   * What goes in: cycles of reset, all vectors, silence. The writer's thread reads the stimulus
   * with a cursor of its own: nothing is shared.
   */
  private static final class Source {
    private final InputPacker packer;
    private final VectorCursor cursor;
    private final long[][] columns;
    private final long[][] still;
    private final int interval;
    private final long afterVectors;
    private final long end;
    private long next = -InputPacker.RESET_CYCLES;

    Source(InputPacker packer, Stimulus stimulus, int latency, int interval) {
      this.packer = packer;
      this.cursor = stimulus.open();
      this.columns = new long[packer.formats().size()][Simulation.BLOCK_CYCLES];
      this.still = new long[packer.formats().size()][Simulation.BLOCK_CYCLES];
      this.interval = interval;
      this.afterVectors = (stimulus.count() - 1) * interval + 1;
      this.end = afterVectors + latency + SILENT_CYCLES;
    }

    int fill(long[] records) {
      int filled = 0;
      while (filled < Simulation.BLOCK_CYCLES && next < end) {
        long phaseEnd = next < 0 ? 0 : next < afterVectors ? afterVectors : end;
        int count = (int) Math.min(phaseEnd - next, Simulation.BLOCK_CYCLES - filled);
        if (next < 0) {
          packer.pack(Bench.RESET, still, count, records, filled);
        } else if (next < afterVectors && interval == 1) {
          cursor.next(columns, 0, count);
          packer.pack(Bench.VALID, columns, count, records, filled);
        } else if (next < afterVectors) {
          count = 1;
          if (next % interval == 0) {
            cursor.next(columns, 0, 1);
            packer.pack(Bench.VALID, columns, 1, records, filled);
          } else {
            // Whatever stands at the inputs between vectors must not matter.
            for (int i = 0; i < columns.length; i++) {
              columns[i][0] = packer.formats().get(i).fromBits(~columns[i][0]);
            }
            packer.pack(0, columns, 1, records, filled);
          }
        } else {
          packer.pack(0, still, count, records, filled);
        }
        next += count;
        filled += count;
      }
      return filled;
    }
  }

  private void accept(long[] records, int cycles) {
    for (int i = 0; i < cycles && firstValidFault < 0; i++) {
      long now = cycle + i;
      if (now >= 0 && (records[i * words] != 0) != isDue(now)) {
        firstValidFault = now;
      }
    }
    int first = -1;
    int due = 0;
    for (int i = 0; i < cycles; i++) {
      if (isDue(cycle + i)) {
        first = due == 0 ? i : first;
        // Results stand side by side, as they do if one comes in every cycle.
        if (first + due != i) {
          System.arraycopy(records, i * words, records, (first + due) * words, words);
        }
        due++;
      }
    }
    if (due > 0) {
      cursor.next(columns, 0, due);
      compare(records, first, due);
      done += due;
    }
    cycle += cycles;
  }

  private boolean isDue(long now) {
    long since = now - latency;
    return since >= 0 && since % interval == 0 && since / interval < vectors;
  }

  private void compare(long[] records, int first, int count) {
    long mismatches = comparison.mismatches();
    boolean matches = blocks.matches(columns, count, records, first);
    for (int done = 0; done < count; ) {
      StimulusGroup current = stimulus.groups().get(group);
      int part = (int) Math.min(count - done, current.count() - compared[group]);
      if (!matches) {
        long before = comparison.mismatches();
        compareOneByOne(current.name(), records, first, done, done + part);
        differing[group] += comparison.mismatches() - before;
      }
      compared[group] += part;
      done += part;
      if (compared[group] == current.count()) {
        group++;
      }
    }
    if (!matches && comparison.mismatches() == mismatches) {
      throw new IllegalStateException(
          "the interpreter for blocks finds a difference where the golden model finds none");
    }
  }

  /** The golden model says which vectors differ, and from what. */
  private void compareOneByOne(String name, long[] records, int first, int from, int to) {
    long[] vector = new long[columns.length];
    long[] record = new long[words];
    for (int i = from; i < to; i++) {
      for (int j = 0; j < vector.length; j++) {
        vector[j] = columns[j][i];
      }
      System.arraycopy(records, (first + i) * words, record, 0, words);
      long number = compared[group] + i - from;
      comparison.compare(name, number, latency + (done + i) * interval, vector, record);
    }
  }

  /** {@return vectors whose outputs the golden model has computed too} */
  long goldenVectors() {
    return blocks.goldenVectors();
  }

  /** {@return the first cycle in which valid_out was wrong, or -1} */
  long firstValidFault() {
    return firstValidFault;
  }

  /** {@return whether every cycle in which a result was due brought a valid and right one} */
  boolean oneVectorPerCycle() {
    return firstValidFault < 0 && comparison.mismatches() == mismatchesBefore;
  }

  /** {@return how many vectors of each group differ} */
  List<VerificationReport.GroupCount> differing() {
    return byGroup(differing);
  }

  /** {@return how many vectors of each group were compared} */
  List<VerificationReport.GroupCount> counts() {
    return byGroup(compared);
  }

  private List<VerificationReport.GroupCount> byGroup(long[] vectorsOfGroup) {
    List<VerificationReport.GroupCount> counts = new ArrayList<>();
    for (int i = 0; i < vectorsOfGroup.length; i++) {
      counts.add(
          new VerificationReport.GroupCount(stimulus.groups().get(i).name(), vectorsOfGroup[i]));
    }
    return counts;
  }
}
