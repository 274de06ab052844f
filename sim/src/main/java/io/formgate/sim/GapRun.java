package io.formgate.sim;

import io.formgate.expression.FixedFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A run with random gaps between vectors, from which the latency is measured.
 *
 * <p>Gap cycles carry random inputs too: a circuit that answers in the wrong cycle cannot be right
 * by chance. Where vectors have to keep apart, some come too soon and have to be ignored.
 */
final class GapRun {
  /** Vectors of the run that measures the latency. */
  static final int VECTORS = 2000;

  private final List<long[]> vectors = new ArrayList<>();
  private final List<Boolean> validIn = new ArrayList<>();
  private final List<Boolean> tooSoon = new ArrayList<>();
  private final List<long[]> records = new ArrayList<>();
  private final int wanted;
  private final int deepest;
  private final int interval;

  private GapRun(int wanted, int deepest, int interval) {
    this.wanted = wanted;
    this.deepest = deepest;
    this.interval = interval;
  }

  /**
   * {@return the run of a simulator}
   *
   * @param count number of vectors; fewer are the first of more
   * @param deepest largest latency that is looked for, in cycles
   * @param interval fewest cycles between two vectors
   */
  static GapRun of(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InitialState state,
      InputPacker packer,
      long seed,
      int count,
      int deepest,
      int interval) {
    GapRun run = new GapRun(count, deepest, interval);
    run.plan(packer.formats(), seed);
    int[] next = {-InputPacker.RESET_CYCLES};
    Simulation.run(
        tools,
        model,
        timeLimit,
        state,
        record -> {
          int cycle = next[0]++;
          if (cycle < 0) {
            packer.pack(Bench.RESET, run.vectors.getFirst(), record);
          } else if (cycle < run.vectors.size()) {
            packer.pack(run.flags(cycle), run.vectors.get(cycle), record);
          }
          return cycle < run.vectors.size();
        },
        record -> run.records.add(record.clone()));
    run.records.subList(0, InputPacker.RESET_CYCLES).clear();
    return run;
  }

  private void plan(List<FixedFormat> formats, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int sinceVector = interval;
    for (int valid = 0; valid < wanted; ) {
      boolean isOffered = random.nextBoolean();
      boolean isValid = isOffered && sinceVector >= interval;
      addCycle(isValid, isOffered && !isValid, formats, random);
      valid += isValid ? 1 : 0;
      sinceVector = isValid ? 1 : sinceVector + 1;
    }
    for (int i = 0; i <= deepest; i++) {
      addCycle(false, false, formats, random);
    }
  }

  private long flags(int cycle) {
    return (validIn.get(cycle) ? Bench.VALID : 0)
        | (tooSoon.get(cycle) ? Bench.VALID | Bench.TOO_SOON : 0);
  }

  private void addCycle(
      boolean valid, boolean early, List<FixedFormat> formats, SplittableRandom random) {
    validIn.add(valid);
    tooSoon.add(early);
    vectors.add(formats.stream().mapToLong(f -> f.fromBits(random.nextLong())).toArray());
  }

  /**
   * {@return the inputs of a run once more}
   *
   * @param count as of the run
   * @param deepest as of the run
   * @param interval as of the run
   */
  static Cycles cycles(InputPacker packer, long seed, int count, int deepest, int interval) {
    GapRun run = new GapRun(count, deepest, interval);
    run.plan(packer.formats(), seed);
    int[] next = {-InputPacker.RESET_CYCLES};
    return rawInputs -> {
      int cycle = next[0]++;
      if (cycle == run.vectors.size()) {
        return Cycles.END;
      }
      long[] vector = run.vectors.get(Math.max(0, cycle));
      System.arraycopy(vector, 0, rawInputs, 0, vector.length);
      if (cycle < 0) {
        return Bench.RESET;
      }
      return run.flags(cycle);
    };
  }

  /** {@return the one constant delay from valid_in to valid_out} */
  OptionalInt measuredLatency() {
    for (int latency = 0; latency <= deepest; latency++) {
      if (firstValidFault(latency) < 0) {
        return OptionalInt.of(latency);
      }
    }
    return OptionalInt.empty();
  }

  /** {@return the first cycle in which valid_out is not valid_in delayed, or -1} */
  int firstValidFault(int latency) {
    for (int cycle = 0; cycle < records.size(); cycle++) {
      if (validOut(cycle) != (cycle >= latency && validIn.get(cycle - latency))) {
        return cycle;
      }
    }
    return -1;
  }

  /** {@return whether valid_out is set in a cycle} */
  boolean validOut(int cycle) {
    return records.get(cycle)[0] != 0;
  }

  /** {@return what the vectors of the run from the first state are called} */
  static String group(long seed) {
    return "random with gaps (seed " + seed + ")";
  }

  /** {@return the smallest delay with which every output is right} */
  OptionalInt dataLatency(Comparison comparison) {
    for (int latency = 0; latency <= deepest; latency++) {
      int cycle = 0;
      while (cycle + latency < vectors.size()
          && (!validIn.get(cycle)
              || comparison.matches(vectors.get(cycle), records.get(cycle + latency)))) {
        cycle++;
      }
      if (cycle + latency == vectors.size()) {
        return OptionalInt.of(latency);
      }
    }
    return OptionalInt.empty();
  }

  /** Compares the outputs of all vectors, each in the cycle that the latency says. */
  void compare(int latency, String group, Comparison comparison) {
    int number = 0;
    for (int cycle = 0; cycle + latency < vectors.size(); cycle++) {
      if (validIn.get(cycle)) {
        int at = cycle + latency;
        comparison.compare(group, number++, at, vectors.get(cycle), records.get(at));
      }
    }
    if (number != wanted) {
      throw new IllegalStateException(number + " of " + wanted + " vectors were compared");
    }
  }
}
