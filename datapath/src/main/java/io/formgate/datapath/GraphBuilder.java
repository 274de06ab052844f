package io.formgate.datapath;

import io.formgate.datapath.FormulaGraph.Term;
import io.formgate.datapath.FormulaGraph.Vertex;
import io.formgate.expression.Expr;
import io.formgate.expression.Interval;
import io.formgate.expression.LearnedTable;
import io.formgate.expression.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the graph of formulas, vertex by vertex.
 *
 * <p>A quotient by a constant becomes a product, so that no divider is built for it, unless every
 * value has one format, in which the reciprocal may be far off. Composite operators become the
 * formulas that {@link Composite} gives. A number that is compared with values on a grid moves to
 * the grid. A branch of a choice that is undefined somewhere is guarded, see {@link Choices}.
 */
final class GraphBuilder {
  private final QuantizerRequest request;
  private final QuantizerStyle style;

  /** Multiples with which phases of narrow inputs are made; empty for all. */
  private final Optional<Set<Phase.Multiple>> shared;

  private final List<Vertex> vertices = new ArrayList<>();
  private final Map<Term, Integer> byTerm = new HashMap<>();
  private final List<Integer> roots = new ArrayList<>();
  private final Map<Integer, Expr> negativeRadicands = new LinkedHashMap<>();

  /** Nodes of a part that is shown although no formula has it. */
  private static final int LONGEST_PART = 40;

  private final Choices choices = new Choices(this);

  /** What vertices are made for; a vertex keeps the first. */
  private Expr source = Expr.constant(0);

  /** Whether vertices are made that are no part of a formula, but of what stands for one. */
  private boolean isInside;

  GraphBuilder(QuantizerRequest request, QuantizerStyle style) {
    this(request, style, Optional.of(SharedMultiples.of(request, style)));
  }

  /**
   * Makes the graph with phases of some multiples of narrow inputs.
   *
   * @param shared the multiples; empty for all
   */
  GraphBuilder(
      QuantizerRequest request, QuantizerStyle style, Optional<Set<Phase.Multiple>> shared) {
    this.request = request;
    this.style = style;
    this.shared = shared;
    for (int i = 0; i < request.inputs().size(); i++) {
      source = Expr.variable(request.inputs().get(i).name());
      vertex(new Term.Port(i));
    }
    for (QuantizerRequest.OutputPort output : request.outputs()) {
      roots.add(addFormula(output.formula()));
    }
    UnusedVertices.drop(vertices, roots);
  }

  /** {@return how products with numbers are built} */
  QuantizerStyle.Multiples multiples() {
    return style.multiples();
  }

  List<Vertex> vertices() {
    return List.copyOf(vertices);
  }

  List<Integer> roots() {
    return List.copyOf(roots);
  }

  /** {@return arguments of square roots that may be negative, also of roots that nothing needs} */
  List<Expr> negativeRadicands() {
    return List.copyOf(negativeRadicands.values());
  }

  private int addFormula(Expr formula) {
    Map<String, Integer> ports = new HashMap<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      ports.put(request.inputs().get(i).name(), i);
    }
    return add(
        formula,
        name -> {
          Integer port = ports.get(name);
          if (port == null) {
            throw new IllegalArgumentException(
                "the formula uses an input that is not declared: " + name);
          }
          return port;
        },
        true);
  }

  /**
   * An operator some of whose arguments have vertices.
   *
   * @param table the learned table that it is
   * @param isInTable whether it adds steps to a learned table that others are added to
   */
  private record Open(
      Expr.Apply node, List<Integer> arguments, Optional<LearnedTable> table, boolean isInTable) {
    static Open of(Expr.Apply node, @Nullable Open outer) {
      boolean isInTable =
          outer != null
              && (outer.isInTable || outer.table.isPresent())
              && outer.arguments.isEmpty()
              && node.operator() == Operator.ADD;
      return new Open(
          node, new ArrayList<>(), isInTable ? Optional.empty() : LearnedTable.of(node), isInTable);
    }
  }

  /**
   * {@return the vertex of a formula}
   *
   * <p>Without recursion: formulas may be chains of thousands of operators.
   *
   * @param variables vertex of a variable
   * @param isSource whether the parts of the formula are what its vertices are made for
   */
  private int add(Expr formula, ToIntFunction<String> variables, boolean isSource) {
    List<Open> open = new ArrayList<>();
    Expr next = formula;
    while (true) {
      if (isSource) {
        source = next;
      }
      int made;
      switch (next) {
        case Expr.Constant(double value) -> made = constant(value);
        case Expr.Variable(String name) -> made = variables.applyAsInt(name);
        case Expr.Call(String name, _) ->
            throw new IllegalArgumentException(
                "a call reached the datapath, where formulas are expanded: " + name);
        case Expr.Apply apply -> {
          OptionalInt table =
              CodedTables.of(
                  this,
                  apply,
                  of -> {
                    int argument = add(of, variables, isSource);
                    source = isSource ? apply : source;
                    return argument;
                  });
          if (table.isEmpty()) {
            open.add(Open.of(apply, open.isEmpty() ? null : open.getLast()));
            next = apply.argument(0);
            continue;
          }
          made = table.getAsInt();
        }
      }
      while (true) {
        if (open.isEmpty()) {
          return made;
        }
        Open last = open.getLast();
        last.arguments().add(made);
        if (last.arguments().size() < last.node().arguments().size()) {
          next = last.node().argument(last.arguments().size());
          break;
        }
        if (isSource) {
          source = last.node();
        }
        made = apply(last.node().operator(), last.arguments());
        if (last.table().isPresent()) {
          narrow(made, last.table().get(), variables);
        }
        open.removeLast();
      }
    }
  }

  /** The ranges of a table's steps add up to more than its values have where it rises and falls. */
  private void narrow(int v, LearnedTable table, ToIntFunction<String> variables) {
    cut(v, table.range(range(add(table.argument(), variables, false))));
  }

  /** Takes away from the range of a vertex what is outside of another that holds its values. */
  private void cut(int v, Interval to) {
    Vertex known = vertices.get(v);
    Interval range = known.range();
    if (!to.isEmpty() && to.lo() <= range.hi() && range.lo() <= to.hi()) {
      range = new Interval(Math.max(to.lo(), range.lo()), Math.min(to.hi(), range.hi()));
    }
    vertices.set(v, new Vertex(known.term(), range, known.grid(), known.source()));
  }

  /** {@return the vertex of a formula in x, y and z, made for the same part as the vertices} */
  private int instance(Expr definition, List<Integer> arguments) {
    return inside(() -> add(definition, name -> arguments.get("xyz".indexOf(name)), false));
  }

  /** {@return a vertex made for the same part as the vertices it stands on} */
  int inside(IntSupplier making) {
    return insideAll(making::getAsInt);
  }

  /** {@return several vertices made so} */
  <T> T insideAll(Supplier<T> making) {
    boolean outer = isInside;
    isInside = true;
    T made = making.get();
    isInside = outer;
    return made;
  }

  /** {@return the vertex of an operator on vertices} */
  int apply(Operator operator, List<Integer> arguments) {
    Optional<Double> folded = folded(operator, arguments);
    if (folded.isPresent()) {
      Interval[] numbers = arguments.stream().map(this::range).toArray(Interval[]::new);
      return constant(folded.get(), ExactNumbers.enclosure(operator, numbers));
    }
    int a = arguments.getFirst();
    int b = arguments.getLast();
    return switch (Role.of(operator)) {
      case ADD, SUBTRACT -> vertex(new Term.Apply(operator, moved(arguments)));
      case DIVIDE ->
          term(b) instanceof Term.Constant(double divisor)
                  && Double.isFinite(1 / divisor)
                  && request.everywhere().isEmpty()
              ? apply(Operator.MULTIPLY, List.of(a, apply(operator, List.of(constant(1), b))))
              : vertex(new Term.Apply(operator, arguments));
      case MULTIPLY ->
          a == b
              ? vertex(new Term.Apply(Operator.SQUARE, List.of(a)))
              : vertex(new Term.Apply(operator, moved(arguments)));
      case LESS -> choices.less(a, b);
      case CHOICE -> choices.choice(a, arguments.get(1), b);
      case COMPOSITE -> composite(operator, Composite.definition(operator), arguments);
      case FUNCTION, JUMPING_FUNCTION -> function(operator, arguments);
      case SQUARE_ROOT -> {
        if (range(a).lo() < 0) {
          negativeRadicands.put(a, vertices.get(a).source());
        }
        yield vertex(new Term.Apply(operator, arguments));
      }
      case SQUARE, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, FLOOR ->
          vertex(new Term.Apply(operator, arguments));
    };
  }

  /** {@return the operands of a sum or product with the numbers that they have in the circuit} */
  private List<Integer> moved(List<Integer> arguments) {
    return arguments.stream().map(this::moved).toList();
  }

  /** The real number stays what it was: what stands for it is off by as much as they are apart. */
  private int moved(int v) {
    if (!(term(v) instanceof Term.Constant(double value))) {
      return v;
    }
    Double to = request.moved().get(value);
    if (to == null) {
      return v;
    }
    Interval real = range(v);
    int made = vertex(new Term.Constant(to));
    Vertex known = vertices.get(made);
    Interval both =
        new Interval(
            Math.min(real.lo(), known.range().lo()), Math.max(real.hi(), known.range().hi()));
    vertices.set(made, new Vertex(known.term(), both, Grid.NONE, vertices.get(v).source()));
    return made;
  }

  private Optional<Double> folded(Operator operator, List<Integer> arguments) {
    double[] values = new double[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      if (!(term(arguments.get(i)) instanceof Term.Constant(double value))) {
        return Optional.empty();
      }
      values[i] = value;
    }
    double value = operator.evaluate(values);
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  /** The operator's own interval rule may know more than those of the parts. */
  private int composite(Operator operator, Expr definition, List<Integer> arguments) {
    int before = vertices.size();
    return composite(operator, before, instance(definition, arguments), arguments);
  }

  private int composite(Operator operator, int before, int made, List<Integer> arguments) {
    cut(made, operator.evaluate(arguments.stream().map(this::range).toList()));
    Vertex v = vertices.get(made);
    Expr madeFor = made >= before && !isInside ? source : v.source();
    vertices.set(made, new Vertex(v.term(), v.range(), v.grid(), madeFor));
    return made;
  }

  private int function(Operator operator, List<Integer> arguments) {
    if (Phase.turns(this, operator, arguments.getFirst())) {
      Optional<Term.Turn> turn = turn(operator, arguments.getFirst());
      if (turn.isPresent()) {
        return turn(turn.get());
      }
    }
    Optional<Expr> other = otherForm(operator, arguments.getFirst(), arguments.getLast());
    if (other.isPresent()) {
      return composite(operator, other.get(), arguments);
    }
    if (operator == Operator.ATAN2) {
      int before = vertices.size();
      Optional<Integer> angle =
          insideAll(() -> Octants.of(this, arguments.getFirst(), arguments.getLast()));
      if (angle.isPresent()) {
        return composite(operator, before, angle.get(), arguments);
      }
    }
    List<Integer> ofPair =
        request.everywhere().isPresent() ? arguments : Pairs.arguments(this, arguments);
    return vertex(new Term.Apply(operator, ofPair));
  }

  /** {@return a sine or cosine of a phase, empty if it is to be a function of its argument} */
  private Optional<Term.Turn> turn(Operator operator, int argument) {
    boolean mayTurn =
        switch (style.turns()) {
          case NONE -> false;
          case WIDE -> !Phase.isNarrow(this, argument);
          case SHARED -> true;
        };
    if (!mayTurn) {
      return Optional.empty();
    }
    int phase = inside(() -> Phase.of(this, argument));
    if (sharesMultiples()) {
      Term.Turn turn = Phase.withoutOffset(this, operator, phase);
      if (Phase.isMultiple(this, turn.phase())) {
        boolean isShared =
            shared.map(s -> s.containsAll(Phase.multiples(this, turn.phase()))).orElse(true);
        return isShared ? Optional.of(turn) : Optional.empty();
      }
      if (shared.isPresent() && shared.get().containsAll(Phase.multiples(this, turn.phase()))) {
        // No table of the sum could take the number in.
        return Optional.of(turn);
      }
    }
    return Optional.of(new Term.Turn(operator, phase, false, Interval.of(0)));
  }

  /** {@return what a function is written as where that is better than a table} */
  private Optional<Expr> otherForm(Operator operator, int a, int b) {
    if (operator == Operator.POWER && term(b) instanceof Term.Constant(double exponent)) {
      return Composite.power(exponent);
    }
    if (operator == Operator.POWER && range(a).lo() > 0) {
      return isConstant(a) || isConstant(b) ? Optional.empty() : Composite.ofTwoValues(operator);
    }
    boolean onlyShifts = a == b || (isConstant(b) && grid(reciprocal(b)) != Grid.NONE);
    boolean wide =
        grid(a) != Grid.NONE && TablePlan.indexBits(range(a), grid(a)) > TableLimits.MAX_TABLE_BITS;
    return onlyShifts && wide ? Composite.ofWideValue(operator) : Optional.empty();
  }

  /** {@return the vertex of a sine or cosine of an angle in turns} */
  int turn(Term.Turn turn) {
    return vertex(turn);
  }

  /** {@return whether phases of narrow inputs share their multiples} */
  boolean sharesMultiples() {
    return style.turns() == QuantizerStyle.Turns.SHARED;
  }

  QuantizerRequest request() {
    return request;
  }

  private int reciprocal(int v) {
    return apply(Operator.INVERSE, List.of(v));
  }

  int constant(double value) {
    return vertex(new Term.Constant(value));
  }

  /**
   * {@return the vertex of a number}
   *
   * @param value the number as a double
   * @param real where the real number is that it stands for; formulas that stand for another one
   *     with the same double are as near to it
   */
  int constant(double value, Interval real) {
    int v = constant(value);
    Vertex known = vertices.get(v);
    if (!real.isEmpty() && !known.range().contains(real)) {
      Interval both =
          new Interval(
              Math.min(real.lo(), known.range().lo()), Math.max(real.hi(), known.range().hi()));
      vertices.set(v, new Vertex(known.term(), both, known.grid(), known.source()));
    }
    return v;
  }

  Term term(int v) {
    return vertices.get(v).term();
  }

  Interval range(int v) {
    return vertices.get(v).range();
  }

  int grid(int v) {
    return vertices.get(v).grid();
  }

  /** {@return whether a vertex is 0 or 1} */
  boolean isTruth(int v) {
    return Grid.isTruth(vertices.get(v));
  }

  boolean isConstant(int v) {
    return term(v) instanceof Term.Constant;
  }

  /** {@return a vertex that exists} */
  Optional<Integer> known(Term term) {
    return Optional.ofNullable(byTerm.get(term));
  }

  int vertex(Term term) {
    Integer known = byTerm.get(term);
    if (known != null) {
      return known;
    }
    Expr madeFor =
        term instanceof Term.Part part
            ? vertices.get(part.port(term(part.pair()))).source()
            : isInside || term instanceof Term.Constant ? part(term) : source;
    vertices.add(new Vertex(term, TermRange.of(this, term), gridOf(term), madeFor));
    byTerm.put(term, vertices.size() - 1);
    return vertices.size() - 1;
  }

  /** {@return a term as a formula, or the part that it was made for if that is shorter} */
  private Expr part(Term term) {
    return switch (term) {
      case Term.Port(int index) -> vertices.get(index).source();
      case Term.Constant(double value) -> Expr.constant(value);
      case Term.Turn _, Term.Pair _, Coded _ -> source;
      case Term.Part _ -> throw new IllegalStateException("a part of a pair has its port's source");
      case Term.Apply(Operator operator, List<Integer> arguments) -> {
        Expr part =
            new Expr.Apply(
                operator, arguments.stream().map(a -> vertices.get(a).source()).toList());
        yield part.size() <= Math.max(LONGEST_PART, source.size()) ? part : source;
      }
    };
  }

  private int gridOf(Term term) {
    return switch (term) {
      case Term.Port(int index) -> request.inputs().get(index).format().fractionBits();
      case Term.Constant(double value) -> Grid.of(value);
      case Term.Turn _ -> Grid.NONE;
      case Coded coded -> coded.grid();
      case Term.Pair _ -> 0;
      case Term.Part part -> part.format().fractionBits();
      case Term.Apply(Operator operator, List<Integer> arguments) ->
          Grid.of(operator, arguments, this::grid);
    };
  }
}
