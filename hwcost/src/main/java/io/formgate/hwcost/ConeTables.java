package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.FunctionTable;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Reachable;
import io.formgate.expression.DiagnosticException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes tables of what depends on few bits, where the circuit gets better: a node that is a
 * function of some narrow ones, inputs, slices of bits or computed values, becomes a look-up of
 * their bits side by side.
 *
 * <p>A table holds what its cone computes, bit for bit, so that every output has the same value for
 * all input bits. Which cones are worth it is decided by schedules of the whole circuit: fewer
 * cycles at no great price, or as many with less area; where the least area is asked for, less area
 * within the limit of cycles. Block memories never become more.
 */
final class ConeTables {
  /** Widest index: what logic holds on the devices with the largest look-up tables. */
  private static final int MOST_INDEX_BITS = 12;

  /** Tables that are filled, the most promising ones. */
  private static final int MOST_TABLES = 48;

  /** Values that are computed to fill tables: about a tenth of a second. */
  private static final long MOST_WORK = 1 << 20;

  /** Cuts of one node whose tables are filled. */
  private static final int MOST_CUTS = 3;

  /** Schedules in which single cones are tried the other way. */
  private static final int MOST_TRIALS = 24;

  /** The same where products share multipliers, whose schedules take long to find. */
  private static final int MOST_SHARED_TRIALS = 4;

  /** What a table takes at least, as a share of one whose contents are not known. */
  private static final double LEAST_SHARE = 0.05;

  private static final Set<String> RESERVED = Set.of("clock", "reset", "valid_in", "valid_out");

  private final Datapath datapath;
  private final DeviceModel device;
  private final ScheduleOptions options;
  private final CircuitOrder order;
  private final Set<String> names = new HashSet<>(RESERVED);
  private final List<FunctionTable> tables;

  private ConeTables(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    this.datapath = datapath;
    this.device = device;
    this.options = options.unlimited();
    order = CircuitOrder.of(options);
    tables = new ArrayList<>(datapath.tables());
    datapath.nodes().forEach(n -> names.add(n.name()));
    datapath.tables().forEach(t -> names.add(t.name()));
    datapath.outputs().forEach(o -> names.add(o.name()));
  }

  /**
   * {@return a circuit with the same ports and values that is better, or the same circuit}
   *
   * @param circuit a circuit that is ready to be scheduled
   * @param device costs
   * @param options clock, ports and what is to be least; a circuit above a limit of latency in them
   *     is not refused
   */
  static QuantizedCircuit apply(
      QuantizedCircuit circuit, DeviceModel device, ScheduleOptions options) {
    Datapath other = apply(circuit.datapath(), device, options);
    return other.equals(circuit.datapath()) ? circuit : circuit.withDatapath(other);
  }

  /**
   * {@return a datapath with the same ports and values whose circuit is better, or the same
   * datapath}
   *
   * @param datapath a verified datapath
   * @param device costs
   * @param options clock, ports and what is to be least; a circuit above a limit of latency in them
   *     is not refused
   */
  static Datapath apply(Datapath datapath, DeviceModel device, ScheduleOptions options) {
    List<List<NarrowCuts.Cut>> cuts = NarrowCuts.of(datapath, MOST_INDEX_BITS);
    return new ConeTables(datapath, device, options).rebuilt(cuts);
  }

  /**
   * A cone that may become a table.
   *
   * @param cone the cone
   * @param table what it computes
   * @param replacement nodes in its root's place
   * @param slot of the look-up
   * @param gain look-up tables that are saved, all else counted as such
   */
  private record Candidate(
      ConeTable cone,
      FunctionTable table,
      List<Node> replacement,
      Pipeline.Slot slot,
      double gain) {}

  /** A cone whose table is not filled yet. */
  private record Promise(ConeTable cone, double freed, double atMost, boolean isEarlier) {
    double value() {
      return freed - atMost;
    }
  }

  /**
   * What circuits are compared by. A saved cycle may cost as much area as a block memory counts
   * for: that is what the cycle of a function in memory pays for.
   */
  private record Score(int latencyCycles, double area, int bram, double cyclePrice) {
    boolean isBetterThan(Score other, CircuitOrder order) {
      int saved = other.latencyCycles - latencyCycles;
      return bram <= other.bram
          && switch (order.least()) {
            case CYCLES -> saved >= 0 && area < other.area + saved * cyclePrice;
            case AREA -> order.isBetter(latencyCycles, area, other.latencyCycles, other.area);
          };
    }
  }

  private Datapath rebuilt(List<List<NarrowCuts.Cut>> cuts) {
    Optional<Pipeline> scheduled = scheduled(datapath);
    if (scheduled.isEmpty()) {
      return datapath;
    }
    Pipeline before = scheduled.get();
    List<Candidate> candidates = candidates(promises(cuts, before), before);
    if (candidates.isEmpty()) {
      return datapath;
    }
    BitSet best = chosen(candidates, score(before));
    if (best.isEmpty()) {
      return datapath;
    }
    Datapath result = assembled(candidates, best).verify();
    Agreement.check(datapath, result);
    // Registers have moved where they are fewest: only now it is known how many there are.
    boolean isBetter =
        score(Scheduler.schedule(result, device, options))
            .isBetterThan(score(Scheduler.schedule(datapath, device, options)), order);
    return isBetter ? result : datapath;
  }

  private Optional<Pipeline> scheduled(Datapath d) {
    try {
      return Optional.of(
          options.initiationInterval() > 1
              ? Scheduler.schedule(d, device, options)
              : Scheduler.earliest(d, device, options));
    } catch (DiagnosticException e) {
      return Optional.empty();
    }
  }

  private static Score score(Pipeline pipeline) {
    Area area = pipeline.area();
    return new Score(
        pipeline.latencyCycles(),
        CircuitCompiler.lutEquivalents(pipeline, area),
        area.bram(),
        pipeline.device().lutEquivalents(new Area(0, 0, 0, 0, 1)));
  }

  private List<Promise> promises(List<List<NarrowCuts.Cut>> cuts, Pipeline before) {
    int[] uses = new int[datapath.nodes().size()];
    datapath.nodes().forEach(n -> n.operation().operands().forEach(o -> uses[o]++));
    datapath.outputs().forEach(o -> uses[o.node()]++);
    List<Area> areas = before.areasOfNodes();
    int[] registers = before.registerBitsOfNodes();
    boolean hasCycles = before.latencyCycles() > options.portRanks();
    List<Promise> promises = new ArrayList<>();
    for (int i = 0; i < uses.length; i++) {
      if (!mayBeRoot(datapath.node(i).operation())) {
        continue;
      }
      List<Promise> ofRoot = new ArrayList<>();
      for (NarrowCuts.Cut cut : cuts.get(i)) {
        if (cut.bits() == 0 || cut.leaves().contains(i)) {
          continue;
        }
        ConeTable cone = new ConeTable(datapath, i, cut);
        double freed = 0;
        for (int n : cone.freed(uses)) {
          freed += device.lutEquivalents(areas.get(n));
          freed += n == i ? 0 : device.flipFlopEquivalents(Area.flipFlops(registers[n]));
        }
        int width = datapath.node(i).format().widthBits();
        double atMost = device.lutEquivalents(device.lookup(cut.bits(), width).area());
        boolean isEarlier = hasCycles && isEarlier(cone, before);
        if (isEarlier || freed > LEAST_SHARE * atMost) {
          ofRoot.add(new Promise(cone, freed, atMost, isEarlier));
        }
      }
      ofRoot.sort(Comparator.comparingDouble(Promise::value).reversed());
      promises.addAll(ofRoot.subList(0, Math.min(MOST_CUTS, ofRoot.size())));
    }
    promises.sort(Comparator.comparingDouble(Promise::value).reversed());
    return promises;
  }

  /** Wires that lose no bits are as good behind a table as in it. */
  private static boolean mayBeRoot(Operation operation) {
    return switch (operation) {
      case Operation.Input _,
          Operation.Literal _,
          Operation.Align _,
          Operation.Reinterpret _,
          Operation.Concat _ ->
          false;
      case Operation.Add _,
          Operation.Subtract _,
          Operation.Multiply _,
          Operation.Negate _,
          Operation.Absolute _,
          Operation.Minimum _,
          Operation.Maximum _,
          Operation.Select _,
          Operation.Round _,
          Operation.Saturate _,
          Operation.Lookup _,
          Operation.Bits _,
          Operation.Any _ ->
          true;
    };
  }

  /** Whether a table of what is there last could be there before the root is. */
  private boolean isEarlier(ConeTable cone, Pipeline before) {
    Pipeline.Slot root = before.slots().get(cone.root());
    return cone.cut().leaves().stream().allMatch(l -> root.isAfter(before.slots().get(l)));
  }

  private List<Candidate> candidates(List<Promise> promises, Pipeline before) {
    SingleNodeTimes times = new SingleNodeTimes(tables, device, options);
    Map<Integer, Candidate> byRoot = new HashMap<>();
    long work = 0;
    int filled = 0;
    for (Promise promise : promises) {
      if (filled >= MOST_TABLES) {
        break;
      }
      // A cone that is too large may hold others that are not.
      if (work + promise.cone().work() > MOST_WORK) {
        continue;
      }
      work += promise.cone().work();
      filled++;
      Optional<Candidate> made = candidate(promise, times, before);
      if (made.isPresent()) {
        byRoot.merge(promise.cone().root(), made.get(), ConeTables::better);
      }
    }
    return byRoot.values().stream()
        .sorted(
            Comparator.comparingDouble(Candidate::gain)
                .reversed()
                .thenComparingInt(c -> c.cone().root()))
        .toList();
  }

  /** Of two tables for one root the one that saves more, or if none saves, that is earlier. */
  private static Candidate better(Candidate a, Candidate b) {
    if (a.gain() <= 0
        && b.gain() <= 0
        && a.slot().isAfter(b.slot()) != b.slot().isAfter(a.slot())) {
      return a.slot().isAfter(b.slot()) ? b : a;
    }
    return b.gain() > a.gain() ? b : a;
  }

  private Optional<Candidate> candidate(Promise promise, SingleNodeTimes times, Pipeline before) {
    ConeTable cone = promise.cone();
    Node root = datapath.node(cone.root());
    Optional<FunctionTable> filled = cone.contents(fresh(root.name() + "_table"));
    if (filled.isEmpty()) {
      return Optional.empty();
    }
    FunctionTable table = filled.get();
    double gain = promise.freed() - atMost(table);
    if (gain <= 0 && !promise.isEarlier()) {
      return Optional.empty();
    }
    tables.add(table);
    List<Node> replacement = cone.replacement(table, tables.size() - 1, this::fresh);
    List<Pipeline.Slot> slots = new ArrayList<>();
    int size = datapath.nodes().size();
    for (Node node : replacement) {
      Optional<SingleNodeTimes.Placed> placed =
          times.place(
              node,
              o -> o < size ? datapath.node(o) : replacement.get(o - size),
              o -> o < size ? before.slots().get(o) : slots.get(o - size));
      if (placed.isEmpty()) {
        return Optional.empty();
      }
      slots.add(placed.get().slot());
    }
    Pipeline.Slot slot = slots.getLast();
    boolean isEarlier = before.slots().get(cone.root()).isAfter(slot);
    return gain > 0 || (promise.isEarlier() && isEarlier)
        ? Optional.of(new Candidate(cone, table, replacement, slot, gain))
        : Optional.empty();
  }

  /**
   * The area of a table, if the estimate is too low; that of a tree or a look-up table is counted.
   */
  private double atMost(FunctionTable table) {
    double area = device.lutEquivalents(device.lookup(table).area());
    int indexBits = table.indexFormat().widthBits();
    boolean isCounted =
        indexBits <= device.fabric().lutInputs()
            || TableMapping.tree(table, device.fabric()).isPresent();
    return isCounted ? area : area * (1 + TableMapping.ESTIMATE_ERROR);
  }

  /** All that save area, and all, are tried together; then each is tried the other way. */
  private BitSet chosen(List<Candidate> candidates, Score before) {
    BitSet best = new BitSet();
    Score least = before;
    int saving = (int) candidates.stream().filter(c -> c.gain() > 0).count();
    for (int together : new int[] {saving, candidates.size()}) {
      BitSet all = new BitSet();
      all.set(0, together);
      Optional<Score> score = all.equals(best) ? Optional.empty() : score(candidates, all);
      if (score.isPresent() && score.get().isBetterThan(least, order)) {
        best = all;
        least = score.get();
      }
    }
    int trials = options.initiationInterval() > 1 ? MOST_SHARED_TRIALS : MOST_TRIALS;
    int group = Math.ceilDiv(candidates.size(), trials);
    // What costs most first: it may be what the fewest cycles do not need.
    for (int to = candidates.size(); to > 0; to -= group) {
      BitSet other = (BitSet) best.clone();
      other.flip(Math.max(0, to - group), to);
      Optional<Score> score = other.isEmpty() ? Optional.of(before) : score(candidates, other);
      boolean isSimpler =
          score.isPresent()
              && other.cardinality() < best.cardinality()
              && score.get().equals(least);
      if (score.isPresent() && (isSimpler || score.get().isBetterThan(least, order))) {
        best = other;
        least = score.get();
      }
    }
    return best;
  }

  private Optional<Score> score(List<Candidate> candidates, BitSet used) {
    return scheduled(assembled(candidates, used)).map(ConeTables::score);
  }

  private String fresh(String hint) {
    String name = hint;
    for (int i = 1; !names.add(name); i++) {
      name = hint + "_" + i;
    }
    return name;
  }

  /** The datapath with some of the cones as tables, without what nothing needs any more. */
  private Datapath assembled(List<Candidate> candidates, BitSet used) {
    int size = datapath.nodes().size();
    Map<Integer, List<Node>> replaced = new HashMap<>();
    used.stream()
        .mapToObj(candidates::get)
        .forEach(c -> replaced.put(c.cone().root(), c.replacement()));
    List<Node> nodes = new ArrayList<>();
    int[] index = new int[size];
    for (int i = 0; i < size; i++) {
      int start = nodes.size();
      for (Node n : replaced.getOrDefault(i, List.of(datapath.node(i)))) {
        Operation operation = n.operation().mapped(o -> o < size ? index[o] : start + o - size);
        nodes.add(new Node(n.name(), operation, n.format(), n.rawLo(), n.rawHi()));
      }
      index[i] = nodes.size() - 1;
    }
    List<Datapath.Output> outputs =
        datapath.outputs().stream()
            .map(o -> new Datapath.Output(o.name(), index[o.node()]))
            .toList();
    return Reachable.of(new Datapath(datapath.name(), tables, nodes, outputs));
  }
}
