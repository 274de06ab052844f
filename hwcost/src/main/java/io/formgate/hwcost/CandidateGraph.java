package io.formgate.hwcost;

import io.formgate.datapath.Composite;
import io.formgate.datapath.QuantizerRequest.InputPort;
import io.formgate.datapath.Role;
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
  static final int NONE = -1;

  /** Vertices of composite operators, above those of the tape. */
  private static final int COMPOSITE_VERTICES = 256;

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

  /** The vertex that would index a table of this one. */
  final int[] index;

  /** Whether a function is among what the vertex is computed of, so that it may be a table. */
  final boolean[] holdsFunction;

  final boolean[] needed;

  private final CandidateRanges ranges;
  private final CandidateTables tables;
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
    needed = new boolean[n];
    stack = new int[n];
    for (int i = 0; i < ports; i++) {
      Interval range = inputs.get(i).range();
      lo[i] = range.lo();
      hi[i] = range.hi();
      number[i] = Double.NaN;
      exact[i] = true;
    }
    ranges = new CandidateRanges(this);
    tables = new CandidateTables(this);
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
    tables.planConstant(v);
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
      case ADD,
          SUBTRACT,
          SQUARE,
          NEGATE,
          ABSOLUTE,
          SQUARE_ROOT,
          MINIMUM,
          MAXIMUM,
          FLOOR,
          LESS,
          FUNCTION,
          JUMPING_FUNCTION,
          COMPOSITE ->
          stack[at] = vertex(o, x, count > 1 ? stack[at + 1] : NONE, count > 2 ? y : NONE);
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
    ranges.find(v, r);
    tables.plan(v, r);
    return v;
  }

  private boolean allExact(int v) {
    return switch (role(v)) {
      case ADD, SUBTRACT, MULTIPLY, SQUARE, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, CHOICE ->
          exact[a[v]] && (arity[v] < 2 || exact[b[v]]) && (arity[v] < 3 || exact[c[v]]);
      case DIVIDE, SQUARE_ROOT, FLOOR, LESS, FUNCTION, JUMPING_FUNCTION, COMPOSITE -> false;
    };
  }

  /** {@return the least absolute value of a vertex} */
  double leastMagnitude(int v) {
    return lo[v] <= 0 && hi[v] >= 0 ? 0 : Math.min(Math.abs(lo[v]), Math.abs(hi[v]));
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
