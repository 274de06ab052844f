package io.formgate.datapath;

import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
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
  sealed interface Term
      permits Coded, Term.Port, Term.Constant, Term.Apply, Term.Turn, Term.Pair, Term.Part {
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

    /**
     * The bits of two ports side by side, as a whole number that is not negative.
     *
     * @param high port of the upper bits
     * @param low port of the lower bits
     * @param bits of both
     */
    record Pair(int high, int low, int bits) implements Term {}

    /**
     * The value of one of the ports of a pair.
     *
     * @param pair the pair
     * @param format of the port
     * @param lowBit place of its lowest bit in the pair
     * @param occurring what the port carries; other bits stand for the nearest of these
     */
    record Part(int pair, FixedFormat format, int lowBit, Interval occurring) implements Term {
      /** {@return the vertex of the port, by that of the pair} */
      int port(Term ofPair) {
        return lowBit == 0 ? ofPair.operands().getLast() : ofPair.operands().getFirst();
      }

      /** {@return the values of the port for values of the pair} */
      Interval evaluate(Interval ofPair) {
        long first = (long) Math.floor(ofPair.lo()) >>> lowBit;
        long last = (long) Math.floor(ofPair.hi()) >>> lowBit;
        if (first != last) {
          return occurring;
        }
        long bits = first & ((1L << format.widthBits()) - 1);
        return Interval.of(occurring.clamp(format.toReal(format.fromBits(bits))));
      }
    }

    /** {@return the arguments of an operator, none for a leaf} */
    default List<Integer> operands() {
      return switch (this) {
        case Port _, Constant _ -> List.of();
        case Turn turn -> List.of(turn.phase());
        case Pair pair -> List.of(pair.high(), pair.low());
        case Part part -> List.of(part.pair());
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
            case Term.Pair(int high, int low, int bits) ->
                new Term.Pair(newIndex[high], newIndex[low], bits);
            case Term.Part part ->
                new Term.Part(
                    newIndex[part.pair()], part.format(), part.lowBit(), part.occurring());
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
      case Term.Port _, Term.Constant _, Term.Turn _, Term.Pair _, Term.Part _ -> false;
    };
  }
}
