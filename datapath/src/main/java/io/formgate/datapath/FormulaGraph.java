package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.List;

/**
 * Formulas as a graph: equal subexpressions are one vertex, constants are folded, every vertex has
 * the interval of its real values on the declared input ranges. No operator of {@link
 * Role#COMPOSITE} is left in it.
 *
 * <p>A vertex stands after its arguments; the input ports come first, in their order, then what the
 * outputs depend on.
 */
final class FormulaGraph {

  /** What a vertex is. */
  sealed interface Term permits Coded, Term.Port, Term.Constant, Term.Apply, Term.Turn {
    /** The i-th input port. */
    record Port(int index) implements Term {}

    /** A number. */
    record Constant(double value) implements Term {}

    /** An operator on earlier vertices. */
    record Apply(Operator operator, List<Integer> arguments) implements Term {
      /** Copies the arguments. */
      public Apply {
        arguments = List.copyOf(arguments);
      }

      Role role() {
        return Role.of(operator);
      }
    }

    /**
     * A sine or cosine of an angle in turns, of which whole ones change nothing.
     *
     * @param operator sine or cosine
     * @param phase the angle, or what it is without a number
     * @param isNegated whether the phase is subtracted from the number, not added to it
     * @param offset where the number is
     */
    record Turn(Operator operator, int phase, boolean isNegated, Interval offset) implements Term {
      /** {@return the values of the sine or cosine for values of the phase} */
      Interval evaluate(Interval ofPhase) {
        return Phase.evaluate(
            operator,
            (isNegated ? Operator.SUBTRACT : Operator.ADD).evaluate(List.of(offset, ofPhase)));
      }
    }

    /** {@return the arguments of an operator, none for a leaf} */
    default List<Integer> operands() {
      return switch (this) {
        case Port _, Constant _ -> List.of();
        case Turn turn -> List.of(turn.phase());
        case Apply(_, List<Integer> arguments) -> arguments;
        case Coded coded -> coded.operands();
      };
    }
  }

  /**
   * A term with what is known of it.
   *
   * @param term what it is
   * @param range its real values on the declared ranges; may be empty or infinite
   * @param grid its real values are multiples of 2^-grid, or {@link Grid#NONE}
   * @param source the part of a formula that it was made for
   */
  record Vertex(Term term, Interval range, int grid, Expr source) {
    /** {@return the same vertex whose arguments have other indices} */
    Vertex renumbered(int[] newIndex) {
      Term other =
          switch (term) {
            case Term.Port _, Term.Constant _ -> term;
            case Term.Turn turn ->
                new Term.Turn(
                    turn.operator(), newIndex[turn.phase()], turn.isNegated(), turn.offset());
            case Term.Apply(Operator operator, List<Integer> arguments) ->
                new Term.Apply(operator, arguments.stream().map(a -> newIndex[a]).toList());
            case Coded coded -> coded.mapped(a -> newIndex[a]);
          };
      return new Vertex(other, range, grid, source);
    }
  }

  private final QuantizerRequest request;
  private final List<Vertex> vertices;
  private final List<Integer> roots;
  private final List<Expr> negativeRadicands;

  /**
   * Makes the graph.
   *
   * @param request the formulas
   * @param style whether sines and cosines of wide values are functions of a phase in turns
   */
  FormulaGraph(QuantizerRequest request, QuantizerStyle style) {
    this.request = request;
    GraphBuilder builder = new GraphBuilder(request, style);
    vertices = builder.vertices();
    roots = builder.roots();
    negativeRadicands = builder.negativeRadicands();
  }

  int size() {
    return vertices.size();
  }

  Term term(int vertex) {
    return vertices.get(vertex).term();
  }

  /** {@return the real values of a vertex on the declared ranges; may be empty or infinite} */
  Interval range(int vertex) {
    return vertices.get(vertex).range();
  }

  /** {@return F if all real values of a vertex are multiples of 2^-F, or {@link Grid#NONE}} */
  int grid(int vertex) {
    return vertices.get(vertex).grid();
  }

  /** {@return whether a vertex is 1 or 0 at any time} */
  boolean isTruth(int vertex) {
    return Grid.isTruth(vertices.get(vertex));
  }

  /** {@return the part of a formula that a vertex was made for, for messages} */
  Expr source(int vertex) {
    return vertices.get(vertex).source();
  }

  /** {@return the vertex of each output} */
  List<Integer> roots() {
    return roots;
  }

  /** {@return the arguments of square roots that may be negative} */
  List<Expr> negativeRadicands() {
    return negativeRadicands;
  }

  QuantizerRequest request() {
    return request;
  }

  boolean isConstant(int vertex) {
    return term(vertex) instanceof Term.Constant;
  }

  /** {@return whether the value of a vertex jumps where its arguments move a little} */
  boolean jumps(int vertex) {
    return switch (term(vertex)) {
      case Term.Apply apply -> apply.role().jumps();
      case Coded coded -> coded.jumps();
      case Term.Port _, Term.Constant _, Term.Turn _ -> false;
    };
  }
}
