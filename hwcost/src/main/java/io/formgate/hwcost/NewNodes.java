package io.formgate.hwcost;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.RawRange;
import io.formgate.expression.FixedFormat;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that take the place of one tree of a datapath. Indices below the datapath's size are its
 * nodes, those from there on are the new ones; equal new nodes are shared, and formats are the
 * narrowest ones.
 */
final class NewNodes extends AbstractList<Node> {
  private record Key(Operation operation, FixedFormat format) {}

  /** A tree cannot be built this way: a value is too wide, or an operation fits in no stage. */
  static final class Unbuildable extends Exception {
    private static final long serialVersionUID = 1;

    Unbuildable(String why) {
      super(why);
    }
  }

  private final Datapath datapath;
  private final Node root;
  private final SingleNodeTimes times;
  private final List<Pipeline.Slot> slots;
  private final Set<String> taken;
  private final List<Node> added = new ArrayList<>();
  private final List<Pipeline.Slot> addedSlots = new ArrayList<>();
  private final Map<Key, Integer> byKey = new HashMap<>();
  private double lutEquivalents;
  private int names;

  /**
   * Makes none yet.
   *
   * @param datapath the circuit
   * @param root the tree's root, whose name, format and range the last new node takes
   * @param times for the slots of new nodes
   * @param slots of the datapath's nodes, as far as they come before the root
   * @param taken names that no new node may have
   */
  NewNodes(
      Datapath datapath,
      Node root,
      SingleNodeTimes times,
      List<Pipeline.Slot> slots,
      Set<String> taken) {
    this.datapath = datapath;
    this.root = root;
    this.times = times;
    this.slots = slots;
    this.taken = taken;
  }

  @Override
  public Node get(int index) {
    int own = index - datapath.nodes().size();
    return own < 0 ? datapath.node(index) : added.get(own);
  }

  @Override
  public int size() {
    return datapath.nodes().size() + added.size();
  }

  /** {@return the node that is replaced} */
  Node root() {
    return root;
  }

  /** {@return the new nodes, the root's replacement last} */
  List<Node> added() {
    return List.copyOf(added);
  }

  /** {@return the slot of a node} */
  Pipeline.Slot slot(int index) {
    int own = index - datapath.nodes().size();
    return own < 0 ? slots.get(index) : addedSlots.get(own);
  }

  /** {@return the logic of the new nodes, with every block as look-up tables} */
  double lutEquivalents() {
    return lutEquivalents;
  }

  FixedFormat format(int index) {
    return get(index).format();
  }

  /**
   * {@return an operation in the narrowest format that holds its range}
   *
   * @param operation on nodes of this list
   * @param fractionBits of the result
   */
  int exact(Operation operation, int fractionBits) throws Unbuildable {
    RawRange range = range(operation, fractionBits);
    return add(
        operation, FixedFormat.holding(range.lo(), range.hi(), fractionBits), range, freshName());
  }

  /**
   * {@return an operation in the root's place: with its name, format and range}
   *
   * @param operation on nodes of this list
   */
  int asRoot(Operation operation) throws Unbuildable {
    RawRange range = range(operation, root.format().fractionBits());
    if (range.lo() < root.rawLo() || range.hi() > root.rawHi()) {
      throw new Unbuildable("operands that are equal seem to be independent in this order");
    }
    return add(operation, root.format(), new RawRange(root.rawLo(), root.rawHi()), root.name());
  }

  /**
   * {@return the same raw value with other fraction bits}
   *
   * @param index a node
   * @param fractionBits of the result
   */
  int scaled(int index, int fractionBits) throws Unbuildable {
    FixedFormat f = format(index);
    if (f.fractionBits() == fractionBits) {
      return index;
    }
    Node node = get(index);
    Operation operation =
        node.operation() instanceof Operation.Literal literal
            ? literal
            : new Operation.Reinterpret(index);
    return add(
        operation,
        new FixedFormat(f.signed(), f.widthBits(), f.widthBits() - fractionBits),
        new RawRange(node.rawLo(), node.rawHi()),
        freshName());
  }

  /**
   * {@return the same value with more fraction bits}
   *
   * @param index a node
   * @param bits how many more, possibly none
   */
  int aligned(int index, int bits) throws Unbuildable {
    if (bits == 0) {
      return index;
    }
    if (bits > FixedFormat.MAX_WIDTH_BITS) {
      throw new Unbuildable("operands are " + bits + " binary places apart");
    }
    int fractionBits = format(index).fractionBits() + bits;
    if (get(index).operation() instanceof Operation.Literal(long raw)) {
      if (Long.numberOfLeadingZeros(Math.abs(raw)) <= bits + 1) {
        throw new Unbuildable("a constant is too wide");
      }
      return exact(new Operation.Literal(raw << bits), fractionBits);
    }
    return exact(new Operation.Align(index), fractionBits);
  }

  private RawRange range(Operation operation, int fractionBits) throws Unbuildable {
    int most = FixedFormat.MAX_WIDTH_BITS;
    RawRange range;
    try {
      range =
          RawRange.of(operation, new FixedFormat(true, most, most - fractionBits), this, List.of());
    } catch (ArithmeticException e) {
      throw new Unbuildable("a value needs more than 63 bits");
    }
    if (FixedFormat.bitsFor(range.lo(), range.hi()) > most) {
      throw new Unbuildable("a value needs more than " + most + " bits");
    }
    return range;
  }

  private int add(Operation operation, FixedFormat format, RawRange range, String name)
      throws Unbuildable {
    Key key = new Key(operation, format);
    Integer known = byKey.get(key);
    if (known != null && !name.equals(root.name())) {
      return known;
    }
    Node node = new Node(name, operation, format, range.lo(), range.hi());
    SingleNodeTimes.Placed placed =
        times
            .place(node, this::get, this::slot)
            .orElseThrow(() -> new Unbuildable("an operation fits in no stage"));
    lutEquivalents += placed.lutEquivalents();
    addedSlots.add(placed.slot());
    added.add(node);
    byKey.put(key, size() - 1);
    return size() - 1;
  }

  private String freshName() {
    String name;
    do {
      name = root.name() + "_" + ++names;
    } while (taken.contains(name));
    return name;
  }
}
