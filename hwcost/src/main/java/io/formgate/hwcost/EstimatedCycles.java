package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Composite;
import io.formgate.datapath.Role;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.Expr;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Latency of a candidate on its canonical lowering: the quantizer's structure with one fixed width
 * for every value, scheduled by the rules of {@link Scheduler}, without building a datapath.
 *
 * <p>A subtree of one input, or of one narrow sum of inputs, that holds a function is one table.
 * Square roots and quotients are a chain of digits; a quotient by a constant is a product; a
 * composite operator is what {@link Composite} says. Values shared between subtrees are counted
 * once for each occurrence in the area, registers too: a value takes its width in every rank
 * between the stage in which it is there and the one in which it is used. Not shared between
 * threads.
 */
public final class EstimatedCycles implements ComplexityMeasure {
  private static final int VALUE_BITS = OperatorChain.VALUE_BITS;

  /** Operands of composite operators that are open at a time, above those of the tape. */
  private static final int COMPOSITE_SLOTS = 64;

  private static final List<String> PARAMETERS = List.of("x", "y", "z");

  private static final int NO_INDEX = -1;
  private static final int CONSTANT_INDEX = -2;

  /** A remainder and the digits found, which pass from one digit of a recurrence to the next. */
  private static final int RECURRENCE_BITS = 2 * VALUE_BITS;

  private final DeviceModel device;
  private final int clockPeriodPs;
  private final int usablePs;
  private final int[] inputBits;
  private final Map<Role, OperatorChain> chains = new EnumMap<>(Role.class);
  private final Map<Operator, Tape> composites = new EnumMap<>(Operator.class);
  private final Map<Operator, Tape> ofTwoValues = new EnumMap<>(Operator.class);
  private final Map<Double, Tape> powers = new HashMap<>();
  private final List<OperatorChain> tables = new ArrayList<>();

  private final int[] stage;
  private final int[] offset;
  private final int[] index;
  private final int[] indexStage;
  private final int[] indexOffset;
  private final int[] indexBits;
  private final boolean[] function;
  private final boolean[] sum;

  /** Whether the value is one that the datapath has exactly. */
  private final boolean[] exact;

  /** The value of a constant, else NaN. */
  private final double[] number;

  /** Width of the value in bits. */
  private final int[] bits;

  private final AreaSlots cost;

  /** The area of what computes the index of the table that a function of the value would be. */
  private final AreaSlots indexCost;

  private int latencyCycles;
  private int pathPs;
  private Area area = Area.NONE;

  /**
   * Makes a measure.
   *
   * @param device costs
   * @param clockPeriodPs clock period in ps
   * @param inputFormats formats of the data set's input columns
   * @param maxLength longest tape that will be measured
   */
  public EstimatedCycles(
      DeviceModel device, int clockPeriodPs, List<FixedFormat> inputFormats, int maxLength) {
    this.device = device;
    this.clockPeriodPs = clockPeriodPs;
    usablePs = device.usablePs(clockPeriodPs);
    inputBits = inputFormats.stream().mapToInt(FixedFormat::widthBits).toArray();
    for (Role role : Role.values()) {
      chains.put(role, OperatorChain.of(role, device, clockPeriodPs));
    }
    for (Operator operator : Operator.values()) {
      if (Role.of(operator) == Role.COMPOSITE) {
        composites.put(operator, tape(Composite.definition(operator)));
      }
      Composite.ofTwoValues(operator).ifPresent(e -> ofTwoValues.put(operator, tape(e)));
    }
    for (int bits = 0; bits <= TableLimits.MAX_INDEX_BITS; bits++) {
      tables.add(OperatorChain.table(bits, device, clockPeriodPs));
    }
    int slots = maxLength + COMPOSITE_SLOTS;
    stage = new int[slots];
    offset = new int[slots];
    index = new int[slots];
    indexStage = new int[slots];
    indexOffset = new int[slots];
    indexBits = new int[slots];
    function = new boolean[slots];
    sum = new boolean[slots];
    exact = new boolean[slots];
    number = new double[slots];
    bits = new int[slots];
    cost = new AreaSlots(slots);
    indexCost = new AreaSlots(slots);
  }

  private static Tape tape(Expr definition) {
    return Tape.of(definition, PARAMETERS);
  }

  private OperatorChain arithmetic(Role role) {
    return Objects.requireNonNull(chains.get(role));
  }

  @Override
  public void measure(Tape tape) {
    int top = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        leaf(top++, CONSTANT_INDEX, 0, tape.constantAt(i));
      } else if (tape.isVariable(i)) {
        int column = tape.variableAt(i);
        leaf(top++, column, inputBits[column], Double.NaN);
      } else {
        top -= tape.arityAt(i);
        apply(tape.operatorAt(i), top, inputBits.length + i);
        top++;
      }
    }
    latencyCycles = stage[0];
    pathPs = stage[0] * clockPeriodPs + Math.min(clockPeriodPs - 1, offset[0]);
    // One valid bit passes each rank.
    cost.add(0, Area.NONE, latencyCycles);
    area = cost.get(0);
  }

  private void leaf(int slot, int id, int widthBits, double value) {
    stage[slot] = 0;
    offset[slot] = 0;
    index[slot] = id;
    indexStage[slot] = 0;
    indexOffset[slot] = 0;
    indexBits[slot] = widthBits;
    bits[slot] = widthBits;
    function[slot] = false;
    sum[slot] = id >= 0;
    exact[slot] = id >= 0 || isShort(value);
    number[slot] = value;
    cost.clear(slot);
    indexCost.clear(slot);
  }

  /** Whether a number has few enough bits to be a literal without error. */
  private static boolean isShort(double value) {
    double scaled = Math.scalb(value, VALUE_BITS);
    return scaled == Math.rint(scaled);
  }

  private void copy(int from, int to) {
    stage[to] = stage[from];
    offset[to] = offset[from];
    index[to] = index[from];
    indexStage[to] = indexStage[from];
    indexOffset[to] = indexOffset[from];
    indexBits[to] = indexBits[from];
    function[to] = function[from];
    sum[to] = sum[from];
    exact[to] = exact[from];
    number[to] = number[from];
    bits[to] = bits[from];
    cost.copy(to, cost, from);
    indexCost.copy(to, indexCost, from);
  }

  /** Replaces the arguments from a slot on by the operator's result in the first of the slots. */
  private void apply(Operator operator, int a, int position) {
    int arity = operator.arity();
    Tape definition = definition(operator, a, a + arity - 1);
    if (definition != null) {
      expand(definition, a, arity, position);
    } else if (Role.of(operator) == Role.DIVIDE && index[a + 1] == CONSTANT_INDEX) {
      // The quantizer multiplies by the reciprocal of a constant divisor.
      apply(Role.MULTIPLY, a, arity, position);
    } else {
      apply(Role.of(operator), a, arity, position);
    }
  }

  private @Nullable Tape definition(Operator operator, int a, int b) {
    if (operator == Operator.POWER && index[b] == CONSTANT_INDEX) {
      return power(number[b]);
    }
    boolean bothVary =
        a != b
            && index[a] != CONSTANT_INDEX
            && index[b] != CONSTANT_INDEX
            && (index[a] != index[b] || index[a] == NO_INDEX);
    Tape ofTwo = bothVary ? ofTwoValues.get(operator) : null;
    return ofTwo != null ? ofTwo : composites.get(operator);
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

  /** The first occurrence of an argument carries its area. */
  private void expand(Tape definition, int a, int arity, int position) {
    int top = a + arity;
    for (int i = 0; i < definition.length(); i++) {
      if (definition.isConstant(i)) {
        leaf(top++, CONSTANT_INDEX, 0, definition.constantAt(i));
      } else if (definition.isVariable(i)) {
        int argument = a + definition.variableAt(i);
        copy(argument, top++);
        cost.clear(argument);
        indexCost.clear(argument);
      } else {
        top -= definition.arityAt(i);
        apply(definition.operatorAt(i), top, position);
        top++;
      }
    }
    copy(a + arity, a);
  }

  private void apply(Role role, int a, int arity, int position) {
    int b = a + arity - 1;
    boolean bothSums = arity == 2 && sum[a] && sum[b];
    boolean allExact = true;
    boolean holdsFunction = false;
    int one = CONSTANT_INDEX;
    int sumBits = 1 + Math.max(indexBits[a], indexBits[b]);
    int heldBits = 0;
    int heldBitRanks = 0;
    for (int s = a; s <= b; s++) {
      heldBits += bits[s];
      heldBitRanks += bits[s] * stage[s];
      if (s > a) {
        cost.add(a, s);
      }
      holdsFunction |= function[s];
      // A number moves to the grid of the value that it is compared with.
      allExact &= exact[s] || (role == Role.LESS && index[s] == CONSTANT_INDEX);
      if (index[s] != CONSTANT_INDEX) {
        if (one == CONSTANT_INDEX) {
          one = index[s];
          indexStage[a] = indexStage[s];
          indexOffset[a] = indexOffset[s];
          indexBits[a] = indexBits[s];
          indexCost.copy(a, indexCost, s);
        } else if (one != index[s]) {
          one = NO_INDEX;
        }
      }
      if (stage[s] > stage[a] || (stage[s] == stage[a] && offset[s] > offset[a])) {
        stage[a] = stage[s];
        offset[a] = offset[s];
      }
    }
    sum[a] = false;
    number[a] = Double.NaN;
    exact[a] = allExact;
    switch (role) {
      case FUNCTION, JUMPING_FUNCTION -> {
        exact[a] = false;
        holdsFunction = true;
        if (one == NO_INDEX) {
          one = position;
          indexStage[a] = stage[a];
          indexOffset[a] = offset[a];
          indexBits[a] = TableLimits.MAX_INDEX_BITS;
          indexCost.copy(a, cost, a);
        }
      }
      case SQUARE_ROOT, DIVIDE -> {
        exact[a] = false;
        holdsFunction |= isNarrow(one, a);
      }
      case LESS, FLOOR -> {
        exact[a] = true;
        holdsFunction |= !allExact && isNarrow(one, a);
      }
      case ADD, SUBTRACT -> {
        if (one == NO_INDEX && bothSums) {
          run(arithmetic(role), a, heldBits, heldBitRanks);
          if (sumBits <= TableLimits.MAX_INDEX_BITS) {
            leafOfSum(a, position, sumBits);
            return;
          }
          finish(a, NO_INDEX, false, VALUE_BITS);
          return;
        }
      }
      case MULTIPLY, NEGATE, ABSOLUTE, SQUARE, MINIMUM, MAXIMUM, CHOICE -> {}
      case COMPOSITE -> throw new IllegalStateException("a composite operator is not expanded");
    }
    if (one == CONSTANT_INDEX) {
      leaf(a, CONSTANT_INDEX, 0, Double.NaN);
    } else if (one != NO_INDEX && holdsFunction) {
      stage[a] = indexStage[a];
      offset[a] = indexOffset[a];
      cost.copy(a, indexCost, a);
      int indexed = Math.min(TableLimits.MAX_INDEX_BITS, indexBits[a]);
      run(tables.get(indexed), a, indexed, indexed * indexStage[a]);
      finish(a, one, true, VALUE_BITS);
    } else {
      run(arithmetic(role), a, heldBits, heldBitRanks);
      finish(a, one, false, role == Role.LESS ? 1 : VALUE_BITS);
    }
  }

  private boolean isNarrow(int one, int a) {
    return one >= 0 && indexBits[a] <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
  }

  private void leafOfSum(int a, int position, int widthBits) {
    index[a] = position;
    indexStage[a] = stage[a];
    indexOffset[a] = offset[a];
    indexBits[a] = widthBits;
    bits[a] = widthBits;
    function[a] = false;
    sum[a] = true;
    indexCost.copy(a, cost, a);
  }

  private void finish(int a, int id, boolean holdsFunction, int widthBits) {
    index[a] = id;
    function[a] = holdsFunction && id != NO_INDEX;
    bits[a] = widthBits;
  }

  /**
   * Runs operations from the place of a slot on, and adds what they cost to its area.
   *
   * @param heldBits bits of the operands
   * @param heldBitRanks bits of each operand times the stage in which it is there, summed
   */
  private void run(OperatorChain chain, int slot, int heldBits, int heldBitRanks) {
    int s = stage[slot];
    int t = offset[slot];
    int registerBits = 0;
    for (int i = 0; i < chain.count(); i++) {
      if (t + chain.delayPs() > usablePs) {
        s++;
        t = 0;
        registerBits += i == 0 ? 0 : RECURRENCE_BITS;
      }
      if (i == 0) {
        registerBits += heldBits * s - heldBitRanks;
      }
      t += chain.delayPs();
    }
    cost.add(slot, chain.area(), registerBits);
    if (chain.ranks() > 0) {
      s += chain.ranks();
      t = chain.clockToOutPs();
    }
    stage[slot] = s;
    offset[slot] = t;
  }

  @Override
  public int latencyCycles() {
    return latencyCycles;
  }

  @Override
  public int pathPs() {
    return pathPs;
  }

  @Override
  public Area resources() {
    return area;
  }

  @Override
  public double area() {
    return device.lutEquivalents(area);
  }

  @Override
  public HardwareCost cost() {
    return new HardwareCost(latencyCycles, pathPs, clockPeriodPs, area, device.brams(area), area());
  }

  @Override
  public int clockPeriodPs() {
    return clockPeriodPs;
  }
}
