package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Formulas as a graph: equal subexpressions are one vertex, constants are folded, every vertex has
 * the interval of its real values on the declared input ranges.
 *
 * <p>A quotient by a constant becomes a product, so that no divider is built for it.
 */
final class FormulaGraph {

  /** What a vertex is. */
  sealed interface Term {
    /** The i-th input port. */
    record Port(int index) implements Term {}

    /** A number. */
    record Constant(double value) implements Term {}

    /** An operator on earlier vertices. */
    record Apply(Operator operator, List<Integer> arguments) implements Term {}
  }

  private final QuantizerRequest request;
  private final List<Term> terms = new ArrayList<>();
  private final List<Interval> ranges = new ArrayList<>();
  private final Map<Term, Integer> byTerm = new HashMap<>();
  private final List<Integer> roots = new ArrayList<>();

  FormulaGraph(QuantizerRequest request) {
    this.request = request;
    for (int i = 0; i < request.inputs().size(); i++) {
      vertex(new Term.Port(i));
    }
    for (QuantizerRequest.OutputPort output : request.outputs()) {
      roots.add(add(output.formula()));
    }
  }

  private int add(Expr e) {
    return switch (e) {
      case Expr.Constant(double value) -> vertex(new Term.Constant(value));
      case Expr.Variable(String name) -> vertex(new Term.Port(portIndex(name)));
      case Expr.Apply(Operator operator, List<Expr> arguments) -> {
        List<Integer> vertices = new ArrayList<>();
        for (Expr argument : arguments) {
          vertices.add(add(argument));
        }
        yield apply(operator, vertices);
      }
    };
  }

  private int apply(Operator operator, List<Integer> arguments) {
    if (arguments.stream().allMatch(a -> terms.get(a) instanceof Term.Constant)) {
      double[] values =
          arguments.stream().mapToDouble(a -> ((Term.Constant) terms.get(a)).value()).toArray();
      double folded = operator.evaluate(values);
      if (Double.isFinite(folded)) {
        return vertex(new Term.Constant(folded));
      }
    }
    if (operator == Operator.DIVIDE
        && terms.get(arguments.get(1)) instanceof Term.Constant(double divisor)
        && Double.isFinite(1 / divisor)) {
      int reciprocal = vertex(new Term.Constant(1 / divisor));
      return vertex(new Term.Apply(Operator.MULTIPLY, List.of(arguments.get(0), reciprocal)));
    }
    if (operator == Operator.MULTIPLY && arguments.get(0).equals(arguments.get(1))) {
      return vertex(new Term.Apply(Operator.SQUARE, List.of(arguments.get(0))));
    }
    return vertex(new Term.Apply(operator, arguments));
  }

  private int vertex(Term term) {
    Integer known = byTerm.get(term);
    if (known != null) {
      return known;
    }
    ranges.add(rangeOf(term));
    terms.add(term);
    byTerm.put(term, terms.size() - 1);
    return terms.size() - 1;
  }

  private Interval rangeOf(Term term) {
    return switch (term) {
      case Term.Port(int index) -> request.inputs().get(index).range();
      case Term.Constant(double value) -> Interval.of(value);
      case Term.Apply(Operator operator, List<Integer> arguments) ->
          evaluate(operator, arguments.stream().map(ranges::get).toList());
    };
  }

  /**
   * {@return the values of an operator on intervals; a square root looks only at the part of its
   * argument that is not negative, since the circuit takes 0 for the rest}
   */
  static Interval evaluate(Operator operator, List<Interval> arguments) {
    Interval a = arguments.getFirst();
    Interval b = arguments.getLast();
    Interval values = operator.evaluate(arguments);
    // Rounding outwards must not make a sum or product of terms that are not negative negative.
    if ((operator == Operator.ADD || operator == Operator.MULTIPLY)
        && values.lo() < 0
        && a.lo() >= 0
        && b.lo() >= 0) {
      return new Interval(0, values.hi());
    }
    if (operator == Operator.SQRT && a.lo() < 0 && a.hi() >= 0) {
      return operator.evaluate(List.of(new Interval(0, a.hi())));
    }
    return values;
  }

  /** A cell of a table may lie wholly where the circuit takes 0 for a root. */
  private static Interval evaluateInTable(Operator operator, List<Interval> arguments) {
    return operator == Operator.SQRT && arguments.getFirst().hi() < 0
        ? Interval.of(0)
        : evaluate(operator, arguments);
  }

  private int portIndex(String name) {
    for (int i = 0; i < request.inputs().size(); i++) {
      if (request.inputs().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the formula uses an input that is not declared: " + name);
  }

  int size() {
    return terms.size();
  }

  Term term(int vertex) {
    return terms.get(vertex);
  }

  /** {@return the real values of a vertex on the declared ranges; may be empty or infinite} */
  Interval range(int vertex) {
    return ranges.get(vertex);
  }

  /** {@return the vertex of each output} */
  List<Integer> roots() {
    return roots;
  }

  QuantizerRequest request() {
    return request;
  }

  /**
   * {@return the values of a vertex as a function of one other vertex}
   *
   * @param vertex depends on {@code variable} and constants alone
   * @param variable the other vertex
   * @param values of the other vertex
   */
  Interval evaluate(int vertex, int variable, Interval values) {
    if (vertex == variable) {
      return values;
    }
    return switch (terms.get(vertex)) {
      case Term.Port(int index) ->
          throw new IllegalStateException("vertex depends on input " + index + " as well");
      case Term.Constant(double value) -> Interval.of(value);
      case Term.Apply(Operator operator, List<Integer> arguments) ->
          evaluateInTable(
              operator, arguments.stream().map(a -> evaluate(a, variable, values)).toList());
    };
  }

  /** {@return the formula of a vertex, for messages} */
  Expr toExpr(int vertex) {
    return switch (terms.get(vertex)) {
      case Term.Port(int index) -> Expr.variable(request.inputs().get(index).name());
      case Term.Constant(double value) -> Expr.constant(value);
      case Term.Apply(Operator operator, List<Integer> arguments) ->
          new Expr.Apply(operator, arguments.stream().map(this::toExpr).toList());
    };
  }
}
