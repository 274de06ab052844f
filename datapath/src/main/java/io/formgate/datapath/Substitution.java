package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Operator;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Parts of formulas with some of their vertices replaced. */
final class Substitution {
  private Substitution() {}

  /**
   * Makes what stands on replaced vertices anew.
   *
   * @param inPlaceOf vertices by those that they replace; gets those that are made for it
   * @param graph where vertices are made
   * @param tops what is made anew, with all between it and the replaced vertices
   */
  static void extend(Map<Integer, Integer> inPlaceOf, GraphBuilder graph, List<Integer> tops) {
    int first = Collections.min(inPlaceOf.keySet());
    int last = Collections.max(tops);
    boolean[] used = new boolean[last + 1];
    tops.forEach(t -> used[t] = true);
    for (int v = last; v > first; v--) {
      if (used[v] && !inPlaceOf.containsKey(v)) {
        graph.term(v).operands().forEach(a -> used[a] = true);
      }
    }
    for (int v = first + 1; v <= last; v++) {
      if (!used[v] || inPlaceOf.containsKey(v)) {
        continue;
      }
      if (graph.term(v) instanceof Term.Apply(Operator operator, List<Integer> operands)
          && operands.stream().anyMatch(inPlaceOf::containsKey)) {
        int made =
            graph.apply(
                operator, operands.stream().map(a -> inPlaceOf.getOrDefault(a, a)).toList());
        inPlaceOf.put(v, inPlaceOf.getOrDefault(made, made));
      } else if (graph.term(v) instanceof Term.Turn turn && inPlaceOf.containsKey(turn.phase())) {
        int phase = inPlaceOf.getOrDefault(turn.phase(), turn.phase());
        inPlaceOf.put(
            v, graph.turn(new Term.Turn(turn.operator(), phase, turn.isNegated(), turn.offset())));
      } else if (graph.term(v) instanceof Coded coded
          && coded.operands().stream().anyMatch(inPlaceOf::containsKey)) {
        inPlaceOf.put(v, graph.vertex(coded.mapped(a -> inPlaceOf.getOrDefault(a, a))));
      }
    }
  }
}
