package io.formgate.hwcost;

import io.formgate.datapath.Composite;
import io.formgate.datapath.QuantizerRequest.InputPort;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Interval;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A candidate as the quantizer's graph, in arrays that are used again and again: equal parts are
 * one vertex, constants are folded, composite operators are expanded, every vertex has its real
 * values on the declared ranges, and it is known which vertices are tables of which others.
 *
 * <p>A vertex stands after its arguments; the inputs come first.
 */
final class CandidateGraph {
  private static final List<String> PARAMETERS = List.of("x", "y", "z");

  /** No one vertex stands for the arguments. */
  private static final int NONE = -1;

  /** Vertices of composite operators, above those of the tape. */
  private static final int COMPOSITE_VERTICES = 256;

  /** Parts of an argument's range on each of which the slope of a function is looked at. */
  private static final int SLOPES = 32;

  private static final int KNOWN_BITS = 9;
  private static final int KNOWN = 1 << KNOWN_BITS;

  /** 2^64 over the golden ratio: the upper bits of its multiples are evenly spread. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** What stands for the values of a formula that is not defined everywhere. */
  private static final double LARGEST = 0x1p40;

  /** Most fraction bits of a number that is exact. */
  private static final int FINEST_GRID = 48;

  private final Map<Operator, Tape> composites = new EnumMap<>(Operator.class);
  private final Map<Operator, Tape> ofTwoValues = new EnumMap<>(Operator.class);
  private final Map<Double, Tape> powers = new HashMap<>();

  final int ports;
  final FixedFormat[] formats;

  /** Null for an input or a constant. */
  final @Nullable Operator[] operator;

  final @Nullable Role[] role;
  final int[] a;
  final int[] b;
  final int[] c;
  final int[] arity;

  /** The value of a constant. */
  final double[] number;

  final double[] lo;
  final double[] hi;

  /** How much a function moves at most where its argument moves by 1. */
  final double[] slope;

  /** Whether the datapath has the value without error. */
  final boolean[] exact;

  /** Whether the value is 1 or 0. */
  final boolean[] truth;

  final int[] index;
  private final boolean[] holdsFunction;
  private final boolean[] exactSum;
  private final int[] sumFraction;
  private final double[] sumLo;
  private final double[] sumHi;
  final boolean[] needed;

  private final @Nullable Known[] functions = new Known[KNOWN];
  private final int[] stack;
  private int size;
  private int root;

  CandidateGraph(List<InputPort> inputs, int maxLength) {
    for (Operator o : Operator.values()) {
      if (Role.of(o) == Role.COMPOSITE) {
        composites.put(o, tape(Composite.definition(o)));
      }
      Composite.ofTwoValues(o).ifPresent(e -> ofTwoValues.put(o, tape(e)));
    }
    ports = inputs.size();
    formats = inputs.stream().map(InputPort::format).toArray(FixedFormat[]::new);
    int n = ports + maxLength + COMPOSITE_VERTICES;
    operator = new Operator[n];
    role = new Role[n];
    a = new int[n];
    b = new int[n];
    c = new int[n];
    arity = new int[n];
    number = new double[n];
    lo = new double[n];
    hi = new double[n];
    slope = new double[n];
    exact = new boolean[n];
    truth = new boolean[n];
    index = new int[n];
    holdsFunction = new boolean[n];
    exactSum = new boolean[n];
    sumFraction = new int[n];
    sumLo = new double[n];
    sumHi = new double[n];
    needed = new boolean[n];
    stack = new int[n];
    for (int i = 0; i < ports; i++) {
      Interval range = inputs.get(i).range();
      lo[i] = range.lo();
      hi[i] = range.hi();
      number[i] = Double.NaN;
      exact[i] = true;
      index[i] = i;
      exactSum[i] = true;
      sumFraction[i] = formats[i].fractionBits();
      sumLo[i] = formats[i].range().lo();
      sumHi[i] = formats[i].range().hi();
    }
  }

  private static Tape tape(Expr definition) {
    return Tape.of(definition, PARAMETERS);
  }

  int size() {
    return size;
  }

  int root() {
    return root;
  }

  /** {@return the role of a vertex that is an operator} */
  Role role(int v) {
    return Objects.requireNonNull(role[v]);
  }

  /** {@return whether a vertex is neither an input nor a constant} */
  boolean isOperator(int v) {
    return role[v] != null;
  }

  boolean isConstant(int v) {
    return v >= ports && operator[v] == null;
  }

  /** {@return whether a vertex is a table of its index} */
  boolean isTable(int v) {
    return holdsFunction[v] && index[v] != v;
  }

  /** {@return the largest absolute value of a vertex} */
  double magnitude(int v) {
    return Math.max(Math.abs(lo[v]), Math.abs(hi[v]));
  }

  /** {@return an argument of an operator} */
  int argument(int v, int i) {
    return i == 0 ? a[v] : i == 1 ? b[v] : c[v];
  }

  /** {@return how many vertices a vertex is computed of in the circuit} */
  int operands(int v) {
    return isTable(v) ? 1 : arity[v];
  }

  /** {@return a vertex that a vertex is computed of in the circuit} */
  int operand(int v, int i) {
    return isTable(v) ? index[v] : argument(v, i);
  }

  /** Takes the place of the graph before. */
  void set(Tape tape) {
    size = ports;
    int top = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        stack[top++] = constant(tape.constantAt(i));
      } else if (tape.isVariable(i)) {
        stack[top++] = tape.variableAt(i);
      } else {
        top -= tape.arityAt(i);
        apply(tape.operatorAt(i), top);
        top++;
      }
    }
    root = stack[0];
    Arrays.fill(needed, 0, size, false);
    needed[root] = true;
    for (int v = size - 1; v >= 0; v--) {
      if (needed[v]) {
        for (int i = 0; i < operands(v); i++) {
          needed[operand(v, i)] = true;
        }
      }
    }
  }

  private int constant(double value) {
    for (int v = ports; v < size; v++) {
      if (operator[v] == null && number[v] == value) {
        return v;
      }
    }
    int v = size++;
    operator[v] = null;
    role[v] = null;
    arity[v] = 0;
    number[v] = value;
    lo[v] = value;
    hi[v] = value;
    double scaled = Math.scalb(value, FINEST_GRID);
    exact[v] = scaled == Math.rint(scaled);
    truth[v] = value == 0 || value == 1;
    index[v] = NONE;
    holdsFunction[v] = false;
    exactSum[v] = false;
    return v;
  }

  /** Replaces the arguments on the stack, from a place on, by the vertex of the operator. */
  private void apply(Operator o, int at) {
    int count = o.arity();
    int x = stack[at];
    int y = stack[at + count - 1];
    if (isFolded(o, at, count)) {
      return;
    }
    Tape definition = definition(o, x, y);
    if (definition != null) {
      expand(definition, at, count);
      return;
    }
    switch (Role.of(o)) {
      case DIVIDE -> {
        if (isConstant(y) && Double.isFinite(1 / number[y])) {
          stack[at] = vertex(Operator.MULTIPLY, x, constant(1 / number[y]), NONE);
        } else {
          stack[at] = vertex(o, x, y, NONE);
        }
      }
      case MULTIPLY ->
          stack[at] = x == y ? vertex(Operator.SQUARE, x, NONE, NONE) : vertex(o, x, y, NONE);
      case CHOICE -> stack[at] = choice(x, stack[at + 1], y);
      default -> stack[at] = vertex(o, x, count > 1 ? stack[at + 1] : NONE, count > 2 ? y : NONE);
    }
  }

  private int choice(int condition, int ifTrue, int ifNot) {
    int bit = truth[condition] ? condition : vertex(Operator.LESS, constant(0), condition, NONE);
    if (ifTrue == ifNot) {
      return ifTrue;
    }
    boolean same =
        isConstant(ifTrue) && isConstant(ifNot) && number[ifTrue] == 1 && number[ifNot] == 0;
    return same ? bit : vertex(Operator.COND, bit, ifTrue, ifNot);
  }

  private boolean isFolded(Operator o, int at, int count) {
    for (int i = 0; i < count; i++) {
      if (!isConstant(stack[at + i])) {
        return false;
      }
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number[stack[at + i]];
    }
    double value = o.evaluate(values);
    stack[at] = constant(Double.isFinite(value) ? value : 0);
    return true;
  }

  private @Nullable Tape definition(Operator o, int x, int y) {
    if (o == Operator.POWER && isConstant(y)) {
      return power(number[y]);
    }
    boolean bothVary = x != y && !isConstant(x) && !isConstant(y);
    boolean oneIndex = index[x] == index[y] && index[x] != NONE;
    Tape ofTwo = bothVary && !oneIndex ? ofTwoValues.get(o) : null;
    return ofTwo != null ? ofTwo : composites.get(o);
  }

  /** Few exponents are built from products, so that few tapes are kept. */
  private @Nullable Tape power(double exponent) {
    Tape known = powers.get(exponent);
    if (known == null) {
      Optional<Expr> product = Composite.power(exponent);
      if (product.isPresent()) {
        known = tape(product.get());
        powers.put(exponent, known);
      }
    }
    return known;
  }

  private void expand(Tape definition, int at, int count) {
    int top = at + count;
    for (int i = 0; i < definition.length(); i++) {
      if (definition.isConstant(i)) {
        stack[top++] = constant(definition.constantAt(i));
      } else if (definition.isVariable(i)) {
        stack[top++] = stack[at + definition.variableAt(i)];
      } else {
        top -= definition.arityAt(i);
        apply(definition.operatorAt(i), top);
        top++;
      }
    }
    stack[at] = stack[at + count];
  }

  private int vertex(Operator o, int x, int y, int z) {
    for (int v = ports; v < size; v++) {
      if (operator[v] == o && a[v] == x && b[v] == y && c[v] == z) {
        return v;
      }
    }
    int v = size++;
    Role r = Role.of(o);
    operator[v] = o;
    role[v] = r;
    a[v] = x;
    b[v] = y;
    c[v] = z;
    arity[v] = z != NONE ? 3 : y != NONE ? 2 : 1;
    number[v] = Double.NaN;
    exact[v] = r == Role.LESS || r == Role.FLOOR || allExact(v);
    truth[v] = r == Role.LESS || (r == Role.CHOICE && truth[y] && truth[z]);
    range(v, r);
    if (!(lo[v] >= -LARGEST && hi[v] <= LARGEST)) {
      lo[v] = Double.isNaN(lo[v]) ? 0 : Math.clamp(lo[v], -LARGEST, LARGEST);
      hi[v] = Double.isNaN(hi[v]) ? 1 : Math.clamp(hi[v], -LARGEST, LARGEST);
    }
    plan(v, r);
    return v;
  }

  private boolean allExact(int v) {
    return switch (role(v)) {
      case ADD, SUBTRACT, MULTIPLY, SQUARE, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, CHOICE ->
          exact[a[v]] && (arity[v] < 2 || exact[b[v]]) && (arity[v] < 3 || exact[c[v]]);
      default -> false;
    };
  }

  private void range(int v, Role r) {
    int x = a[v];
    int y = arity[v] > 1 ? b[v] : x;
    switch (r) {
      case ADD -> set(v, lo[x] + lo[y], hi[x] + hi[y]);
      case SUBTRACT -> set(v, lo[x] - hi[y], hi[x] - lo[y]);
      case MULTIPLY -> setProduct(v, lo[x], hi[x], lo[y], hi[y]);
      case SQUARE -> {
        double m = magnitude(x);
        double least = leastMagnitude(x);
        set(v, least * least, m * m);
      }
      case NEGATE -> set(v, -hi[x], -lo[x]);
      case ABSOLUTE -> set(v, leastMagnitude(x), magnitude(x));
      case MINIMUM -> set(v, Math.min(lo[x], lo[y]), Math.min(hi[x], hi[y]));
      case MAXIMUM -> set(v, Math.max(lo[x], lo[y]), Math.max(hi[x], hi[y]));
      case SQUARE_ROOT -> set(v, Math.sqrt(Math.max(0, lo[x])), Math.sqrt(Math.max(0, hi[x])));
      case DIVIDE -> {
        double least = leastMagnitude(y);
        double largest = magnitude(y);
        if (least > 0) {
          boolean negative = hi[y] < 0;
          double p = 1 / least;
          double q = 1 / largest;
          setProduct(v, lo[x], hi[x], negative ? -p : q, negative ? -q : p);
        } else {
          set(v, Double.NaN, Double.NaN);
        }
      }
      case FLOOR -> set(v, Math.floor(lo[x]), Math.floor(hi[x]));
      case LESS -> set(v, 0, 1);
      case CHOICE -> set(v, Math.min(lo[b[v]], lo[c[v]]), Math.max(hi[b[v]], hi[c[v]]));
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE -> {
        Known known = function(operator[v], x, arity[v] == 1 ? NONE : y);
        slope[v] = known.slope;
        set(v, known.range.lo(), known.range.hi());
      }
    }
  }

  private record Known(
      Operator operator,
      double lo,
      double hi,
      double lo2,
      double hi2,
      Interval range,
      double slope) {}

  /** The values of a function; most candidates hold the same few. */
  private Known function(Operator o, int x, int y) {
    double lo2 = y == NONE ? 0 : lo[y];
    double hi2 = y == NONE ? 0 : hi[y];
    long bits =
        Double.doubleToRawLongBits(lo[x])
            + 31 * Double.doubleToRawLongBits(hi[x])
            + 37 * Double.doubleToRawLongBits(lo2)
            + 41 * Double.doubleToRawLongBits(hi2);
    int place =
        (int) ((bits * GOLDEN) >>> (64 - KNOWN_BITS)) ^ (o.symbol().hashCode() & (KNOWN - 1));
    Known known = functions[place];
    if (known != null
        && known.operator == o
        && known.lo == lo[x]
        && known.hi == hi[x]
        && known.lo2 == lo2
        && known.hi2 == hi2) {
      return known;
    }
    Interval argument = new Interval(lo[x], hi[x]);
    Interval range =
        o.evaluate(y == NONE ? List.of(argument) : List.of(argument, new Interval(lo2, hi2)));
    Known made = new Known(o, lo[x], hi[x], lo2, hi2, range, steepest(o, x, y));
    functions[place] = made;
    return made;
  }

  /** {@return how much a function moves at most where the argument that varies moves by 1} */
  private double steepest(Operator o, int x, int y) {
    boolean second = y != NONE && isConstant(x);
    int varying = second ? y : x;
    double step = (hi[varying] - lo[varying]) / SLOPES;
    double other = y == NONE ? 0 : number[second ? x : y];
    double steepest = 0;
    double before = Double.NaN;
    double lastSlope = Double.NaN;
    for (int i = 0; i <= SLOPES; i++) {
      double at = lo[varying] + i * step;
      double value =
          y == NONE ? o.evaluate(at) : second ? o.evaluate(other, at) : o.evaluate(at, other);
      double slope = Math.abs(value - before) / step;
      // At the end of a part the slope differs from the part's by half the difference to the next.
      double bend = i < 2 ? 0 : Math.abs(slope - lastSlope) / 2;
      if (Double.isFinite(slope + bend)) {
        steepest = Math.max(steepest, slope + bend);
      }
      before = value;
      lastSlope = slope;
    }
    return steepest;
  }

  private void set(int v, double least, double most) {
    lo[v] = least;
    hi[v] = most;
  }

  private void setProduct(int v, double aLo, double aHi, double bLo, double bHi) {
    double p = aLo * bLo;
    double q = aLo * bHi;
    double r = aHi * bLo;
    double s = aHi * bHi;
    set(v, Math.min(Math.min(p, q), Math.min(r, s)), Math.max(Math.max(p, q), Math.max(r, s)));
  }

  private double leastMagnitude(int v) {
    return lo[v] <= 0 && hi[v] >= 0 ? 0 : Math.min(Math.abs(lo[v]), Math.abs(hi[v]));
  }

  /** Which vertex indexes the table that this one would be, by the rules of the quantizer. */
  private void plan(int v, Role r) {
    int one = NONE;
    int varying = 0;
    boolean open = false;
    boolean holds = false;
    boolean sums = arity[v] == 2;
    for (int i = 0; i < arity[v]; i++) {
      int x = argument(v, i);
      sums &= exactSum[x];
      if (isConstant(x)) {
        continue;
      }
      holds |= holdsFunction[x];
      open |= index[x] == NONE || (varying > 0 && index[x] != one);
      one = index[x];
      varying++;
    }
    if (open) {
      one = NONE;
    }
    exactSum[v] = false;
    switch (r) {
      case FUNCTION, JUMPING_FUNCTION -> {
        holds = true;
        if (one == NONE) {
          one = !isConstant(a[v]) ? a[v] : b[v];
        }
      }
      case SQUARE_ROOT, DIVIDE -> holds |= one != NONE && isNarrow(one);
      case LESS, FLOOR ->
          holds |=
              one != NONE
                  && isNarrow(one)
                  && !(exact[a[v]] && (arity[v] < 2 || exact[b[v]]))
                  && !(r == Role.LESS
                      && (isConstant(a[v]) ? exact[b[v]] : isConstant(b[v]) && exact[a[v]]));
      case ADD, SUBTRACT -> {
        if (open && sums) {
          planSum(v, r == Role.SUBTRACT);
          one = sumBits(v) <= TableLimits.MAX_INDEX_BITS ? v : NONE;
        }
      }
      case MULTIPLY, NEGATE, ABSOLUTE, SQUARE, MINIMUM, MAXIMUM, CHOICE -> {}
      case COMPOSITE -> throw new IllegalStateException("a composite operator is not expanded");
    }
    index[v] = one;
    holdsFunction[v] = holds && one != NONE;
  }

  private void planSum(int v, boolean subtract) {
    int x = a[v];
    int y = b[v];
    exactSum[v] = true;
    sumFraction[v] = Math.max(sumFraction[x], sumFraction[y]);
    sumLo[v] = subtract ? sumLo[x] - sumHi[y] : sumLo[x] + sumLo[y];
    sumHi[v] = subtract ? sumHi[x] - sumLo[y] : sumHi[x] + sumHi[y];
  }

  private int sumBits(int v) {
    return widthBits(sumLo[v], sumHi[v], sumFraction[v]);
  }

  private boolean isNarrow(int v) {
    return exactSum[v] && sumBits(v) <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
  }

  /** {@return the bits of a value with some fraction bits} */
  static int widthBits(double lo, double hi, int fractionBits) {
    double scale = powerOfTwo(fractionBits);
    long first = (long) Math.floor(lo * scale);
    long last = (long) Math.floor(hi * scale);
    return Math.min(FixedFormat.MAX_WIDTH_BITS, FixedFormat.bitsFor(first, last));
  }

  /** {@return 2^exponent} */
  static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble((long) (exponent + 1023) << 52);
  }
}
