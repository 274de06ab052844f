package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.Reachable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Brings sums and products into the order in which their operands arrive, where that makes a better
 * schedule.
 *
 * <p>Only exact operations change places, so that every output has the same value for all input
 * bits, in the same format. Maximal trees are rebuilt in topological order, each by combining the
 * two values that are there first; a rebuilt tree stays if the schedule of the whole circuit is
 * better for it.
 */
public final class Reassociation {
  /** Whole schedules that are compared; a schedule of 2,000 nodes takes a few ms. */
  private static final int MAX_TRIALS = 24;

  private static final Set<String> RESERVED = Set.of("clock", "reset", "valid_in", "valid_out");

  private final Datapath datapath;
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final ScheduledCones cones;

  Reassociation(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    this.datapath = datapath;
    this.device = device;
    this.options = options;
    cones = new ScheduledCones(device, options);
  }

  /**
   * {@return a datapath with the same ports and values whose schedule is better, or the same
   * datapath}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock and ports; a limit of latency in them is not looked at
   */
  public static Datapath apply(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    return new Reassociation(datapath, device, options).run();
  }

  private Datapath run() {
    int[] itself = IntStream.range(0, datapath.nodes().size()).toArray();
    Optional<ScheduleScore> unchanged = cones.score(datapath, itself);
    if (unchanged.isEmpty()) {
      return datapath;
    }
    RebuiltTrees rebuilt = rebuilt();
    List<Integer> roots = rebuilt.roots();
    if (roots.isEmpty()) {
      return datapath;
    }
    BitSet used = new BitSet();
    ScheduleScore best = unchanged.get();
    BitSet all = new BitSet();
    roots.forEach(all::set);
    Optional<ScheduleScore> allRebuilt = score(rebuilt, all);
    if (allRebuilt.isPresent() && allRebuilt.get().compareTo(best) < 0) {
      used = all;
      best = allRebuilt.get();
    }
    int together = Math.ceilDiv(roots.size(), MAX_TRIALS);
    for (int from = 0; from < roots.size(); from += together) {
      BitSet other = (BitSet) used.clone();
      List<Integer> group = roots.subList(from, Math.min(roots.size(), from + together));
      group.forEach(other::flip);
      Optional<ScheduleScore> score = other.isEmpty() ? unchanged : score(rebuilt, other);
      int order = score.isPresent() ? score.get().compareTo(best) : 1;
      boolean fewer = other.cardinality() < used.cardinality();
      if (order < 0 || (order == 0 && fewer)) {
        used = other;
        best = score.orElseThrow();
      }
    }
    if (used.isEmpty()) {
      return datapath;
    }
    Datapath result = Reachable.of(rebuilt.with(used).datapath()).verify();
    Agreement.check(datapath, result);
    return result;
  }

  private Optional<ScheduleScore> score(RebuiltTrees rebuilt, BitSet used) {
    RebuiltTrees.Circuit circuit = rebuilt.with(used);
    return cones.score(circuit.datapath(), circuit.origins());
  }

  /** For the roots of trees that give their result earlier, or cheaper, when rebuilt: the nodes. */
  RebuiltTrees rebuilt() {
    Map<Integer, OperatorTree> trees = trees();
    Set<String> taken = new HashSet<>(RESERVED);
    datapath.nodes().forEach(n -> taken.add(n.name()));
    datapath.outputs().forEach(o -> taken.add(o.name()));
    SingleNodeTimes times = new SingleNodeTimes(datapath.tables(), device, options);
    List<Pipeline.Slot> slots = new ArrayList<>();
    double[] logic = new double[datapath.nodes().size()];
    Map<Integer, List<Node>> rebuilt = new HashMap<>();
    for (int i = 0; i < logic.length; i++) {
      Node node = datapath.node(i);
      SingleNodeTimes.Placed placed =
          times
              .place(node, datapath::node, slots::get)
              .orElseThrow(
                  () -> new IllegalStateException("a node that was scheduled fits in no stage"));
      logic[i] = placed.lutEquivalents();
      Pipeline.Slot slot = placed.slot();
      OperatorTree tree = trees.get(i);
      if (tree != null) {
        NewNodes made = new NewNodes(datapath, node, times, slots, taken);
        if (canRebuild(tree, made)) {
          Pipeline.Slot other = made.slot(made.size() - 1);
          double before = tree.nodes().stream().mapToDouble(n -> logic[n]).sum();
          boolean cheaper = !other.isAfter(slot) && made.lutEquivalents() < before;
          if (slot.isAfter(other) || cheaper) {
            rebuilt.put(i, made.added());
            slot = other;
          }
        }
      }
      slots.add(slot);
    }
    return new RebuiltTrees(datapath, rebuilt);
  }

  private static boolean canRebuild(OperatorTree tree, NewNodes made) {
    try {
      tree.rebuild(made);
      return true;
    } catch (NewNodes.Unbuildable e) {
      return false;
    }
  }

  /** The maximal trees, by their roots. */
  private Map<Integer, OperatorTree> trees() {
    int[] uses = new int[datapath.nodes().size()];
    datapath.nodes().forEach(n -> n.operation().operands().forEach(o -> uses[o]++));
    datapath.outputs().forEach(o -> uses[o.node()]++);
    Map<Integer, OperatorTree> trees = new HashMap<>();
    BitSet inner = new BitSet();
    for (int i = uses.length - 1; i >= 0; i--) {
      Node node = datapath.node(i);
      if (inner.get(i)) {
        continue;
      }
      if (SumTree.isSum(node)) {
        SumTree tree = SumTree.of(datapath, i, uses);
        tree.nodes().forEach(inner::set);
        if (tree.isReorderable()) {
          trees.put(i, tree);
        }
      } else if (node.operation() instanceof Operation.Multiply
          && device.dsp().block() instanceof MultiplierBlock block) {
        ProductTree tree = ProductTree.of(datapath, i, uses, block);
        tree.nodes().forEach(inner::set);
        if (tree.isReorderable()) {
          trees.put(i, tree);
        }
      }
    }
    return trees;
  }
}
