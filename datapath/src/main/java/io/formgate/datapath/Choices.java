package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;

/**
 * Makes comparisons, and choices between two branches by a comparison.
 *
 * <p>A number that is compared with values on a grid moves to the grid. A branch that is undefined
 * somewhere is guarded, see {@link Guard}.
 */
final class Choices {
  /** Choices nested in choices are guarded again and again: bounds the work to a second or so. */
  private static final long MAX_GUARDED_VERTICES = 1_000_000;

  private final GraphBuilder graph;

  /** Vertices that guards have looked at. */
  private long guardedVertices;

  Choices(GraphBuilder graph) {
    this.graph = graph;
  }

  /** {@return the vertex that says whether a is below b} */
  int less(int a, int b) {
    if (a == b) {
      return graph.constant(0);
    }
    if (graph.term(a) instanceof Term.Constant(double value)) {
      if (value == 0 && graph.isTruth(b)) {
        return b;
      }
      if (graph.grid(b) != Grid.NONE && graph.grid(a) > graph.grid(b)) {
        return less(graph.constant(Grid.down(value, graph.grid(b))), b);
      }
    }
    if (graph.term(b) instanceof Term.Constant(double value)
        && graph.grid(a) != Grid.NONE
        && graph.grid(b) > graph.grid(a)) {
      return less(a, graph.constant(Grid.up(value, graph.grid(a))));
    }
    Term term = new Term.Apply(Operator.LESS, List.of(a, b));
    Interval range = TermRange.of(graph, term);
    return range.lo() == range.hi() ? graph.constant(range.lo()) : graph.vertex(term);
  }

  /** {@return the vertex of the first branch where a condition is true, of the second elsewhere} */
  int choice(int condition, int ifTrue, int ifNot) {
    int bit = graph.isTruth(condition) ? condition : less(graph.constant(0), condition);
    if (graph.range(bit).lo() > 0) {
      return ifTrue;
    }
    if (graph.range(bit).hi() <= 0) {
      return ifNot;
    }
    if (ifTrue == ifNot) {
      return ifTrue;
    }
    if (isNumber(ifTrue, 1) && isNumber(ifNot, 0)) {
      return bit;
    }
    if (graph.term(bit) instanceof Term.Apply(Operator o, List<Integer> parts)
        && o == Operator.COND) {
      if (isNumber(parts.get(1), 0) && isNumber(parts.get(2), 1)) {
        return choice(parts.get(0), ifNot, ifTrue);
      }
      if (!isDefined(ifTrue) || !isDefined(ifNot)) {
        return choice(
            parts.get(0), choice(parts.get(1), ifTrue, ifNot), choice(parts.get(2), ifTrue, ifNot));
      }
    }
    return graph.vertex(
        new Term.Apply(
            Operator.COND, List.of(bit, guarded(ifTrue, bit, true), guarded(ifNot, bit, false))));
  }

  /** {@return a branch that is defined where it is not taken, if that can be had} */
  private int guarded(int branch, int bit, boolean taken) {
    if (isDefined(branch)) {
      return branch;
    }
    for (Guard guard : Guard.of(graph, bit, taken)) {
      guardedVertices += branch;
      if (guardedVertices > MAX_GUARDED_VERTICES) {
        return branch;
      }
      int rebuilt = graph.inside(() -> guard.rebuild(graph, branch));
      if (isDefined(rebuilt)) {
        return rebuilt;
      }
    }
    return branch;
  }

  private boolean isDefined(int v) {
    return graph.range(v).isFinite();
  }

  private boolean isNumber(int v, double number) {
    return graph.term(v) instanceof Term.Constant(double value) && value == number;
  }
}
