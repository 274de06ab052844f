package io.formgate.sim;

import io.formgate.expression.FixedFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A run of a wrapper through phases of gaps and stalls, each after a reset that finds vectors on
 * their way.
 *
 * <p>The source offers another random vector in every cycle, also after one that was not accepted:
 * a wrapper that takes what it did not accept is caught. Every result is compared with the oldest
 * vector that was accepted and has none yet, so that a loss, a repetition and a change of order are
 * all wrong results, or left over, or too many.
 */
final class WrapperRun {
  private static final int MAX_FAULTS = 8;

  private final WrapperRequest request;
  private final Comparison comparison;
  private final List<Cycle> plan = new ArrayList<>();
  private final List<long[]> vectors = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<VerificationReport.GroupCount> counts = new ArrayList<>();
  private final int outputs;

  // Cycles in which vectors were accepted that have no result yet, and what the wrapper showed in
  // the cycle before.
  private final Deque<Integer> open = new ArrayDeque<>();
  private long @Nullable [] offered;
  private int cycle;
  private long compared;
  private boolean isGapless = true;
  private int sinceAccepted = Integer.MAX_VALUE;
  private OptionalInt latency = OptionalInt.empty();

  /** A cycle of the plan. */
  private record Cycle(
      WrapperPhase phase,
      boolean reset,
      boolean valid,
      boolean ready,
      boolean last,
      boolean padding,
      int sinceReset,
      boolean endsPhase) {}

  private WrapperRun(WrapperRequest request, Comparison comparison) {
    this.request = request;
    this.comparison = comparison;
    this.outputs = request.datapath().outputs().size();
  }

  /** {@return the run of a simulator} */
  static WrapperRun of(
      ToolRunner tools,
      Model model,
      Duration timeLimit,
      InitialState state,
      WrapperRequest request,
      Comparison comparison) {
    WrapperRun run = new WrapperRun(request, comparison);
    run.plan();
    InputPacker packer = new InputPacker(request.datapath());
    int[] next = {0};
    Simulation.run(
        tools,
        model,
        timeLimit,
        state,
        record -> {
          if (next[0] == run.plan.size()) {
            return false;
          }
          long[] vector = run.vectors.get(next[0]);
          Cycle c = run.plan.get(next[0]++);
          packer.pack((c.valid ? Bench.VALID : 0) | (c.reset ? Bench.RESET : 0), vector, record);
          int behind = vector.length + 1;
          record[behind + WrapperBench.READY_OUT] = c.ready ? 1 : 0;
          record[behind + WrapperBench.LAST_IN] = c.last ? 1 : 0;
          record[behind + WrapperBench.PADDING_IN] = c.padding ? 1 : 0;
          return true;
        },
        run::accept);
    if (run.cycle != run.plan.size()) {
      throw new IllegalStateException(run.cycle + " of " + run.plan.size() + " cycles came back");
    }
    return run;
  }

  private void plan() {
    SplittableRandom random = new SplittableRandom(request.seed());
    for (WrapperPhase phase : WrapperPhase.of(request.latencyCycles())) {
      for (int i = 0; i < InputPacker.RESET_CYCLES; i++) {
        add(phase, true, random.nextBoolean(), random.nextBoolean(), 0, false, random);
      }
      boolean valid = phase.isWithoutGap();
      boolean ready = phase.isWithoutGap();
      for (int i = 0; i < phase.cycles(); i++) {
        valid = random.nextInt(phase.meanRunCycles()) == 0 ? draw(phase.offered(), random) : valid;
        ready = random.nextInt(phase.meanRunCycles()) == 0 ? draw(phase.ready(), random) : ready;
        add(phase, false, valid, ready, i, false, random);
      }
      // The sink takes what is left, except what the reset of the next phase finds on its way.
      int rest = 4 * (request.latencyCycles() + 2);
      for (int i = 0; i < rest; i++) {
        add(phase, false, false, true, phase.cycles() + i, i == rest - 1, random);
      }
      for (int i = 0; i < request.latencyCycles(); i++) {
        add(phase, false, true, false, phase.cycles() + rest + i, false, random);
      }
    }
  }

  private static boolean draw(double share, SplittableRandom random) {
    return random.nextDouble() < share;
  }

  private void add(
      WrapperPhase phase,
      boolean reset,
      boolean valid,
      boolean ready,
      int sinceReset,
      boolean endsPhase,
      SplittableRandom random) {
    List<FixedFormat> formats = request.datapath().inputFormats();
    vectors.add(formats.stream().mapToLong(f -> f.fromBits(random.nextLong())).toArray());
    plan.add(
        new Cycle(
            phase,
            reset,
            valid,
            ready,
            random.nextBoolean(),
            random.nextBoolean(),
            sinceReset,
            endsPhase));
  }

  private void accept(long[] record) {
    Cycle c = plan.get(cycle);
    boolean readyIn = record[outputs + 1 + WrapperBench.READY_IN] != 0;
    boolean validOut = record[0] != 0;
    if (c.reset) {
      if (readyIn || validOut) {
        fault(c, "in reset " + (readyIn ? "a vector is accepted" : "a result is offered"));
      }
      open.clear();
      offered = null;
      sinceAccepted = Integer.MAX_VALUE;
    } else {
      result(c, validOut, record);
      boolean isAccepted = c.valid && readyIn;
      if (isAccepted) {
        open.add(cycle);
        if (sinceAccepted < request.initiationInterval()) {
          fault(c, "a vector is accepted " + sinceAccepted + " cycles behind another");
        }
      }
      sinceAccepted =
          isAccepted ? 1 : sinceAccepted == Integer.MAX_VALUE ? sinceAccepted : sinceAccepted + 1;
      if (c.phase.isWithoutGap() && c.sinceReset < c.phase.cycles()) {
        isGapless &= readyIn == isTurn(c.sinceReset);
        isGapless &= validOut == isTurn(c.sinceReset - request.latencyCycles());
      }
      if (c.endsPhase) {
        endPhase(c);
      }
    }
    cycle++;
  }

  private boolean isTurn(int sinceFirst) {
    return sinceFirst >= 0 && sinceFirst % request.initiationInterval() == 0;
  }

  private void result(Cycle c, boolean validOut, long[] record) {
    if (!validOut) {
      if (offered != null) {
        fault(c, "a result that was not taken is no longer offered");
        offered = null;
      }
      return;
    }
    Integer oldest = open.peek();
    if (oldest == null) {
      fault(c, "a result is offered although every accepted vector has had its own");
      return;
    }
    long[] before = offered;
    if (before == null) {
      compare(c, oldest, record);
    } else {
      for (int i = 0; i < outputs; i++) {
        if (before[i + 1] != record[i + 1]) {
          fault(c, "a result changes while it is offered");
          break;
        }
      }
    }
    offered = record.clone();
    if (c.ready) {
      open.remove();
      offered = null;
    }
  }

  private void compare(Cycle c, int oldest, long[] record) {
    if (latency.isEmpty()) {
      latency = OptionalInt.of(cycle - oldest);
    }
    comparison.compare(c.phase.name(), compared++, cycle, vectors.get(oldest), record);
    if (WrapperBench.hasLast(request.wrapper())
        && (record[outputs + 1 + WrapperBench.LAST_OUT] != 0) != plan.get(oldest).last) {
      fault(c, "TLAST of a result is not that of its vector");
    }
    if (record[outputs + 1 + WrapperBench.PADDING_RIGHT] == 0) {
      fault(c, "the bits above an output are neither its sign nor 0 as documented");
    }
  }

  private void endPhase(Cycle c) {
    if (!open.isEmpty()) {
      fault(c, open.size() + " accepted vectors never got a result");
    }
    counts.add(new VerificationReport.GroupCount(c.phase.name(), compared));
    compared = 0;
  }

  private void fault(Cycle c, String what) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(what + " (cycle " + cycle + ", " + c.phase.name() + ")");
    }
  }

  /** {@return what went wrong besides the values} */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** {@return results compared, by phase} */
  List<VerificationReport.GroupCount> counts() {
    return List.copyOf(counts);
  }

  /** {@return cycles from the first acceptance to the first offer} */
  OptionalInt latency() {
    return latency;
  }

  /** {@return whether a vector went in and a result came out in every cycle without a gap} */
  boolean isGapless() {
    return isGapless;
  }
}
