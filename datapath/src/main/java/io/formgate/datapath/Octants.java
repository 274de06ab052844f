package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;
import java.util.Optional;

/**
 * The angle of a point whose coordinates both vary: an arc tangent of their ratio, and what the
 * signs and the order of their magnitudes say.
 *
 * <p>Signs and order must be known without an error, since a point that is just on the other side
 * of the negative half of the first axis has another angle. They are where the coordinates lie on a
 * grid, and a sign is where the declared ranges leave no other.
 */
final class Octants {
  /**
   * Largest ratio whose arc tangent is looked up as it is: three more index bits than in an octant,
   * which cost about as much as the two magnitudes, their order and the choices do.
   */
  private static final double MOST_RATIO = 8;

  /** Half of a turn, which no double is. */
  private static final Interval PI = new Interval(Math.PI, Math.nextUp(Math.PI));

  private final GraphBuilder graph;

  private Octants(GraphBuilder graph) {
    this.graph = graph;
  }

  /**
   * {@return the vertex of the angle of a point, if it is not better a table of both coordinates'
   * bits and its sign is known}
   *
   * @param graph where vertices are made
   * @param y ordinate
   * @param x abscissa
   */
  static Optional<Integer> of(GraphBuilder graph, int y, int x) {
    if (graph.isConstant(y) || graph.isConstant(x)) {
      return Optional.empty();
    }
    Octants octants = new Octants(graph);
    Interval ordinates = graph.range(y);
    double nearest = graph.range(x).lo();
    boolean isOnGrid = graph.grid(y) != Grid.NONE && graph.grid(x) != Grid.NONE;
    boolean isOfOneIndex = isOfOneIndex(graph, List.of(y, x));
    if (nearest > 0
        && (!isOnGrid || isOfOneIndex || ordinates.magnitude() <= MOST_RATIO * nearest)) {
      return Optional.of(octants.arcTangent(octants.ratio(y, x)));
    }
    if (isOfOneIndex || isOfNarrowPorts(graph, List.of(y, x))) {
      return Optional.empty();
    }
    if (isOnGrid) {
      return Optional.of(octants.folded(y, x));
    }
    if (ordinates.lo() > 0 || ordinates.hi() < 0) {
      int quarter = octants.turn(ordinates.lo() > 0 ? 0.5 : -0.5);
      int complement = octants.arcTangent(octants.ratio(x, y));
      return Optional.of(graph.apply(Operator.SUBTRACT, List.of(quarter, complement)));
    }
    return Optional.empty();
  }

  private static boolean isOfNarrowPorts(GraphBuilder graph, List<Integer> coordinates) {
    return graph.request().everywhere().isEmpty()
        && !Pairs.arguments(graph, coordinates).equals(coordinates);
  }

  /** Both coordinates as functions of one port that a table can have as index. */
  private static boolean isOfOneIndex(GraphBuilder graph, List<Integer> coordinates) {
    List<Integer> ports =
        Pairs.below(graph, coordinates, -1).stream()
            .filter(v -> graph.term(v) instanceof FormulaGraph.Term.Port)
            .toList();
    return ports.size() == 1 && isNarrow(graph, ports.getFirst());
  }

  private static boolean isNarrow(GraphBuilder graph, int v) {
    return TablePlan.indexBits(graph.range(v), graph.grid(v)) <= TableLimits.MAX_TABLE_BITS;
  }

  private int ratio(int a, int b) {
    return graph.apply(Operator.DIVIDE, List.of(a, b));
  }

  private int arcTangent(int ratio) {
    return graph.apply(Operator.ATAN, List.of(ratio));
  }

  /** {@return a part of half a turn; powers of two keep what is known of pi} */
  private int turn(double part) {
    double lo = part * (part < 0 ? PI.hi() : PI.lo());
    double hi = part * (part < 0 ? PI.lo() : PI.hi());
    return graph.constant(part * Math.PI, new Interval(lo, hi));
  }

  /**
   * In the octant between the positive half of the first axis and the diagonal the angle is the arc
   * tangent of the smaller magnitude over the larger; the others are its mirror images. The origin,
   * whose angle is 0, has a magnitude of one step of the grid there.
   */
  private int folded(int y, int x) {
    int across = graph.apply(Operator.ABS, List.of(x));
    int up = graph.apply(Operator.ABS, List.of(y));
    int smaller = graph.apply(Operator.MIN, List.of(across, up));
    int larger = graph.apply(Operator.MAX, List.of(across, up));
    if (graph.range(larger).lo() <= 0) {
      double step = Math.scalb(1.0, -Math.max(graph.grid(x), graph.grid(y)));
      larger = graph.apply(Operator.MAX, List.of(larger, graph.constant(step)));
    }
    int angle = arcTangent(ratio(smaller, larger));
    int zero = graph.constant(0);
    int isSteep = graph.apply(Operator.LESS, List.of(across, up));
    int isBehind = graph.apply(Operator.LESS, List.of(x, zero));
    int isBelow = graph.apply(Operator.LESS, List.of(y, zero));
    int isMirrored = differ(isBelow, differ(isSteep, isBehind));
    int above = choice(isSteep, turn(0.5), choice(isBehind, turn(1), zero));
    int below = choice(isSteep, turn(-0.5), choice(isBehind, turn(-1), zero));
    return graph.apply(
        Operator.ADD,
        List.of(
            choice(isBelow, below, above),
            choice(isMirrored, graph.apply(Operator.NEGATE, List.of(angle)), angle)));
  }

  private int differ(int a, int b) {
    return choice(a, choice(b, graph.constant(0), graph.constant(1)), b);
  }

  private int choice(int condition, int ifTrue, int ifNot) {
    return graph.apply(Operator.COND, List.of(condition, ifTrue, ifNot));
  }
}
