package io.formgate.datapath;

import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the error of every vertex for given word lengths.
 *
 * <p>Errors travel as {@link ErrorBound}s: an absolute part and a part relative to the real value.
 * Rounding towards minus infinity to f fraction bits adds at most 2^-f. The rule of each operator
 * is derived in {@code docs/datapath-semantics.md}.
 */
final class ErrorAnalysis {
  /**
   * What is known of a function once the way is chosen in which it is computed.
   *
   * @param indexFractionBits fraction bits of its index
   * @param fractionBits of its result
   * @param absolute largest error, that of the index included
   */
  record TableError(int indexFractionBits, int fractionBits, double absolute) {}

  private final FormulaGraph graph;
  private final TablePlan plan;
  private final FunctionLibrary library;
  private final boolean[] needed;
  private final List<List<Integer>> users;
  private final int[] maxIndexBits;
  private final FunctionLibrary.@Nullable Function[] functions;

  ErrorAnalysis(FormulaGraph graph, TablePlan plan, FunctionLibrary library) {
    this.graph = graph;
    this.plan = plan;
    this.library = library;
    needed = new boolean[graph.size()];
    graph.roots().forEach(r -> needed[r] = true);
    for (int v = graph.size() - 1; v >= 0; v--) {
      if (needed[v]) {
        plan.operands(v).forEach(a -> needed[a] = true);
      }
    }
    users = new ArrayList<>();
    for (int v = 0; v < graph.size(); v++) {
      users.add(new ArrayList<>());
      if (needed[v]) {
        for (int a : plan.operands(v)) {
          users.get(a).add(v);
        }
      }
    }
    maxIndexBits = new int[graph.size()];
    for (int v = 0; v < graph.size(); v++) {
      maxIndexBits[v] = needed[v] && plan.isTable(v) ? plan.maxIndexBits(v) : 0;
    }
    functions = new FunctionLibrary.Function[graph.size()];
  }

  private FunctionLibrary.Function function(int v) {
    FunctionLibrary.Function known = functions[v];
    if (known == null) {
      known =
          library.function(
              new FunctionLibrary.Identity(
                  new Cone(graph, v, plan.indexOf(v)).steps(),
                  graph.grid(v),
                  plan.indexRange(v),
                  plan.isPeriodic(v)));
      functions[v] = known;
    }
    return known;
  }

  /** {@return the most bits that the index of a table may have} */
  int maxIndexBits(int v) {
    return maxIndexBits[v];
  }

  /** {@return whether the circuit has a value for a vertex, which may also be inside of a table} */
  boolean isNeeded(int v) {
    return needed[v];
  }

  /** Bounds and fraction bits of the vertices that the circuit has. */
  final class Run {
    private final WordLengths lengths;
    private final @Nullable TableError[] chosen;
    private final boolean withoutCells;
    private final @Nullable ErrorBound[] bounds;
    private final int[] fractions;

    private Run(WordLengths lengths, boolean withoutCells) {
      this.lengths = lengths;
      this.withoutCells = withoutCells;
      chosen = new TableError[graph.size()];
      bounds = new ErrorBound[graph.size()];
      fractions = new int[graph.size()];
      for (int v = 0; v < bounds.length; v++) {
        if (needed[v]) {
          bounds[v] = compute(v);
        }
      }
    }

    private Run(Run other, WordLengths lengths) {
      this.lengths = lengths;
      withoutCells = other.withoutCells;
      chosen = other.chosen.clone();
      bounds = other.bounds.clone();
      fractions = other.fractions.clone();
    }

    /**
     * {@return the bounds where the word lengths of one vertex are others}
     *
     * @param other word lengths that differ from those of this run at the vertex alone
     * @param vertex where
     */
    Run with(WordLengths other, int vertex) {
      Run run = new Run(this, other);
      run.computeFrom(vertex);
      return run;
    }

    /**
     * {@return the bounds where one more function has a way in which it is computed}
     *
     * @param vertex a function
     * @param error of the way
     */
    Run with(int vertex, TableError error) {
      Run run = new Run(this, lengths);
      run.chosen[vertex] = error;
      run.computeFrom(vertex);
      return run;
    }

    /** Computes a vertex again, and what changes with it: values depend on their operands alone. */
    private void computeFrom(int vertex) {
      if (!needed[vertex]) {
        return;
      }
      BitSet changed = new BitSet(graph.size());
      changed.set(vertex);
      for (int v = vertex; v >= 0; v = changed.nextSetBit(v + 1)) {
        ErrorBound boundBefore = bounds[v];
        int fractionBefore = fractions[v];
        ErrorBound bound = compute(v);
        if (fractions[v] != fractionBefore || !bound.equals(boundBefore)) {
          bounds[v] = bound;
          users.get(v).forEach(changed::set);
        }
      }
    }

    /** {@return the bound on the error of a vertex} */
    ErrorBound bound(int v) {
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
            : new ErrorBound(
                cells + Math.scalb(1.0, -fractions[v] - (isSingleTable(v) ? 1 : 0)), 0);
      }
      return switch (graph.term(v)) {
        case FormulaGraph.Term.Port(int port) -> {
          fractions[v] = graph.request().inputs().get(port).format().fractionBits();
          yield ErrorBound.EXACT;
        }
        case FormulaGraph.Term.Constant(double value) -> {
          Literal literal = Literal.of(value, lengths.fractionBits(v));
          fractions[v] = literal.fractionBits();
          Interval real = graph.range(v);
          yield new ErrorBound(
              Math.max(
                  Math.abs(real.lo() - literal.value()), Math.abs(real.hi() - literal.value())),
              0);
        }
        case FormulaGraph.Term.Turn _ ->
            throw new IllegalStateException("a function of a phase is not planned as a table");
        case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) ->
            plan.isMultiple(v) ? multiple(v) : compute(v, operator, arguments);
      };
    }

    private ErrorBound multiple(int v) {
      int a = plan.multiplied(v);
      double factor = Math.abs(plan.factor(v));
      fractions[v] = lengths.fractionBits(v);
      // The double of the factor, of which the entries are made, is rounded, and so are the
      // entries.
      double rounding = graph.range(a).magnitude() * (plan.factorError(v) + Math.ulp(factor));
      return new ErrorBound(factor * bound(a).absolute(), bound(a).relative())
          .plusAbsolute(rounding + RoundedMultiple.error(tables(v), fractions[v]));
    }

    /** {@return the tables of a product with a number} */
    int tables(int v) {
      int a = plan.multiplied(v);
      if (graph.term(a) instanceof FormulaGraph.Term.Port(int port)) {
        return RoundedMultiple.tables(graph.request().inputs().get(port).held().widthBits());
      }
      double slack = bound(a).at(graph.range(a).magnitude());
      Interval range = new Interval(graph.range(a).lo() - slack, graph.range(a).hi() + slack);
      return RoundedMultiple.tables(TablePlan.indexBits(range, fractions[a]));
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
        case ADD -> sum(ea, ra, eb, rb);
        case SUBTRACT -> sum(ea, ra, eb, new Interval(-rb.hi(), -rb.lo()));
        case NEGATE, ABSOLUTE -> ea;
        case MINIMUM, MAXIMUM ->
            new ErrorBound(Math.max(ea.at(ra.magnitude()), eb.at(rb.magnitude())), 0);
        case MULTIPLY -> rounded(v, fractions[a] + fractions[b], product(ea, ra, eb, rb));
        case SQUARE -> rounded(v, 2 * fractions[a], product(ea, ra, ea, ra));
        case SQUARE_ROOT -> {
          fractions[v] = lengths.fractionBits(v);
          ErrorBound root = squareRoot(ea, ra);
          yield plan.isNormalized(v)
              ? then(
                  root, NormalizedRoot.error(lengths.mantissaBits(v), fractions[a], fractions[v]))
              : root.plusAbsolute(Math.scalb(1.0, -fractions[v]));
        }
        case DIVIDE -> {
          fractions[v] = lengths.fractionBits(v);
          ErrorBound quotient = quotient(ea, ra, eb, rb);
          yield plan.isNormalized(v)
              ? then(quotient, NormalizedQuotient.error(lengths.mantissaBits(v), fractions[v]))
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
          yield choice(isExact(a), bound(ifTrue), graph.range(ifTrue), eb, rb);
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
      return exactFraction > fractions[v]
          ? exact.plusAbsolute(Math.scalb(1.0, -fractions[v]))
          : exact;
    }

    /** Entries of a table are within half of a last bit, sums of several within a whole one. */
    private boolean isSingleTable(int v) {
      return TablePlan.indexBits(plan.indexRange(v), indexFraction(v))
          <= TableLimits.MAX_TABLE_BITS;
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
      double own = bound(index).at(graph.range(index).magnitude());
      double error = plan.isPeriodic(v) ? own + Phase.roundingError(graph, index) : own;
      // Rounded up to a power of two, so that few shapes are computed.
      double generous = error == 0 ? 0 : Math.scalb(1.0, Math.getExponent(error) + 1);
      int grid = own == 0 ? graph.grid(index) : Grid.NONE;
      return TablePlan.indexBits(plan.indexRange(v), indexFraction) > maxIndexBits[v]
          ? TableShape.IMPOSSIBLE
          : library.shape(
              function(v),
              indexFraction,
              grid,
              generous,
              () -> TableShape.of(graph, plan, v, indexFraction, grid, generous));
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

  Run run(WordLengths lengths) {
    return new Run(lengths, false);
  }

  /** {@return the same as if every table told all values of its index apart} */
  Run runWithoutCells(WordLengths lengths) {
    return new Run(lengths, true);
  }

  /**
   * A constant as it stands in a datapath.
   *
   * @param raw raw value without trailing zero bits
   * @param fractionBits its fraction bits
   */
  record Literal(long raw, int fractionBits) {
    /** Widest magnitude of a literal: more than the 53 bits that a double has. */
    private static final int MAX_LITERAL_BITS = 60;

    /** {@return the literal nearest to a value with at most the given fraction bits} */
    static Literal of(double value, int fractionBits) {
      int used = Math.min(fractionBits, MAX_LITERAL_BITS - 1 - Math.getExponent(value));
      long raw = (long) Math.rint(Math.scalb(value, used));
      if (raw == 0) {
        return new Literal(0, 0);
      }
      int zeros = Long.numberOfTrailingZeros(raw);
      return new Literal(raw >> zeros, used - zeros);
    }

    double value() {
      return Math.scalb((double) raw, -fractionBits);
    }
  }

  /** The error of an operation on operands with errors, and of the way in which it is computed. */
  private static ErrorBound then(ErrorBound operands, ErrorBound own) {
    return new ErrorBound(
        own.absolute() + operands.absolute() * (1 + own.relative()),
        own.relative() + operands.relative() * (1 + own.relative()));
  }

  /** Terms of one sign keep the larger relative error; else it counts as an absolute one. */
  private static ErrorBound sum(ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    boolean sameSign = (ra.lo() >= 0 && rb.lo() >= 0) || (ra.hi() <= 0 && rb.hi() <= 0);
    return sameSign
        ? new ErrorBound(a.absolute() + b.absolute(), Math.max(a.relative(), b.relative()))
        : new ErrorBound(a.at(ra.magnitude()) + b.at(rb.magnitude()), 0);
  }

  /** A choice that may be wrong is off by as much as the branches are apart. */
  private static ErrorBound choice(
      boolean exact, ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    if (exact) {
      return new ErrorBound(
          Math.max(a.absolute(), b.absolute()), Math.max(a.relative(), b.relative()));
    }
    double apart = Math.max(ra.hi() - rb.lo(), rb.hi() - ra.lo());
    return new ErrorBound(apart + Math.max(a.at(ra.magnitude()), b.at(rb.magnitude())), 0);
  }

  private static ErrorBound product(ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    return new ErrorBound(
        ra.magnitude() * b.absolute() * (1 + a.relative())
            + rb.magnitude() * a.absolute() * (1 + b.relative())
            + a.absolute() * b.absolute(),
        a.relative() + b.relative() + a.relative() * b.relative());
  }

  /** For u >= 0: |sqrt(u + d) - sqrt(u)| is at most sqrt(|d|), and |d| / sqrt(u). */
  private static ErrorBound squareRoot(ErrorBound a, Interval ra) {
    if (a.relative() >= 1) {
      return new ErrorBound(Double.POSITIVE_INFINITY, 0);
    }
    double lowest = Math.max(0, ra.lo()) * (1 - a.relative());
    double byRoot = Math.sqrt(a.absolute());
    double bySlope = lowest > 0 ? a.absolute() / Math.sqrt(lowest) : Double.POSITIVE_INFINITY;
    return new ErrorBound(Math.min(byRoot, bySlope), 1 - Math.sqrt(1 - a.relative()));
  }

  private static ErrorBound quotient(ErrorBound a, Interval ra, ErrorBound b, Interval rb) {
    double smallest = rb.mignitude();
    double left = smallest * (1 - b.relative()) - b.absolute();
    if (!(left > 0)) {
      return new ErrorBound(Double.POSITIVE_INFINITY, 0);
    }
    double largest = ra.magnitude() / smallest;
    double scale = smallest / left;
    return new ErrorBound(
        a.absolute() / left + largest * b.absolute() / left, (a.relative() + b.relative()) * scale);
  }
}
