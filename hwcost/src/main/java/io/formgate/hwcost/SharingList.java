package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.OperationCost.Variant;
import io.formgate.hwcost.SharingGroups.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Schedules by lists: stage by stage, of the products that could be computed those first from which
 * the way to the outputs is longest (Hu, Operations Research 9, 1961). What is no shared product is
 * computed as early as its operands allow.
 */
final class SharingList {
  /** Rounds in which the products of a multiplier may be moved towards each other. */
  private static final int MOST_ROUNDS = 8;

  private final Datapath datapath;
  private final Timetable plain;
  private final int interval;
  private final List<List<Integer>> users = new ArrayList<>();
  private final List<List<Integer>> operands = new ArrayList<>();
  private final long[] restPs;

  SharingList(Datapath datapath, Timetable plain, int interval) {
    this.datapath = datapath;
    this.plain = plain;
    this.interval = interval;
    int nodes = datapath.nodes().size();
    restPs = new long[nodes];
    for (int i = 0; i < nodes; i++) {
      users.add(new ArrayList<>());
      operands.add(datapath.node(i).operation().operands().stream().distinct().toList());
      for (int operand : operands.get(i)) {
        users.get(operand).add(i);
      }
    }
    for (int i = nodes - 1; i >= 0; i--) {
      Variant v = plain.variants(i).getFirst();
      for (int operand : operands.get(i)) {
        restPs[operand] = Math.max(restPs[operand], restPs[i] + v.setupPs() + v.ripplePs());
      }
    }
  }

  /**
   * {@return a slot for every node; null if there is no such schedule, or none is found}
   *
   * @param groups products that share a multiplier: their stages differ, by less than the interval
   * @param variants for each product that is to be scheduled by lists, how it is built
   * @param mostPerStage products in one stage
   */
  @Nullable List<Pipeline.Slot> of(
      List<Group> groups, Map<Integer, Variant> variants, int mostPerStage) {
    int[] groupOf = new int[datapath.nodes().size()];
    Arrays.fill(groupOf, -1);
    for (int g = 0; g < groups.size(); g++) {
      for (int product : groups.get(g).products()) {
        groupOf[product] = g;
      }
    }
    int[] release = new int[groups.size()];
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Run run = new Run(plain.sharing(variants), groupOf, release, mostPerStage);
      if (!run.fill()) {
        return null;
      }
      boolean isDone = true;
      for (int g = 0; g < groups.size(); g++) {
        int[] stages =
            groups.get(g).products().stream().mapToInt(p -> run.slots[p].stage()).toArray();
        int first = Arrays.stream(stages).min().orElseThrow();
        int last = Arrays.stream(stages).max().orElseThrow();
        if (last - first >= interval) {
          // The first ones wait until the last one is near enough.
          release[g] = last - interval + 1;
          isDone = false;
        }
      }
      if (isDone) {
        return List.of(run.slots);
      }
    }
    return null;
  }

  /** One filling of all slots. */
  private final class Run {
    private final Timetable times;
    private final int[] groupOf;
    private final int[] release;
    private final int mostPerStage;
    private final Pipeline.Slot[] slots = new Pipeline.Slot[datapath.nodes().size()];
    private final int[] waiting = new int[slots.length];
    private final Set<Integer> pending = new TreeSet<>();
    private final Deque<Integer> ready = new ArrayDeque<>();
    private final List<BitSet> takenBy = new ArrayList<>();
    private int placed;

    Run(Timetable times, int[] groupOf, int[] release, int mostPerStage) {
      this.times = times;
      this.groupOf = groupOf;
      this.release = release;
      this.mostPerStage = mostPerStage;
      for (int g = 0; g < release.length; g++) {
        takenBy.add(new BitSet());
      }
    }

    /** {@return whether every node has a slot} */
    boolean fill() {
      for (int i = 0; i < slots.length; i++) {
        waiting[i] = operands.get(i).size();
        if (waiting[i] == 0) {
          ready.add(i);
        }
      }
      if (!drain()) {
        return false;
      }
      int idle = 0;
      for (int stage = 0; placed < slots.length; stage++) {
        int before = placed;
        int here = 0;
        for (Optional<Integer> next = next(stage);
            next.isPresent() && here < mostPerStage;
            next = next(stage)) {
          int product = next.get();
          pending.remove(next.get());
          Pipeline.Slot slot =
              times
                  .at(product, stage, times.variants(product).getFirst(), i -> slots[i])
                  .orElseThrow();
          if (groupOf[product] >= 0) {
            takenBy.get(groupOf[product]).set(stage);
          }
          here++;
          place(product, slot);
          if (!drain()) {
            return false;
          }
        }
        // Nothing is waited for longer than all ranks of a circuit together.
        idle = placed > before ? 0 : idle + 1;
        if (idle > slots.length + interval + latest(release)) {
          return false;
        }
      }
      return true;
    }

    private int latest(int[] stages) {
      return Arrays.stream(stages).max().orElse(0);
    }

    /** The product that is to be computed next in a stage, if any can be. */
    private Optional<Integer> next(int stage) {
      return pending.stream()
          .filter(p -> times.earliestStage(p, i -> slots[i]) <= stage)
          .filter(p ->
              groupOf[p] < 0
                  || (release[groupOf[p]] <= stage && !takenBy.get(groupOf[p]).get(stage)))
          .filter(p -> times.at(p, stage, times.variants(p).getFirst(), i -> slots[i]).isPresent())
          .min(Comparator.comparingLong((Integer p) -> -restPs[p]).thenComparingInt(p -> p));
    }

    private void place(int node, Pipeline.Slot slot) {
      slots[node] = slot;
      placed++;
      for (int user : users.get(node)) {
        if (--waiting[user] == 0) {
          ready.add(user);
        }
      }
    }

    /** Computes all that waits for no product. */
    private boolean drain() {
      while (!ready.isEmpty()) {
        int node = ready.remove();
        if (times.isShared(node)) {
          pending.add(node);
          continue;
        }
        Optional<Pipeline.Slot> slot = times.earliest(node, i -> slots[i]);
        if (slot.isEmpty()) {
          return false;
        }
        place(node, slot.get());
      }
      return true;
    }
  }
}
