package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.hwcost.StageDistances.Distance;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Moves the nodes of a schedule to the stages between which the fewest register bits lie, at the
 * same latency.
 *
 * <p>The register bits of a value are its width times the ranks between the stage where it is
 * available and that of its last use, so that with distances between stages as the only limits the
 * sum is an L-natural-convex function of the stages: where no set of nodes that moves by one stage,
 * all later or all earlier, saves anything, no other stages are better (Murota, Discrete Convex
 * Analysis, 2003, chapter 10). The best such set is a {@linkplain HeaviestClosure minimum cut}.
 * Every step is timed with the real arrivals; one that does not fit shows a distance that was not
 * known and is looked for again.
 */
final class Retiming {
  private enum Direction {
    LATER(1),
    EARLIER(-1);

    private final int stages;

    Direction(int stages) {
      this.stages = stages;
    }
  }

  private final Datapath datapath;
  private final int lastStage;
  private final int nodes;
  private final List<List<Integer>> users = new ArrayList<>();
  private final BitSet outputs = new BitSet();
  private final StageDistances distances;
  private Timetable times;

  private Retiming(
      Datapath datapath, Timetable filled, ScheduleOptions options, int latencyCycles) {
    this.datapath = datapath;
    times = filled;
    lastStage = latencyCycles - (options.outputRegisters() ? 1 : 0);
    nodes = datapath.nodes().size();
    for (int node = 0; node < nodes; node++) {
      users.add(new ArrayList<>());
      for (int operand : datapath.node(node).operation().operands()) {
        if (!users.get(operand).contains(node)) {
          users.get(operand).add(node);
        }
      }
    }
    datapath.outputs().forEach(o -> outputs.set(o.node()));
    distances = new StageDistances(datapath, filled, users);
  }

  /**
   * {@return a timetable with the same ways to build the nodes and with no more register bits}
   *
   * @param datapath the circuit
   * @param filled a slot for every node
   * @param options ports
   * @param latencyCycles of the whole, which is kept
   */
  static Timetable fewestRegisters(
      Datapath datapath, Timetable filled, ScheduleOptions options, int latencyCycles) {
    Retiming retiming = new Retiming(datapath, filled, options, latencyCycles);
    boolean moved = true;
    while (moved) {
      moved = retiming.move(Direction.LATER);
      moved |= retiming.move(Direction.EARLIER);
    }
    return retiming.times;
  }

  /** {@return whether a node is a constant, which is in no register and there in every stage} */
  static boolean isConstant(Datapath datapath, int node) {
    return datapath.node(node).operation() instanceof Operation.Literal;
  }

  /** {@return whether a node can be in any stage: it is no port and no constant} */
  static boolean isComputed(Datapath datapath, int node) {
    return !isConstant(datapath, node)
        && !(datapath.node(node).operation() instanceof Operation.Input);
  }

  private boolean move(Direction direction) {
    boolean any = false;
    while (step(direction)) {
      any = true;
    }
    return any;
  }

  /** {@return whether a set of nodes was moved by one stage} */
  private boolean step(Direction direction) {
    while (true) {
      BitSet best = best(direction);
      if (best.isEmpty()) {
        return false;
      }
      Timetable candidate = timed(best, direction);
      if (candidate.slots().size() == nodes) {
        times = candidate;
        return true;
      }
      Optional<Distance> missing = missing(candidate, best, direction);
      if (missing.isEmpty() || !distances.add(missing.get())) {
        return false;
      }
    }
  }

  private int stage(int node) {
    return times.slots().get(node).stage();
  }

  /**
   * The set of nodes whose move saves most. An item is a node; another one for each value stands
   * for its last use, which moves later with any of the last users, and earlier with all of them.
   */
  private BitSet best(Direction direction) {
    HeaviestClosure closure = new HeaviestClosure(2 * nodes);
    int sign = direction.stages;
    for (int node = 0; node < nodes; node++) {
      boolean movable = isComputed(datapath, node) && !times.isShared(node);
      if (!movable || isAtEnd(node, direction)) {
        closure.exclude(node);
      }
      boolean used = outputs.get(node) || !users.get(node).isEmpty();
      if (!used || isConstant(datapath, node)) {
        continue;
      }
      int width = datapath.node(node).format().widthBits();
      if (movable) {
        closure.weigh(node, sign * width);
      }
      if (!outputs.get(node)) {
        closure.weigh(nodes + node, -sign * width);
        int lastUse = lastUse(node);
        for (int user : users.get(node)) {
          if (stage(user) == lastUse) {
            imply(closure, direction, user, nodes + node);
          }
        }
      }
    }
    for (Distance d : distances.all()) {
      if (stage(d.to()) - stage(d.from()) == d.stages()) {
        imply(closure, direction, d.from(), d.to());
      }
    }
    BitSet items = closure.items();
    items.clear(nodes, 2 * nodes);
    return items;
  }

  private boolean isAtEnd(int node, Direction direction) {
    return switch (direction) {
      case LATER -> {
        boolean ends = outputs.get(node) || users.get(node).isEmpty();
        yield ends && times.slots().get(node).availableStage() >= lastStage;
      }
      case EARLIER -> stage(node) == 0;
    };
  }

  private int lastUse(int node) {
    int last = 0;
    for (int user : users.get(node)) {
      last = Math.max(last, stage(user));
    }
    return last;
  }

  /** If the first moves later the second does, and if the second moves earlier the first does. */
  private static void imply(HeaviestClosure closure, Direction direction, int first, int second) {
    switch (direction) {
      case LATER -> closure.implies(first, second);
      case EARLIER -> closure.implies(second, first);
    }
  }

  /** {@return a timetable after a move, filled up to the first node that does not fit} */
  private Timetable timed(BitSet moved, Direction direction) {
    Timetable table = times.empty();
    for (int node = 0; node < nodes; node++) {
      if (!table.addAt(stageAfter(node, moved, direction), times.variant(node))) {
        break;
      }
    }
    return table;
  }

  private int stageAfter(int node, BitSet moved, Direction direction) {
    return stage(node) + (moved.get(node) ? direction.stages : 0);
  }

  /**
   * The distance that would have kept nodes out of the stage where the next one does not fit: to
   * the farthest node on its latest way in that stage, or else to any there, from which it is apart
   * as yet.
   */
  private Optional<Distance> missing(Timetable candidate, BitSet moved, Direction direction) {
    int node = candidate.slots().size();
    int stage = stageAfter(node, moved, direction);
    List<Integer> way = new ArrayList<>();
    for (int at = latest(candidate, node, stage); at >= 0; ) {
      way.addFirst(at);
      at = candidate.slots().get(at).stage() == stage ? latest(candidate, at, stage) : -1;
    }
    before(candidate, node, stage).stream().forEach(way::add);
    for (int from : way) {
      Distance d = new Distance(from, node, times.variant(from).ranks() + 1);
      if (stage(node) - stage(from) >= d.stages()) {
        return Optional.of(d);
      }
    }
    return Optional.empty();
  }

  /** The operand that is there last of those that are computed in a stage, or -1. */
  private int latest(Timetable candidate, int node, int stage) {
    int latest = -1;
    for (int operand : datapath.node(node).operation().operands()) {
      if (isAvailableIn(candidate, operand, stage)
          && (latest < 0
              || candidate.slots().get(operand).finishPs()
                  > candidate.slots().get(latest).finishPs())) {
        latest = operand;
      }
    }
    return latest;
  }

  /** All nodes on ways within a stage to a node. */
  private BitSet before(Timetable candidate, int node, int stage) {
    BitSet found = new BitSet();
    int at = node;
    while (at >= 0) {
      if (at == node || candidate.slots().get(at).stage() == stage) {
        for (int operand : datapath.node(at).operation().operands()) {
          found.set(operand, found.get(operand) || isAvailableIn(candidate, operand, stage));
        }
      }
      at = found.previousSetBit(at - 1);
    }
    return found;
  }

  private boolean isAvailableIn(Timetable candidate, int node, int stage) {
    return isComputed(datapath, node) && candidate.slots().get(node).availableStage() == stage;
  }
}
