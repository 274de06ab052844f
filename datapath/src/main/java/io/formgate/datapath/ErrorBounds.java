package io.formgate.datapath;

import io.formgate.datapath.ErrorAnalysis.TableError;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Bounds and fraction bits of the vertices that a circuit has, for given word lengths.
 *
 * <p>Errors travel as {@link ErrorBound}s: an absolute part and a part relative to the real value.
 * Rounding towards minus infinity to f fraction bits adds at most 2^-f. The rule of each operator
 * is derived in {@code docs/datapath-semantics.md}.
 *
 * <p>The word lengths of a vertex, or how a function is computed, can be changed, and the last
 * change can be taken back: searches try so many that bounds are not copied for each. Not for
 * several threads.
 */
final class ErrorBounds {
  /** Bits of the part of a cell by which tables move towards what their index is on average. */
  private static final int CENTRE_BITS = 3;

  /** What was known of a vertex before it changed. */
  private record Before(int vertex, @Nullable ErrorBound bound, int fraction, double bias) {}

  private final FormulaGraph graph;
  private final TablePlan plan;
  private final ErrorAnalysis analysis;
  private final WordLengths.Editable lengths;
  private final @Nullable TableError[] chosen;
  private final boolean withoutCells;
  private final boolean centred;
  private final double[] biases;
  private final @Nullable ErrorBound[] bounds;
  private final int[] fractions;
  private final BitSet pending = new BitSet();

  /** What the last change has changed. */
  private final List<Before> changed = new ArrayList<>();

  /** Takes the parameter back that the last change was made to. */
  private Runnable parameterBefore = () -> {};

  /** Computes all bounds; {@link ErrorAnalysis} says what the flags are. */
  ErrorBounds(
      FormulaGraph graph,
      TablePlan plan,
      ErrorAnalysis analysis,
      WordLengths lengths,
      boolean withoutCells,
      boolean centred) {
    this.graph = graph;
    this.plan = plan;
    this.analysis = analysis;
    this.lengths = lengths.editable();
    this.withoutCells = withoutCells;
    this.centred = centred;
    chosen = new TableError[graph.size()];
    biases = new double[graph.size()];
    bounds = new ErrorBound[graph.size()];
    fractions = new int[graph.size()];
    for (int v = 0; v < bounds.length; v++) {
      bounds[v] = analysis.isNeeded(v) ? compute(v) : null;
    }
  }

  /** {@return the word lengths as they are now, which change with the bounds} */
  WordLengths.Editable lengths() {
    return lengths;
  }

  /**
   * Rounds a vertex to other fraction bits.
   *
   * @param vertex one that rounds
   * @param bits its fraction bits
   */
  void setFraction(int vertex, int bits) {
    int before = lengths.fractionBits(vertex);
    parameterBefore = () -> lengths.setFraction(vertex, before);
    lengths.setFraction(vertex, bits);
    computeFrom(vertex);
  }

  /**
   * Gives a table another index, or a root or quotient that is normalized another mantissa.
   *
   * @param vertex a table, root or quotient
   * @param bits fraction bits of the index, or bits of the mantissa
   */
  void setIndex(int vertex, int bits) {
    int before = lengths.indexFractionBits(vertex);
    parameterBefore = () -> lengths.setIndex(vertex, before);
    lengths.setIndex(vertex, bits);
    computeFrom(vertex);
  }

  /**
   * Gives a function a way in which it is computed.
   *
   * @param vertex a function
   * @param error of the way
   */
  void setWay(int vertex, TableError error) {
    TableError before = chosen[vertex];
    parameterBefore = () -> chosen[vertex] = before;
    chosen[vertex] = error;
    computeFrom(vertex);
  }

  /** Takes the last change back, once. */
  void undo() {
    parameterBefore.run();
    for (Before b : changed) {
      bounds[b.vertex] = b.bound;
      fractions[b.vertex] = b.fraction;
      biases[b.vertex] = b.bias;
    }
    parameterBefore = () -> {};
    changed.clear();
  }

  /**
   * {@return whether all vertices that the last change has changed pass a test}
   *
   * @param test of a vertex
   */
  boolean allChanged(IntPredicate test) {
    for (Before b : changed) {
      if (!test.test(b.vertex)) {
        return false;
      }
    }
    return true;
  }

  /** Computes a vertex again, and what changes with it: values depend on their operands alone. */
  private void computeFrom(int vertex) {
    changed.clear();
    if (!analysis.isNeeded(vertex)) {
      return;
    }
    pending.set(vertex);
    for (int v = vertex; v >= 0; v = pending.nextSetBit(v + 1)) {
      pending.clear(v);
      Before before = new Before(v, bounds[v], fractions[v], biases[v]);
      biases[v] = 0;
      ErrorBound bound = compute(v);
      if (fractions[v] != before.fraction
          || biases[v] != before.bias
          || !bound.equals(before.bound)) {
        bounds[v] = bound;
        changed.add(before);
        for (int user : analysis.users(v)) {
          pending.set(user);
        }
      }
    }
  }

  /** {@return the bound on the error of a vertex} */
  ErrorBound bound(int v) {
    return biases[v] == 0 ? spread(v) : spread(v).plusAbsolute(Math.abs(biases[v]));
  }

  /** The bound on what the error of a vertex is besides its bias. */
  private ErrorBound spread(int v) {
    ErrorBound bound = bounds[v];
    if (bound == null) {
      throw new IllegalStateException("the circuit has no value for vertex " + v);
    }
    return bound;
  }

  /** {@return the fraction bits that a vertex has in the datapath} */
  int fraction(int v) {
    return fractions[v];
  }

  private ErrorBound compute(int v) {
    if (plan.isTable(v)) {
      TableError known = chosen[v];
      if (known != null) {
        fractions[v] = known.fractionBits();
        return new ErrorBound(known.absolute(), 0);
      }
      fractions[v] = Math.min(lengths.fractionBits(v), graph.grid(v));
      double cells = withoutCells ? 0 : shape(v).maxDeviation();
      // An entry on its grid needs no rounding.
      boolean exact = cells == 0 && fractions[v] == graph.grid(v);
      return exact
          ? ErrorBound.EXACT
          : new ErrorBound(cells + Math.scalb(1.0, -fractions[v] - (isSingleTable(v) ? 1 : 0)), 0);
    }
    return switch (graph.term(v)) {
      case FormulaGraph.Term.Port(int port) -> {
        fractions[v] = graph.request().inputs().get(port).format().fractionBits();
        yield ErrorBound.EXACT;
      }
      case FormulaGraph.Term.Constant(double value) -> {
        Literal literal = Literal.of(value, lengths.fractionBits(v));
        fractions[v] = literal.fractionBits();
        biases[v] = centred ? literal.value() - value : 0;
        Interval real = graph.range(v);
        double made = literal.value() - biases[v];
        yield new ErrorBound(Math.max(Math.abs(real.lo() - made), Math.abs(real.hi() - made)), 0);
      }
      case FormulaGraph.Term.Turn _ ->
          throw new IllegalStateException("a function of a phase is not planned as a table");
      case FormulaGraph.Term.Pair _ -> {
        fractions[v] = 0;
        yield ErrorBound.EXACT;
      }
      case FormulaGraph.Term.Part _ ->
          throw new IllegalStateException("a part of a pair is outside of a table");
      case Coded coded -> {
        // Only an address is no table: a whole number, with a wrong code any other one.
        yield coded.operands().stream().allMatch(this::isExact)
            ? ErrorBound.EXACT
            : new ErrorBound(graph.range(v).magnitude(), 0);
      }
      case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) ->
          plan.isMultiple(v) ? multiple(v) : compute(v, operator, arguments);
    };
  }

  private ErrorBound multiple(int v) {
    int a = plan.multiplied(v);
    double factor = Math.abs(plan.factor(v));
    biases[v] = plan.factor(v) * operandBias(v, a);
    ErrorBound operand = operandSpread(v, a);
    fractions[v] = lengths.fractionBits(v);
    // The double of the factor, of which the entries are made, is rounded, and so are the
    // entries.
    double rounding = graph.range(a).magnitude() * (plan.factorError(v) + Math.ulp(factor));
    return new ErrorBound(factor * operand.absolute(), operand.relative())
        .plusAbsolute(rounding + RoundedMultiple.error(tables(v), fractions[v]));
  }

  /** {@return the tables of a product with a number} */
  int tables(int v) {
    int a = plan.multiplied(v);
    if (graph.term(a) instanceof FormulaGraph.Term.Port(int port)) {
      int width = graph.request().inputs().get(port).held().widthBits();
      return RoundedMultiple.tables(Math.max(1, width - fractions[a] + operandFraction(v, a)));
    }
    double slack = operand(v, a).at(graph.range(a).magnitude());
    Interval range = new Interval(graph.range(a).lo() - slack, graph.range(a).hi() + slack);
    return RoundedMultiple.tables(TablePlan.indexBits(range, operandFraction(v, a)));
  }

  /** {@return the fraction bits of an operand of a sum or product, as rounded for it} */
  private int operandFraction(int v, int a) {
    return graph.isConstant(a) ? fractions[a] : Math.min(fractions[a], operandLimit(v));
  }

  /** {@return the most fraction bits that a sum or product leaves its operands} */
  int operandLimit(int v) {
    return lengths.operandFractionBits(v);
  }

  /** {@return the most fraction bits of the operands of a sum or product, as rounded for it} */
  int operandFraction(int v) {
    return plan.operands(v).stream()
        .filter(a -> !graph.isConstant(a))
        .mapToInt(a -> operandFraction(v, a))
        .max()
        .orElseThrow();
  }

  /** The bound on an operand of a sum or product, as rounded for it. */
  private ErrorBound operand(int v, int a) {
    return operandSpread(v, a).plusAbsolute(Math.abs(operandBias(v, a)));
  }

  private double operandBias(int v, int a) {
    return biases[a] + roundingBias(fractions[a], operandFraction(v, a));
  }

  private ErrorBound operandSpread(int v, int a) {
    return spread(a).plusAbsolute(roundingSpread(fractions[a], operandFraction(v, a)));
  }

  /** What rounding down loses on average, if that is told apart from what it loses at most. */
  private double roundingBias(int from, int to) {
    return centred && to < from ? (Math.scalb(1.0, -from) - Math.scalb(1.0, -to)) / 2 : 0;
  }

  /** How far rounding down is at most from what it loses on average. */
  private double roundingSpread(int from, int to) {
    if (to >= from) {
      return 0;
    }
    return Math.scalb(1.0, -to - (centred ? 1 : 0));
  }

  /** {@return whether an operand of a sum is a number that takes the other's bias back} */
  boolean takesBiasBack(int v, int a) {
    return centred
        && graph.isConstant(a)
        && graph.term(v).operands().stream().anyMatch(o -> !graph.isConstant(o));
  }

  /**
   * {@return the number that a sum or difference has for a constant}
   *
   * @param v the sum or difference
   * @param constant operand that {@linkplain #takesBiasBack takes bias back}
   */
  Literal addend(int v, int constant) {
    List<Integer> operands = graph.term(v).operands();
    int other = operands.getFirst() == constant ? operands.getLast() : operands.getFirst();
    boolean isSum =
        graph.term(v) instanceof FormulaGraph.Term.Apply apply && apply.role() == Role.ADD;
    double bias = operandBias(v, other);
    double value = value(constant);
    return Literal.of(isSum ? value - bias : value + bias, lengths.fractionBits(constant));
  }

  private double value(int constant) {
    if (graph.term(constant) instanceof FormulaGraph.Term.Constant(double value)) {
      return value;
    }
    throw new IllegalStateException("vertex " + constant + " is no number");
  }

  private double addendBias(int v, int a) {
    return takesBiasBack(v, a) ? addend(v, a).value() - value(a) : operandBias(v, a);
  }

  private int addendFraction(int v, int a) {
    return takesBiasBack(v, a) ? addend(v, a).fractionBits() : operandFraction(v, a);
  }

  private ErrorBound compute(int v, Operator operator, List<Integer> arguments) {
    int a = arguments.getFirst();
    int b = arguments.getLast();
    ErrorBound ea = bound(a);
    ErrorBound eb = bound(b);
    fractions[v] = Math.max(fractions[a], fractions[b]);
    Interval ra = graph.range(a);
    Interval rb = graph.range(b);
    return switch (Role.of(operator)) {
      case ADD -> {
        fractions[v] = Math.max(addendFraction(v, a), addendFraction(v, b));
        biases[v] = addendBias(v, a) + addendBias(v, b);
        yield ErrorRules.sum(operandSpread(v, a), ra, operandSpread(v, b), rb);
      }
      case SUBTRACT -> {
        fractions[v] = Math.max(addendFraction(v, a), addendFraction(v, b));
        biases[v] = addendBias(v, a) - addendBias(v, b);
        yield ErrorRules.sum(
            operandSpread(v, a), ra, operandSpread(v, b), new Interval(-rb.hi(), -rb.lo()));
      }
      case NEGATE -> {
        biases[v] = -biases[a];
        yield spread(a);
      }
      case ABSOLUTE -> ea;
      case MINIMUM, MAXIMUM ->
          new ErrorBound(Math.max(ea.at(ra.magnitude()), eb.at(rb.magnitude())), 0);
      case MULTIPLY -> {
        int exact = operandFraction(v, a) + operandFraction(v, b);
        if (isExactConstant(a) || isExactConstant(b)) {
          int factor = isExactConstant(a) ? a : b;
          int other = factor == a ? b : a;
          biases[v] = graph.range(factor).lo() * operandBias(v, other);
          yield rounded(
              v,
              exact,
              ErrorRules.product(
                  spread(factor),
                  graph.range(factor),
                  operandSpread(v, other),
                  graph.range(other)));
        }
        yield rounded(v, exact, ErrorRules.product(operand(v, a), ra, operand(v, b), rb));
      }
      case SQUARE ->
          rounded(
              v,
              2 * operandFraction(v, a),
              ErrorRules.product(operand(v, a), ra, operand(v, a), ra));
      case SQUARE_ROOT -> {
        fractions[v] = lengths.fractionBits(v);
        ErrorBound root = ErrorRules.squareRoot(ea, ra);
        yield plan.isNormalized(v)
            ? ErrorRules.then(
                root, NormalizedRoot.error(lengths.mantissaBits(v), fractions[a], fractions[v]))
            : root.plusAbsolute(Math.scalb(1.0, -fractions[v]));
      }
      case DIVIDE -> {
        fractions[v] = lengths.fractionBits(v);
        ErrorBound quotient = ErrorRules.quotient(ea, ra, eb, rb);
        yield plan.isNormalized(v)
            ? ErrorRules.then(
                quotient, NormalizedQuotient.error(lengths.mantissaBits(v), fractions[v]))
            : quotient.plusAbsolute(Math.scalb(1.0, -fractions[v]));
      }
      case FLOOR -> {
        fractions[v] = Math.min(fractions[a], 0);
        yield isExact(a)
            ? ErrorBound.EXACT
            : new ErrorBound(Math.floor(ea.at(ra.magnitude())) + 1, 0);
      }
      case LESS -> {
        fractions[v] = 0;
        yield isExact(a) && isExact(b) ? ErrorBound.EXACT : new ErrorBound(1, 0);
      }
      case CHOICE -> {
        int ifTrue = arguments.get(1);
        fractions[v] = Math.max(fractions[ifTrue], fractions[b]);
        yield ErrorRules.choice(isExact(a), bound(ifTrue), graph.range(ifTrue), eb, rb);
      }
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          throw new IllegalStateException("function " + operator + " is not planned as a table");
    };
  }

  private boolean isExact(int v) {
    return bound(v).equals(ErrorBound.EXACT);
  }

  private ErrorBound rounded(int v, int exactFraction, ErrorBound exact) {
    fractions[v] = Math.min(exactFraction, lengths.fractionBits(v));
    biases[v] += roundingBias(exactFraction, fractions[v]);
    return exact.plusAbsolute(roundingSpread(exactFraction, fractions[v]));
  }

  private boolean isExactConstant(int v) {
    return graph.isConstant(v) && bound(v).equals(ErrorBound.EXACT);
  }

  /** Entries of a table are within half of a last bit, sums of several within a whole one. */
  private boolean isSingleTable(int v) {
    return TablePlan.indexBits(plan.indexRange(v), indexFraction(v)) <= TableLimits.MAX_TABLE_BITS;
  }

  /** {@return the shape of a table under these word lengths} */
  TableShape shape(int v) {
    return shape(v, indexFraction(v));
  }

  /**
   * {@return the shape of a table under these word lengths, but for those of its index}
   *
   * @param v a table
   * @param indexFraction fraction bits of its index
   */
  TableShape shape(int v, int indexFraction) {
    int index = plan.indexOf(v);
    double own = spread(index).at(graph.range(index).magnitude());
    if (biases[index] != 0) {
      own += Math.scalb(1.0, -indexFraction - CENTRE_BITS - 1);
    }
    return shape(
        v, indexFraction, plan.isPeriodic(v) ? own + Phase.roundingError(graph, index) : own);
  }

  /**
   * {@return the same shape as if the index had no error}
   *
   * @param v a table
   * @param indexFraction fraction bits of its index
   */
  TableShape exactShape(int v, int indexFraction) {
    return shape(v, indexFraction, 0);
  }

  private TableShape shape(int v, int indexFraction, double error) {
    int index = plan.indexOf(v);
    // In parts of a cell, so that few shapes are computed.
    double part = Math.scalb(1.0, -indexFraction - CENTRE_BITS);
    double centre = Math.rint(biases[index] / part) * part;
    // Rounded up to a power of two, so that few shapes are computed.
    double generous = error == 0 ? 0 : Math.scalb(1.0, Math.getExponent(error) + 1);
    boolean isExact = bound(index).at(graph.range(index).magnitude()) == 0;
    int grid = isExact ? graph.grid(index) : Grid.NONE;
    return analysis.shapes().of(v, indexFraction, grid, centre, generous);
  }

  /** {@return the bits of the mantissa of a root or quotient that is normalized} */
  int mantissaBits(int v) {
    return lengths.mantissaBits(v);
  }

  /** {@return the fraction bits of a table's index} */
  int indexFraction(int v) {
    TableError known = chosen[v];
    if (known != null) {
      return known.indexFractionBits();
    }
    return Math.min(lengths.indexFractionBits(v), fraction(plan.indexOf(v)));
  }
}
