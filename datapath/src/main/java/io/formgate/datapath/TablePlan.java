package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which vertices become tables.
 *
 * <p>The index of a vertex is the one vertex that it depends on: an input, the bits of two, an
 * exact sum of inputs that is still narrow, or a computed value under a function. A vertex that
 * holds a function above its index is one table, however deep the subtree between them.
 */
final class TablePlan {
  private static final int NONE = -1;
  private static final Interval ONE_TURN = new Interval(0, Math.nextDown(1.0));

  private final FormulaGraph graph;
  private final QuantizerStyle style;
  private final int[] index;
  private final boolean[] holdsFunction;
  private final boolean[] periodic;
  private final boolean[] exactSum;
  private final boolean[] multiple;
  private final int[] exactFractionBits;
  private final double[] exactLo;
  private final double[] exactHi;

  /**
   * Plans the tables of formulas.
   *
   * @param graph the formulas
   * @param style whether roots and quotients are made by leading bits, and how wide indices are
   */
  TablePlan(FormulaGraph graph, QuantizerStyle style) {
    this.graph = graph;
    this.style = style;
    index = new int[graph.size()];
    holdsFunction = new boolean[graph.size()];
    periodic = new boolean[graph.size()];
    exactSum = new boolean[graph.size()];
    multiple = new boolean[graph.size()];
    exactFractionBits = new int[graph.size()];
    exactLo = new double[graph.size()];
    exactHi = new double[graph.size()];
    for (int v = 0; v < graph.size(); v++) {
      switch (graph.term(v)) {
        case FormulaGraph.Term.Port(int port) -> {
          FixedFormat format = graph.request().inputs().get(port).held();
          index[v] = v;
          exactSum[v] = true;
          exactFractionBits[v] = format.fractionBits();
          exactLo[v] = format.range().lo();
          exactHi[v] = format.range().hi();
        }
        case FormulaGraph.Term.Constant _ -> index[v] = NONE;
        case FormulaGraph.Term.Turn turn -> planTurn(v, turn.phase());
        case FormulaGraph.Term.Pair(_, _, int bits) -> {
          index[v] = v;
          exactSum[v] = true;
          exactHi[v] = Math.scalb(1.0, bits) - 1;
        }
        case FormulaGraph.Term.Part part -> index[v] = part.pair();
        case Coded coded -> planCoded(v, coded);
        case FormulaGraph.Term.Apply(Operator operator, List<Integer> arguments) ->
            plan(v, operator, arguments);
      }
      multiple[v] = isProductWithNumber(v);
    }
  }

  /**
   * A function of a narrow input is its table, unless its phase is there for others; of all else
   * one of the phase within a turn.
   */
  private void planTurn(int v, int phase) {
    holdsFunction[v] = true;
    boolean ofInput =
        style.turns() != QuantizerStyle.Turns.SHARED
            && index[phase] != NONE
            && !periodic[phase]
            && indexBits(index[phase]) <= TableLimits.MAX_TABLE_BITS;
    index[v] = ofInput ? index[phase] : phase;
    periodic[v] = !ofInput;
  }

  /** Codes are tables of their values, and an entry is one of the address that joins the codes. */
  private void planCoded(int v, Coded coded) {
    switch (coded) {
      case Coded.Code code -> {
        boolean isBelow = isIndexedBelow(code);
        index[v] = isBelow ? index[code.of()] : code.of();
        periodic[v] = isBelow && periodic[code.of()];
        holdsFunction[v] = true;
      }
      case Coded.Address(int high, int low, _) -> {
        boolean one = index[high] == index[low] && periodic[high] == periodic[low];
        index[v] = one ? index[high] : v;
        periodic[v] = one && periodic[high];
        holdsFunction[v] = one;
        exactSum[v] = true;
        exactLo[v] = graph.range(v).lo();
        exactHi[v] = graph.range(v).hi();
      }
      case Coded.Entry entry -> {
        index[v] = index[entry.address()];
        periodic[v] = periodic[entry.address()];
        holdsFunction[v] = true;
      }
    }
  }

  /**
   * Whether a code is a table of what its value is computed from. What holds a function is made by
   * a table anyway. Of all else the index must be whole, because a cut that is coarse for the value
   * may be fine for what is below it, as that of an absolute value is where the sign is negative;
   * and it must not make the table larger, unless that is small.
   */
  private boolean isIndexedBelow(Coded.Code code) {
    int below = index[code.of()];
    return below != NONE
        && (holdsFunction[code.of()]
            || indexBits(below)
                <= Math.max(code.bitsOf(graph.range(code.of())), TableLimits.MAX_SMALL_TABLE_BITS));
  }

  private void plan(int v, Operator operator, List<Integer> arguments) {
    Set<Integer> indices = new HashSet<>();
    Set<Boolean> periods = new HashSet<>();
    boolean open = false;
    for (int a : arguments) {
      if (!(graph.term(a) instanceof FormulaGraph.Term.Constant)) {
        indices.add(index[a]);
        periods.add(periodic[a]);
        open |= index[a] == NONE;
        holdsFunction[v] |= holdsFunction[a];
      }
    }
    boolean one = indices.size() == 1 && periods.size() == 1 && !open;
    periodic[v] = one && periods.contains(true);
    index[v] = one ? indices.iterator().next() : NONE;
    switch (Role.of(operator)) {
      case FUNCTION, JUMPING_FUNCTION -> {
        holdsFunction[v] = true;
        if (!one) {
          index[v] = theOnlyOneThatVaries(arguments);
        }
      }
      case SQUARE_ROOT, DIVIDE -> holdsFunction[v] |= one && isNarrow(index[v]);
      // Exact on a grid; else a table of an exact index is right where arithmetic is not.
      case LESS, FLOOR ->
          holdsFunction[v] |=
              one
                  && isNarrow(index[v])
                  && arguments.stream().anyMatch(a -> graph.grid(a) == Grid.NONE);
      case ADD -> planSum(v, arguments, one, false);
      case SUBTRACT -> planSum(v, arguments, one, true);
      case MULTIPLY, NEGATE, ABSOLUTE, SQUARE, MINIMUM, MAXIMUM, CHOICE -> {}
      case COMPOSITE -> throw new IllegalStateException(operator + " is in a graph");
    }
    if (index[v] == NONE) {
      holdsFunction[v] = false;
    }
  }

  /** {@return whether a table is of its index without whole turns} */
  boolean isPeriodic(int v) {
    return periodic[v];
  }

  /** {@return the values of a table's index, within a turn if it is periodic} */
  Interval indexRange(int v) {
    return periodic[v] ? ONE_TURN : graph.range(index[v]);
  }

  private int theOnlyOneThatVaries(List<Integer> arguments) {
    List<Integer> varying =
        arguments.stream().filter(a -> !graph.isConstant(a)).distinct().toList();
    return varying.size() == 1 ? varying.getFirst() : NONE;
  }

  private boolean isNarrow(int index) {
    return indexBits(index) <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
  }

  /** A sum of different inputs is exact; while it is narrow, functions of it are tables. */
  private void planSum(int v, List<Integer> arguments, boolean one, boolean subtract) {
    int a = arguments.get(0);
    int b = arguments.get(1);
    if (one || !exactSum[a] || !exactSum[b]) {
      return;
    }
    exactSum[v] = true;
    exactFractionBits[v] = Math.max(exactFractionBits[a], exactFractionBits[b]);
    exactLo[v] = subtract ? exactLo[a] - exactHi[b] : exactLo[a] + exactLo[b];
    exactHi[v] = subtract ? exactHi[a] - exactLo[b] : exactHi[a] + exactHi[b];
    if (indexBits(v) <= TableLimits.MAX_INDEX_BITS) {
      index[v] = v;
    }
  }

  /**
   * {@return the bits of an index vertex; many if its width is not known before word lengths are}
   */
  private int indexBits(int v) {
    if (!exactSum[v]) {
      return FixedFormat.MAX_WIDTH_BITS;
    }
    return indexBits(new Interval(exactLo[v], exactHi[v]), exactFractionBits[v]);
  }

  /**
   * {@return the bits of an index that tells apart the cells of a range}
   *
   * @param range real values of the index
   * @param fractionBits of the index; a cell is as wide as the last bit
   */
  static int indexBits(Interval range, int fractionBits) {
    double first = Math.floor(Math.scalb(range.lo(), fractionBits));
    double last = Math.floor(Math.scalb(range.hi(), fractionBits));
    return !(Math.max(Math.abs(first), Math.abs(last)) < 1L << 60)
        ? FixedFormat.MAX_WIDTH_BITS
        : FixedFormat.bitsFor((long) first, (long) last);
  }

  /** {@return whether a vertex is a table of {@link #indexOf}} */
  boolean isTable(int v) {
    return holdsFunction[v] && index[v] != v;
  }

  /**
   * {@return the most bits that the index of a table may have: what jumps is a single table, since
   * sums of tables and polynomials follow a function only where it is smooth, and a value with an
   * error has so many functions, one for each error, that wider ones take too long to look at}
   *
   * @param v a table
   */
  int maxIndexBits(int v) {
    if (new Cone(graph, v, index[v]).jumps()) {
      return TableLimits.MAX_TABLE_BITS;
    }
    if (exactSum[index[v]]) {
      return TableLimits.MAX_INDEX_BITS;
    }
    return style.wideIndices() ? TableLimits.MAX_COMPUTED_INDEX_BITS : TableLimits.MAX_TABLE_BITS;
  }

  /** {@return whether a vertex is a function of arguments that no one value stands for} */
  boolean isWithoutIndex(int v) {
    return index[v] == NONE
        && graph.term(v) instanceof FormulaGraph.Term.Apply apply
        && (apply.role() == Role.FUNCTION || apply.role() == Role.JUMPING_FUNCTION);
  }

  /** {@return whether a vertex is a root or quotient by way of the operand's leading bits} */
  boolean isNormalized(int v) {
    return style.normalizes() && isWideRoot(v);
  }

  /** {@return whether a vertex is a root or quotient that is no table} */
  boolean isWideRoot(int v) {
    return !isTable(v)
        && graph.term(v) instanceof FormulaGraph.Term.Apply apply
        && (apply.role() == Role.SQUARE_ROOT || apply.role() == Role.DIVIDE);
  }

  /** {@return whether a vertex is a product with a number as a sum of tables} */
  boolean isMultiple(int v) {
    return multiple[v];
  }

  private boolean isProductWithNumber(int v) {
    return style.multiples().isRounded()
        && !isTable(v)
        && graph.term(v) instanceof FormulaGraph.Term.Apply apply
        && apply.role() == Role.MULTIPLY
        && apply.operands().stream().anyMatch(this::suits)
        && !apply.operands().stream().allMatch(graph::isConstant);
  }

  private boolean suits(int a) {
    return graph.term(a) instanceof FormulaGraph.Term.Constant(double value)
        && RoundedMultiple.suits(value);
  }

  /** {@return the operand of a product with a number} */
  int multiplied(int v) {
    List<Integer> operands = graph.term(v).operands();
    return graph.isConstant(operands.getFirst()) ? operands.getLast() : operands.getFirst();
  }

  /** {@return the number of a product with a number} */
  double factor(int v) {
    if (graph.term(factorOf(v)) instanceof FormulaGraph.Term.Constant(double value)) {
      return value;
    }
    throw new IllegalStateException("vertex " + v + " is no product with a number");
  }

  /** {@return how far that is from the real number that it stands for} */
  double factorError(int v) {
    Interval real = graph.range(factorOf(v));
    return Math.max(Math.abs(real.lo() - factor(v)), Math.abs(real.hi() - factor(v)));
  }

  private int factorOf(int v) {
    List<Integer> operands = graph.term(v).operands();
    return graph.isConstant(operands.getFirst()) ? operands.getFirst() : operands.getLast();
  }

  /** {@return the vertex that indexes the table of a vertex} */
  int indexOf(int v) {
    return index[v];
  }

  /** {@return the vertices that the circuit needs to have for a vertex} */
  List<Integer> operands(int v) {
    if (isMultiple(v)) {
      return List.of(multiplied(v));
    }
    return isTable(v) ? List.of(index[v]) : graph.term(v).operands();
  }
}
