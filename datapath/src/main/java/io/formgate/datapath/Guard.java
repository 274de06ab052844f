package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value that a comparison bounds in one branch of a choice: the branch may read the value moved
 * to that bound in its place, which changes nothing where the branch is taken, and keeps a divisor
 * from 0 or a logarithm from negative values where it is not.
 *
 * @param value a vertex
 * @param operator MIN or MAX
 * @param bound a number
 */
record Guard(int value, Operator operator, double bound) {

  /**
   * {@return what a comparison says of its operands and of their difference}
   *
   * @param graph what exists
   * @param bit a comparison; nothing is said of other vertices
   * @param taken whether the comparison is true
   */
  static List<Guard> of(GraphBuilder graph, int bit, boolean taken) {
    if (!(graph.term(bit) instanceof Term.Apply(Operator o, List<Integer> operands))
        || o != Operator.LESS) {
      return List.of();
    }
    int a = operands.get(0);
    int b = operands.get(1);
    if (graph.term(a) instanceof Term.Constant(double number)) {
      return List.of(taken ? above(graph, b, number) : atMost(b, number));
    }
    if (graph.term(b) instanceof Term.Constant(double number)) {
      return List.of(taken ? below(graph, a, number) : atLeast(a, number));
    }
    List<Guard> guards = new ArrayList<>();
    difference(graph, b, a).ifPresent(d -> guards.add(taken ? above(graph, d, 0) : atMost(d, 0)));
    difference(graph, a, b).ifPresent(d -> guards.add(taken ? below(graph, d, 0) : atLeast(d, 0)));
    return guards;
  }

  private static Optional<Integer> difference(GraphBuilder graph, int a, int b) {
    return graph.known(new Term.Apply(Operator.SUBTRACT, List.of(a, b)));
  }

  /** Above a number, a value on a grid is at least the next multiple. */
  private static Guard above(GraphBuilder graph, int value, double number) {
    int grid = graph.grid(value);
    return atLeast(
        value, grid == Grid.NONE ? number : Grid.down(number, grid) + Math.scalb(1.0, -grid));
  }

  private static Guard below(GraphBuilder graph, int value, double number) {
    int grid = graph.grid(value);
    return atMost(
        value, grid == Grid.NONE ? number : Grid.up(number, grid) - Math.scalb(1.0, -grid));
  }

  private static Guard atLeast(int value, double bound) {
    return new Guard(value, Operator.MAX, bound);
  }

  private static Guard atMost(int value, double bound) {
    return new Guard(value, Operator.MIN, bound);
  }

  /** {@return a branch with the guarded value in the place of the value} */
  int rebuild(GraphBuilder graph, int branch) {
    Map<Integer, Integer> inPlaceOf = new HashMap<>();
    inPlaceOf.put(value, graph.apply(operator, List.of(value, graph.constant(bound))));
    // Tables of pairs of ports are made anew of the ports.
    for (int v = 0; v < branch; v++) {
      if (graph.term(v) instanceof Term.Part part) {
        int port = part.port(graph.term(part.pair()));
        inPlaceOf.put(v, inPlaceOf.getOrDefault(port, port));
      }
    }
    Substitution.extend(inPlaceOf, graph, List.of(branch));
    return inPlaceOf.getOrDefault(branch, branch);
  }
}
