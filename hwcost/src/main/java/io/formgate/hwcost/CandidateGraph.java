package io.formgate.hwcost;

import io.formgate.datapath.Composite;
import io.formgate.datapath.QuantizerRequest.InputPort;
import io.formgate.datapath.Role;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A candidate as the quantizer's graph, of vertices that are used again and again: equal parts are
 * one vertex, constants are folded, composite operators are expanded, every vertex has its real
 * values on the declared ranges, and it is known which vertices are tables of which others.
 *
 * <p>A vertex stands after its arguments; the inputs come first.
 */
final class CandidateGraph {
  private static final List<String> PARAMETERS = List.of("x", "y", "z");

  /** Vertices of composite operators, above those of the tape. */
  private static final int COMPOSITE_VERTICES = 256;

  /** Most fraction bits of a number that is exact. */
  private static final int FINEST_GRID = 48;

  private final Map<Operator, Tape> composites = new EnumMap<>(Operator.class);
  private final Map<Operator, Tape> ofTwoValues = new EnumMap<>(Operator.class);
  private final Tape angleToTheRight = tape(Composite.angleToTheRight());
  private final Map<Double, Tape> powers = new HashMap<>();
  private final int ports;
  private final CandidateVertex[] vertices;
  private final CandidateVertex[] needed;
  private final CandidateVertex[] stack;

  /** The tape of the graph, the vertex of each of its positions and how many there were then. */
  private final Tape built;

  private final CandidateVertex[] resultAt;
  private final int[] sizeAfter;

  private final CandidateRanges ranges = new CandidateRanges();
  private final double[][] folded = {{}, new double[1], new double[2], new double[3]};
  private @Nullable CandidateVertex newestConstant;
  private CandidateVertex root;
  private int size;
  private int neededCount;

  CandidateGraph(List<InputPort> inputs, int maxLength) {
    for (Operator o : Operator.values()) {
      if (Role.of(o) == Role.COMPOSITE) {
        composites.put(o, tape(Composite.definition(o)));
      }
      Composite.ofTwoValues(o).ifPresent(e -> ofTwoValues.put(o, tape(e)));
    }
    ports = inputs.size();
    int n = ports + maxLength + COMPOSITE_VERTICES;
    vertices = new CandidateVertex[n];
    needed = new CandidateVertex[n];
    stack = new CandidateVertex[n];
    built = new Tape(maxLength);
    resultAt = new CandidateVertex[maxLength];
    sizeAfter = new int[maxLength];
    for (int i = 0; i < n; i++) {
      vertices[i] = new CandidateVertex();
    }
    for (int i = 0; i < ports; i++) {
      InputPort port = inputs.get(i);
      CandidateVertex v = vertices[i];
      v.lo = port.range().lo();
      v.hi = port.range().hi();
      v.number = Double.NaN;
      v.exact = true;
      v.fraction = port.format().fractionBits();
      v.least = port.format().range().lo();
      v.most = port.format().range().hi();
      v.width = port.format().widthBits();
      CandidateTables.planInput(v, port.format());
    }
    root = vertices[0];
    size = ports;
  }

  private static Tape tape(Expr definition) {
    return Tape.of(definition, PARAMETERS);
  }

  /** {@return the most vertices of a graph} */
  int capacity() {
    return vertices.length;
  }

  CandidateVertex root() {
    return root;
  }

  /**
   * {@return the number of vertices that the root is computed of in the circuit, itself included}
   */
  int neededCount() {
    return neededCount;
  }

  /** {@return the vertices that the root is computed of, arguments first, the root last} */
  CandidateVertex[] needed() {
    return needed;
  }

  /**
   * Takes the place of the graph before, whose vertices stay as far as the tapes are the same:
   * candidates in a row often are one formula with other constants at its end.
   *
   * @return whether the graph is another one
   */
  boolean set(Tape tape) {
    int same = built.commonPrefix(tape);
    if (same == tape.length() && same == built.length()) {
      return false;
    }
    built.clear();
    truncate(same == 0 ? ports : sizeAfter[same - 1]);
    int top = 0;
    for (int i = 0; i < same; i++) {
      top -= tape.arityAt(i);
      stack[top++] = resultAt[i];
    }
    for (int i = same; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        stack[top++] = constant(tape.constantAt(i));
      } else if (tape.isVariable(i)) {
        stack[top++] = vertices[tape.variableAt(i)];
      } else {
        Operator o = tape.operatorAt(i);
        top -= o.arity();
        apply(o, top);
        top++;
      }
      resultAt[i] = stack[top - 1];
      sizeAfter[i] = size;
    }
    root = stack[0];
    built.set(tape);
    findNeeded();
    return true;
  }

  /** Removes the newest vertices, the last one first. */
  private void truncate(int to) {
    while (size > to) {
      CandidateVertex v = vertices[--size];
      if (v.constant) {
        newestConstant = v.sibling;
      } else {
        v.a.firstUser = v.sibling;
      }
    }
  }

  private void findNeeded() {
    for (int i = 0; i < size; i++) {
      vertices[i].needed = false;
    }
    root.needed = true;
    int from = size;
    for (int i = size - 1; i >= 0; i--) {
      CandidateVertex v = vertices[i];
      if (v.needed) {
        needed[--from] = v;
        int operands = v.operands();
        for (int k = 0; k < operands; k++) {
          v.operand(k).needed = true;
        }
      }
    }
    neededCount = size - from;
    System.arraycopy(needed, from, needed, 0, neededCount);
  }

  private CandidateVertex constant(double value) {
    for (CandidateVertex v = newestConstant; v != null; v = v.sibling) {
      if (v.number == value) {
        return v;
      }
    }
    CandidateVertex v = take();
    v.operator = null;
    v.role = null;
    v.arity = 0;
    v.constant = true;
    v.number = value;
    v.lo = value;
    v.hi = value;
    double scaled = Math.scalb(value, FINEST_GRID);
    v.exact = scaled == Math.rint(scaled);
    v.truth = value == 0 || value == 1;
    v.sibling = newestConstant;
    newestConstant = v;
    CandidateTables.planConstant(v);
    return v;
  }

  private CandidateVertex take() {
    CandidateVertex v = vertices[size++];
    v.firstUser = null;
    v.codes = null;
    return v;
  }

  /** Replaces the arguments on the stack, from a place on, by the vertex of the operator. */
  private void apply(Operator o, int at) {
    int count = o.arity();
    CandidateVertex x = stack[at];
    CandidateVertex y = stack[at + count - 1];
    if (isFolded(o, at, count)) {
      return;
    }
    Role r = Role.of(o);
    Tape definition = definition(o, r, x, y);
    if (definition != null) {
      expand(definition, at, count);
      return;
    }
    switch (r) {
      case DIVIDE -> {
        if (y.constant && Double.isFinite(1 / y.number)) {
          stack[at] = vertex(Operator.MULTIPLY, Role.MULTIPLY, x, constant(1 / y.number), x);
        } else {
          stack[at] = vertex(o, r, x, y, x);
        }
      }
      case MULTIPLY ->
          stack[at] =
              x == y ? vertex(Operator.SQUARE, Role.SQUARE, x, x, x) : vertex(o, r, x, y, x);
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
          stack[at] = vertex(o, r, x, count > 1 ? stack[at + 1] : x, count > 2 ? y : x);
    }
  }

  private CandidateVertex choice(
      CandidateVertex condition, CandidateVertex ifTrue, CandidateVertex ifNot) {
    CandidateVertex bit = condition;
    if (!condition.truth) {
      CandidateVertex zero = constant(0);
      bit = vertex(Operator.LESS, Role.LESS, zero, condition, zero);
    }
    if (ifTrue == ifNot) {
      return ifTrue;
    }
    boolean same = ifTrue.constant && ifNot.constant && ifTrue.number == 1 && ifNot.number == 0;
    return same ? bit : vertex(Operator.COND, Role.CHOICE, bit, ifTrue, ifNot);
  }

  private boolean isFolded(Operator o, int at, int count) {
    for (int i = 0; i < count; i++) {
      if (!stack[at + i].constant) {
        return false;
      }
    }
    double[] values = folded[count];
    for (int i = 0; i < count; i++) {
      values[i] = stack[at + i].number;
    }
    double value = o.evaluate(values);
    stack[at] = constant(Double.isFinite(value) ? value : 0);
    return true;
  }

  private @Nullable Tape definition(Operator o, Role r, CandidateVertex x, CandidateVertex y) {
    if (o == Operator.POWER && y.constant) {
      return power(y.number);
    }
    boolean bothVary = x != y && !x.constant && !y.constant;
    boolean oneIndex = x.index == y.index && x.index != null;
    boolean isToTheRight = o == Operator.ATAN2 && y.lo > 0;
    Tape ofTwo =
        bothVary && !oneIndex ? (isToTheRight ? angleToTheRight : ofTwoValues.get(o)) : null;
    return ofTwo != null ? ofTwo : r == Role.COMPOSITE ? composites.get(o) : null;
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

  private CandidateVertex vertex(
      Operator o, Role r, CandidateVertex x, CandidateVertex y, CandidateVertex z) {
    for (CandidateVertex v = x.firstUser; v != null; v = v.sibling) {
      if (v.operator == o && v.b == y && v.c == z) {
        return v;
      }
    }
    CandidateVertex v = take();
    v.operator = o;
    v.role = r;
    v.a = x;
    v.b = y;
    v.c = z;
    v.arity = o.arity();
    v.constant = false;
    v.number = Double.NaN;
    v.sibling = x.firstUser;
    x.firstUser = v;
    v.exact = isExact(v, r);
    v.truth = r == Role.LESS || (r == Role.CHOICE && y.truth && z.truth);
    ranges.find(v, r);
    CandidateTables.plan(v, r);
    v.codes = r == Role.CHOICE ? CandidateCodes.of(v) : null;
    return v;
  }

  private static boolean isExact(CandidateVertex v, Role r) {
    return switch (r) {
      case LESS, FLOOR -> true;
      case ADD, SUBTRACT, MULTIPLY, SQUARE, NEGATE, ABSOLUTE, MINIMUM, MAXIMUM, CHOICE ->
          v.a.exact && v.b.exact && v.c.exact;
      case DIVIDE, SQUARE_ROOT, FUNCTION, JUMPING_FUNCTION, COMPOSITE -> false;
    };
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
