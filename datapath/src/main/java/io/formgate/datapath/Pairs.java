package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Functions of two narrow ports that nothing but a table is a circuit of: their arguments are made
 * of the parts of one number, the bits of both ports side by side, which is the index.
 */
final class Pairs {
  private Pairs() {}

  /**
   * {@return the arguments of a function, made of the parts of a pair of ports where that is needed
   * and the ports are narrow; else the same}
   *
   * @param graph where vertices are made
   * @param arguments of the function
   */
  static List<Integer> arguments(GraphBuilder graph, List<Integer> arguments) {
    if (arguments.stream().filter(a -> !graph.isConstant(a)).distinct().count() < 2) {
      return arguments;
    }
    Set<Integer> below = below(graph, arguments, -1);
    List<Integer> ports = below.stream().filter(v -> graph.term(v) instanceof Term.Port).toList();
    if (ports.size() != 2 || below.stream().anyMatch(v -> isIndex(graph, arguments, v))) {
      return arguments;
    }
    FixedFormat high = format(graph, ports.getFirst());
    FixedFormat low = format(graph, ports.getLast());
    int bits = high.widthBits() + low.widthBits();
    if (bits > TableLimits.MAX_TABLE_BITS) {
      return arguments;
    }
    int pair =
        graph.inside(() -> graph.vertex(new Term.Pair(ports.getFirst(), ports.getLast(), bits)));
    Map<Integer, Integer> inPlaceOf = new HashMap<>();
    inPlaceOf.put(ports.getFirst(), part(graph, pair, ports.getFirst(), low.widthBits()));
    inPlaceOf.put(ports.getLast(), part(graph, pair, ports.getLast(), 0));
    return graph.insideAll(() -> {
      Substitution.extend(inPlaceOf, graph, arguments);
      return arguments.stream().map(a -> inPlaceOf.getOrDefault(a, a)).toList();
    });
  }

  private static int part(GraphBuilder graph, int pair, int port, int lowBit) {
    FixedFormat format = format(graph, port);
    Interval occurring = Grid.snap(graph.range(port), format.fractionBits());
    return graph.vertex(new Term.Part(pair, format, lowBit, occurring));
  }

  private static FixedFormat format(GraphBuilder graph, int port) {
    return graph.request().inputs().get(port).held();
  }

  /** Whether all arguments are functions of one sum, which is an index of fewer bits. */
  private static boolean isIndex(GraphBuilder graph, List<Integer> arguments, int v) {
    return graph.term(v) instanceof Term.Apply(Operator operator, _)
        && (operator == Operator.ADD || operator == Operator.SUBTRACT)
        && below(graph, arguments, v).stream().noneMatch(b -> graph.term(b) instanceof Term.Port);
  }

  /**
   * {@return vertices and what they stand on, but for one and what is below it alone}
   *
   * @param graph where they are
   * @param tops the vertices
   * @param without the one, or -1
   */
  static Set<Integer> below(GraphBuilder graph, List<Integer> tops, int without) {
    TreeSet<Integer> found = new TreeSet<>();
    TreeSet<Integer> open = new TreeSet<>(tops);
    while (!open.isEmpty()) {
      int v = open.removeLast();
      if (v != without && found.add(v)) {
        open.addAll(graph.term(v).operands());
      }
    }
    return found;
  }
}
