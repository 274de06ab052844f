package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Ways to give products to multipliers.
 *
 * <p>For given stages the fewest multipliers are known: the first product that has none opens one,
 * which takes a product of each stage that lies less than the interval behind. Any product in the
 * same stage or farther away would need another one in any case, and whatever else it took it could
 * take less.
 */
final class SharingGroups {
  /**
   * Products of one multiplier.
   *
   * @param products indices of their nodes
   */
  record Group(List<Integer> products) {
    Group {
      products = List.copyOf(products);
    }
  }

  private final List<Integer> sorted;
  private final List<Pipeline.Slot> free;
  private final int interval;
  private final List<BitSet> before = new ArrayList<>();

  /**
   * Looks at the products.
   *
   * @param datapath the circuit
   * @param products its products
   * @param free slots without any limit of multipliers
   * @param interval cycles between vectors
   */
  SharingGroups(Datapath datapath, List<Integer> products, List<Pipeline.Slot> free, int interval) {
    this.free = free;
    this.interval = interval;
    sorted =
        products.stream()
            .sorted(
                Comparator.comparingInt((Integer p) -> free.get(p).stage())
                    .thenComparingInt(p -> p))
            .toList();
    for (int i = 0; i < free.size(); i++) {
      BitSet all = new BitSet();
      for (int operand : datapath.node(i).operation().operands()) {
        all.or(before.get(operand));
        all.set(operand);
      }
      before.add(all);
    }
  }

  /** {@return the most products in one stage if nothing limits them} */
  int mostPerStage() {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    sorted.forEach(p -> counts.merge(free.get(p).stage(), 1, Integer::sum));
    return counts.values().stream().max(Comparator.naturalOrder()).orElse(0);
  }

  /** {@return different ways to group the products, for every size of groups} */
  Set<List<Group>> all() {
    Set<List<Group>> ways = new LinkedHashSet<>();
    for (int size = Math.min(interval, sorted.size()); size > 1; size--) {
      ways.add(grouped(size, false));
      ways.add(grouped(size, true));
    }
    return ways;
  }

  /**
   * Groups of at most some products: each goes to the first that has room, or, spread, to the
   * smallest of as few as possible in which none has its stage.
   */
  private List<Group> grouped(int size, boolean isSpread) {
    List<List<Integer>> groups = new ArrayList<>();
    if (isSpread) {
      for (int g = 0; g < Math.ceilDiv(sorted.size(), size); g++) {
        groups.add(new ArrayList<>());
      }
    }
    for (int product : sorted) {
      List<Integer> best = null;
      for (List<Integer> group : groups) {
        if (group.size() < size
            && group.stream().allMatch(p -> canShare(p, product))
            && (best == null || (isSpread && rank(group, product) < rank(best, product)))) {
          best = group;
        }
      }
      if (best == null) {
        best = new ArrayList<>();
        groups.add(best);
      }
      best.add(product);
    }
    return groups.stream().filter(g -> g.size() > 1).map(Group::new).toList();
  }

  private int rank(List<Integer> group, int product) {
    boolean hasStage =
        group.stream().anyMatch(p -> free.get(p).stage() == free.get(product).stage());
    return group.size() + (hasStage ? sorted.size() : 0);
  }

  /** Products that depend on each other cannot be brought nearer than they are. */
  private boolean canShare(int earlier, int later) {
    return !before.get(later).get(earlier)
        || free.get(later).stage() - free.get(earlier).stage() < interval;
  }

  /**
   * {@return the fewest multipliers for the products of a schedule}
   *
   * @param slots for each node
   */
  List<Group> fewest(List<Pipeline.Slot> slots) {
    TreeMap<Integer, List<Integer>> byStage = new TreeMap<>();
    for (int product : sorted) {
      byStage.computeIfAbsent(slots.get(product).stage(), _ -> new ArrayList<>()).add(product);
    }
    List<Group> groups = new ArrayList<>();
    while (!byStage.isEmpty()) {
      int first = byStage.firstKey();
      int ranks = ranks(slots, byStage.firstEntry().getValue().getFirst());
      List<Integer> group = new ArrayList<>();
      for (int stage : List.copyOf(byStage.subMap(first, first + interval).keySet())) {
        List<Integer> here = byStage.getOrDefault(stage, List.of());
        if (ranks(slots, here.getFirst()) == ranks) {
          group.add(here.removeFirst());
          if (here.isEmpty()) {
            byStage.remove(stage);
          }
        }
      }
      groups.add(new Group(group));
    }
    return groups;
  }

  private int ranks(List<Pipeline.Slot> slots, int product) {
    return slots.get(product).leadingRanks() + slots.get(product).trailingRanks();
  }
}
