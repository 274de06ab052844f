package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;

/** Real values of a term on the declared ranges, from those of its operands. */
final class TermRange {
  private TermRange() {}

  /**
   * {@return the values of a term}
   *
   * @param graph with the vertices that the term stands on
   * @param term whose vertex may not exist yet
   */
  static Interval of(GraphBuilder graph, Term term) {
    return switch (term) {
      case Term.Port(int index) -> graph.request().inputs().get(index).range();
      case Term.Constant(double value) -> Interval.of(value);
      case Term.Turn turn -> turn.evaluate(graph.range(turn.phase()));
      case Coded coded ->
          coded.evaluate(coded.operands().stream().map(v -> snapped(graph, v)).toList());
      case Term.Pair(_, _, int bits) -> new Interval(0, Math.scalb(1.0, bits) - 1);
      case Term.Part part -> part.occurring();
      case Term.Apply(Operator operator, List<Integer> arguments) -> {
        Interval range =
            RealRange.of(
                operator,
                arguments.stream().map(graph::range).toList(),
                arguments.stream().map(graph::grid).toList());
        yield operator == Operator.DIVIDE
                && range.isFinite()
                && ProperFraction.is(
                    arguments.getFirst(), arguments.getLast(), graph::term, graph::range)
            ? new Interval(Math.max(0, range.lo()), Math.min(1, range.hi()))
            : range;
      }
    };
  }

  private static Interval snapped(GraphBuilder graph, int v) {
    return Grid.snap(graph.range(v), graph.grid(v));
  }
}
