package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathInterpreter;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a pipeline does in every cycle, register by register: the meaning of {@link Sharing}, slow
 * and plain. All registers begin with arbitrary bits.
 */
public final class SharingInterpreter {
  private final Pipeline pipeline;
  private final Datapath datapath;
  private final DatapathInterpreter operations;
  private final int[] lastUses;

  // What registers hold: valid bits by rank from 1, turns by multiplier, values by node and stage,
  // and operands by product, or by the first product of a shared multiplier, and rank.
  private final boolean[] valid;
  private final int[] turns;
  private Map<Place, Long> values = new HashMap<>();
  private Map<Entry, Operands> entering = new HashMap<>();

  // What is known of the cycle so far.
  private final Map<Integer, Long> computed = new HashMap<>();
  private long[] ports = {};

  private record Place(int node, int stage) {}

  private record Entry(int product, int rank) {}

  private record Operands(long x, long y) {}

  /**
   * What the ports show in a cycle.
   *
   * @param valid whether the outputs hold a result
   * @param raws raw values of the outputs
   */
  public record Shown(boolean valid, List<Long> raws) {
    /** Copies the list. */
    public Shown {
      raws = List.copyOf(raws);
    }
  }

  /**
   * Makes a circuit whose registers hold arbitrary bits.
   *
   * @param pipeline the circuit
   * @param bits gives them, 64 at a time
   */
  public SharingInterpreter(Pipeline pipeline, LongSupplier bits) {
    this.pipeline = pipeline;
    datapath = pipeline.datapath();
    operations = new DatapathInterpreter(datapath);
    lastUses = pipeline.lastUses();
    valid = new boolean[pipeline.sharing().validRanks(pipeline.latencyCycles()) + 1];
    for (int rank = 1; rank < valid.length; rank++) {
      valid[rank] = (bits.getAsLong() & 1) != 0;
    }
    turns =
        pipeline.sharing().multipliers().stream()
            .mapToInt(m -> Math.floorMod(bits.getAsLong(), m.products().size()))
            .toArray();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      FixedFormat format = datapath.node(i).format();
      for (int stage = firstStage(i) + 1; stage <= lastUses[i]; stage++) {
        values.put(new Place(i, stage), format.fromBits(bits.getAsLong()));
      }
      for (int rank = 1; rank <= pipeline.slots().get(i).leadingRanks(); rank++) {
        long x = bits.getAsLong();
        entering.put(new Entry(multiplierOf(i), rank), new Operands(x, bits.getAsLong()));
      }
    }
  }

  /** The stage in which the logic of a node gives its result, behind the ranks on its operands. */
  private int firstStage(int node) {
    Pipeline.Slot slot = pipeline.slots().get(node);
    return slot.stage() + slot.leadingRanks();
  }

  private int multiplierOf(int product) {
    return pipeline.sharing().of(product).map(m -> m.products().getFirst()).orElse(product);
  }

  /**
   * {@return what the ports show in a cycle, just before the edge that ends it}
   *
   * @param reset whether the valid bits and the turns are cleared at the edge
   * @param validIn whether the inputs hold a vector
   * @param rawInputs raw values of the inputs
   */
  public Shown cycle(boolean reset, boolean validIn, long... rawInputs) {
    ports = rawInputs;
    computed.clear();
    valid[0] = validIn;
    for (int rank = 1; rank < pipeline.initiationInterval(); rank++) {
      // A vector that comes too soon is no vector.
      valid[0] &= !valid[rank];
    }
    List<Long> raws = new ArrayList<>();
    for (Datapath.Output output : datapath.outputs()) {
      raws.add(at(output.node(), pipeline.latencyCycles()));
    }
    Shown shown = new Shown(valid[pipeline.latencyCycles()], raws);
    edge(reset);
    return shown;
  }

  private void edge(boolean reset) {
    Map<Place, Long> nextValues = new HashMap<>();
    values.keySet().forEach(p -> nextValues.put(p, at(p.node, p.stage - 1)));
    Map<Entry, Operands> nextEntering = new HashMap<>();
    for (Entry e : entering.keySet()) {
      nextEntering.put(
          e, e.rank == 1 ? chosen(e.product) : known(entering, new Entry(e.product, e.rank - 1)));
    }
    List<SharedMultiplier> multipliers = pipeline.sharing().multipliers();
    for (int m = 0; m < turns.length; m++) {
      turns[m] = 0;
      List<Integer> products = multipliers.get(m).products();
      for (int turn = 1; turn < products.size() && !reset; turn++) {
        int stage = pipeline.slots().get(products.get(turn)).stage();
        turns[m] = valid[stage - 1] ? turn : turns[m];
      }
    }
    for (int rank = valid.length - 1; rank > 0; rank--) {
      valid[rank] = valid[rank - 1] && !reset;
    }
    values = nextValues;
    entering = nextEntering;
  }

  /** {@return a node's value in a stage: its logic's result in the first, else in a register} */
  private long at(int node, int stage) {
    return pipeline.isConstant(node) || stage == firstStage(node)
        ? result(node)
        : known(values, new Place(node, stage));
  }

  private static <K, V> V known(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("no register holds " + key);
    }
    return value;
  }

  private long result(int i) {
    Long known = computed.get(i);
    if (known != null) {
      return known;
    }
    Node node = datapath.node(i);
    long raw =
        switch (node.operation()) {
          case Operation.Input _ -> ports[datapath.inputs().indexOf(i)];
          case Operation.Multiply _ -> {
            int ranks = pipeline.slots().get(i).leadingRanks();
            Operands factors =
                ranks == 0 ? chosen(i) : known(entering, new Entry(multiplierOf(i), ranks));
            yield factors.x * factors.y;
          }
          case Operation.Literal _,
              Operation.Add _,
              Operation.Subtract _,
              Operation.Negate _,
              Operation.Absolute _,
              Operation.Minimum _,
              Operation.Maximum _,
              Operation.Select _,
              Operation.Align _,
              Operation.Round _,
              Operation.Saturate _,
              Operation.Any _,
              Operation.Lookup _,
              Operation.Bits _,
              Operation.Concat _,
              Operation.Reinterpret _ ->
              operations.evaluate(node, operands(i));
        };
    // Bits that are no vector's may be beyond the range of a node, whose wires hold its format.
    long value = node.format().fromBits(raw);
    computed.put(i, value);
    return value;
  }

  private long[] operands(int i) {
    long[] v = new long[datapath.nodes().size()];
    for (int operand : datapath.node(i).operation().operands()) {
      v[operand] = at(operand, pipeline.slots().get(i).stage());
    }
    return v;
  }

  /** {@return the operands that come to the multiplier of a product in this cycle} */
  private Operands chosen(int product) {
    int user = product;
    List<SharedMultiplier> multipliers = pipeline.sharing().multipliers();
    for (int m = 0; m < multipliers.size(); m++) {
      List<Integer> products = multipliers.get(m).products();
      user = products.contains(product) ? products.get(turns[m]) : user;
    }
    SharedMultiplier.Sides sides = SharedMultiplier.sides(datapath, user);
    int stage = pipeline.slots().get(user).stage();
    return new Operands(at(sides.wide(), stage), at(sides.narrow(), stage));
  }
}
