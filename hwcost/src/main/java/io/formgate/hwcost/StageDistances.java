package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.OperationCost.Variant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many stages have to lie between nodes, for given ways to build them.
 *
 * <p>A node is not used before it is there, and two nodes are not in one stage if the way from one
 * to the other is longer than the clock allows (Leiserson and Saxe, Algorithmica 6, 1991). The
 * distances of this kind are necessary; where several values that come late meet in one node, the
 * line above their bits can be later than each alone, and further distances are {@linkplain #add
 * added}.
 */
final class StageDistances {
  /**
   * A distance between two nodes.
   *
   * @param from the earlier node
   * @param to the later node
   * @param stages the second is computed in no earlier stage than the first's plus these
   */
  record Distance(int from, int to, int stages) {}

  private final Datapath datapath;
  private final Timetable asap;
  private final List<List<Integer>> users;
  private final Set<Distance> known = new HashSet<>();
  private final List<Distance> list = new ArrayList<>();

  /**
   * Finds the distances between the nodes of a timetable, whatever their stages.
   *
   * @param datapath the circuit
   * @param filled says how the nodes are built; what it does not keep is no distance
   * @param users for each node, those that it is an operand of
   */
  StageDistances(Datapath datapath, Timetable filled, List<List<Integer>> users) {
    this.datapath = datapath;
    this.asap = filled;
    this.users = users;
    for (int node = 0; node < datapath.nodes().size(); node++) {
      if (Retiming.isComputed(datapath, node)) {
        beyondPeriod(node);
      }
      for (int user : users.get(node)) {
        if (!Retiming.isConstant(datapath, node)) {
          add(new Distance(node, user, filled.variant(node).ranks()));
        }
      }
    }
  }

  /** {@return the distances, in the order in which they were found} */
  List<Distance> all() {
    return list;
  }

  /**
   * Adds a distance.
   *
   * @return whether it is new
   */
  boolean add(Distance distance) {
    boolean isNew = known.add(distance);
    if (isNew) {
      list.add(distance);
    }
    return isNew;
  }

  /** Follows a value through the nodes of one stage to the first that no longer fit there. */
  private void beyondPeriod(int source) {
    Variant built = asap.variant(source);
    Optional<Arrival> first = asap.ready(source, built, operand -> Arrival.AT_EDGE);
    if (first.isEmpty()) {
      return;
    }
    BitSet pending = new BitSet();
    Arrival[] arrivals = new Arrival[datapath.nodes().size()];
    arrivals[source] = first.get();
    users.get(source).forEach(pending::set);
    for (int node = pending.nextSetBit(0); node >= 0; node = pending.nextSetBit(node + 1)) {
      Variant variant = asap.variant(node);
      Optional<Arrival> ready =
          asap.ready(
              node,
              variant,
              operand -> arrivals[operand] == null ? Arrival.AT_EDGE : arrivals[operand]);
      if (ready.isEmpty()) {
        beyond(new Distance(source, node, built.ranks() + 1));
      } else if (variant.ranks() == 0) {
        arrivals[node] = ready.get();
        users.get(node).forEach(pending::set);
      }
    }
  }

  private void beyond(Distance distance) {
    int stages =
        asap.slots().get(distance.to()).stage() - asap.slots().get(distance.from()).stage();
    if (stages >= distance.stages()) {
      add(distance);
    }
  }
}
