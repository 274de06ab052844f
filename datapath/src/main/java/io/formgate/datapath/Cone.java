package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * A vertex as a function of one other vertex: the vertices between them, in their order. Owns
 * scratch memory.
 */
final class Cone {
  private final FormulaGraph graph;
  private final int top;
  private final int variable;
  private final int[] between;
  private final Interval[] values;
  private final List<Integer>[] grids;

  /**
   * Finds what lies between two vertices.
   *
   * @param graph the formulas
   * @param top depends on {@code variable} and constants alone
   * @param variable the other vertex
   */
  Cone(FormulaGraph graph, int top, int variable) {
    this.graph = graph;
    this.top = top;
    this.variable = variable;
    boolean[] used = new boolean[top + 1];
    used[top] = true;
    int count = 0;
    for (int v = top; v >= 0; v--) {
      if (used[v] && v != variable) {
        count++;
        graph.term(v).operands().forEach(a -> used[a] = true);
      }
    }
    between = new int[count];
    for (int v = top; v >= 0; v--) {
      if (used[v] && v != variable) {
        between[--count] = v;
      }
    }
    values = new Interval[top + 1];
    grids = grids(graph, between, top + 1);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists cannot be made otherwise
  private static List<Integer>[] grids(FormulaGraph graph, int[] vertices, int size) {
    List<Integer>[] grids = new List[size];
    for (int v : vertices) {
      grids[v] = graph.term(v).operands().stream().map(graph::grid).toList();
    }
    return grids;
  }

  /** {@return all that the values of the vertex depend on but for those of the other vertex} */
  List<FunctionLibrary.Step> steps() {
    int[] number = new int[top + 1];
    for (int i = 0; i < between.length; i++) {
      number[between[i]] = i + 1;
    }
    List<FunctionLibrary.Step> steps = new ArrayList<>();
    for (int v : between) {
      FormulaGraph.Term term =
          switch (graph.term(v)) {
            case FormulaGraph.Term.Port port -> port;
            case FormulaGraph.Term.Constant constant -> constant;
            case FormulaGraph.Term.Turn t ->
                new FormulaGraph.Term.Turn(
                    t.operator(), number[t.phase()], t.isNegated(), t.offset());
            case FormulaGraph.Term.Pair pair -> pair;
            case FormulaGraph.Term.Part p ->
                new FormulaGraph.Term.Part(number[p.pair()], p.format(), p.lowBit(), p.occurring());
            case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) ->
                new FormulaGraph.Term.Apply(
                    operator, arguments.stream().map(a -> number[a]).toList());
            case Coded coded -> coded.mapped(a -> number[a]);
          };
      steps.add(
          new FunctionLibrary.Step(term, graph.isConstant(v) ? graph.range(v) : null, grids[v]));
    }
    return steps;
  }

  /** {@return whether something between the vertices jumps} */
  boolean jumps() {
    for (int v : between) {
      if (graph.jumps(v)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return the values of the vertex}
   *
   * @param ofVariable values of the other vertex
   */
  Interval evaluate(Interval ofVariable) {
    values[variable] = ofVariable;
    for (int v : between) {
      values[v] = valuesOf(v);
    }
    return Grid.snap(values[top], graph.grid(top));
  }

  private Interval valuesOf(int v) {
    return switch (graph.term(v)) {
      case FormulaGraph.Term.Port(int index) ->
          throw new IllegalStateException("vertex depends on input " + index + " as well");
      case FormulaGraph.Term.Constant _ -> graph.range(v);
      case FormulaGraph.Term.Turn turn -> turn.evaluate(values[turn.phase()]);
      case FormulaGraph.Term.Pair _ ->
          throw new IllegalStateException("vertex depends on a pair as well");
      case FormulaGraph.Term.Part part -> part.evaluate(values[part.pair()]);
      case Coded coded ->
          coded.evaluate(
              coded.operands().stream().map(a -> Grid.snap(values[a], graph.grid(a))).toList());
      case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) -> {
        Interval first = values[arguments.getFirst()];
        yield operator == Operator.SQRT && first.hi() < 0
            ? Interval.of(0)
            : RealRange.of(operator, intervals(arguments), grids[v]);
      }
    };
  }

  /** Without a stream: every cell of a table is looked at. */
  private List<Interval> intervals(List<Integer> arguments) {
    Interval first = values[arguments.getFirst()];
    return switch (arguments.size()) {
      case 1 -> List.of(first);
      case 2 -> List.of(first, values[arguments.get(1)]);
      case 3 -> List.of(first, values[arguments.get(1)], values[arguments.get(2)]);
      default -> throw new IllegalStateException("an operator of " + arguments.size() + " values");
    };
  }
}
