package io.formgate.hwcost;

import io.formgate.datapath.Composite;
import io.formgate.datapath.Multiplier;
import io.formgate.datapath.MultiplierBlock;
import io.formgate.datapath.OperationCost;
import io.formgate.datapath.OperationCost.Variant;
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
 * once for each occurrence in the area. Not shared between threads.
 */
public final class EstimatedCycles implements ComplexityMeasure {
  /** Width of a computed value: what a tolerance of about a percent asks of a mass or momentum. */
  private static final int VALUE_BITS = 18;

  /** Digits of a square root or quotient at that width. */
  private static final int RECURRENCE_DIGITS = 16;

  /** Operands of composite operators that are open at a time, above those of the tape. */
  private static final int COMPOSITE_SLOTS = 64;

  private static final List<String> PARAMETERS = List.of("x", "y", "z");

  private static final int NO_INDEX = -1;
  private static final int CONSTANT_INDEX = -2;

  /** A run of the same operation, one after the other. */
  private record Chain(int delayPs, int count, int ranks, int clockToOutPs, double area) {}

  private final int clockPeriodPs;
  private final int usablePs;
  private final int[] inputBits;
  private final Map<Role, Chain> chains = new EnumMap<>(Role.class);
  private final Map<Operator, Tape> composites = new EnumMap<>(Operator.class);
  private final Map<Operator, Tape> ofTwoValues = new EnumMap<>(Operator.class);
  private final Map<Double, Tape> powers = new HashMap<>();
  private final List<Chain> tables = new ArrayList<>();

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

  private final double[] cost;

  private int latencyCycles;
  private int pathPs;
  private double area;

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
    this.clockPeriodPs = clockPeriodPs;
    usablePs = device.usablePs(clockPeriodPs);
    inputBits = inputFormats.stream().mapToInt(FixedFormat::widthBits).toArray();
    for (Role role : Role.values()) {
      chains.put(role, chain(role, device));
    }
    for (Operator operator : Operator.values()) {
      if (Role.of(operator) == Role.COMPOSITE) {
        composites.put(operator, tape(Composite.definition(operator)));
      }
      Composite.ofTwoValues(operator).ifPresent(e -> ofTwoValues.put(operator, tape(e)));
    }
    for (int bits = 0; bits <= TableLimits.MAX_INDEX_BITS; bits++) {
      tables.add(chain(device, 1, device.lookup(Math.max(1, bits), VALUE_BITS)));
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
    cost = new double[slots];
  }

  private static Tape tape(Expr definition) {
    return Tape.of(definition, PARAMETERS);
  }

  private Chain arithmetic(Role role) {
    return Objects.requireNonNull(chains.get(role));
  }

  /**
   * {@return the time from stable arguments to the result of an operation alone, in ps} Of a root
   * or quotient it is that of all digits; a table in block memory has a register on the way.
   */
  static int delayPs(Role role, DeviceModel device) {
    Chain c = new Clock(Integer.MAX_VALUE, Integer.MAX_VALUE).chain(role, device);
    int registers = c.ranks() > 0 ? device.timing().flipFlopPs() + c.clockToOutPs() : 0;
    return c.delayPs() * c.count() + registers;
  }

  private Chain chain(Role role, DeviceModel device) {
    return switch (role) {
      case ADD -> chain(device, 1, device.row("add", VALUE_BITS));
      case SUBTRACT, LESS -> chain(device, 1, device.row("subtract", VALUE_BITS));
      case NEGATE -> chain(device, 1, device.row("negate", VALUE_BITS));
      case ABSOLUTE -> chain(device, 1, device.row("absolute", VALUE_BITS));
      case MINIMUM, MAXIMUM -> chain(device, 1, device.row("minimum", VALUE_BITS));
      case MULTIPLY, SQUARE -> product(device);
      case SQUARE_ROOT, DIVIDE ->
          chain(
              device,
              RECURRENCE_DIGITS,
              device.row("subtract", VALUE_BITS),
              device.row("select", VALUE_BITS));
      case CHOICE -> chain(device, 1, device.row("select", VALUE_BITS));
      case FLOOR -> chain(device, 1, OperationCost.WIRING);
      // A function is always a table; this is what its index costs when it is computed.
      case FUNCTION, JUMPING_FUNCTION, COMPOSITE ->
          chain(device, 1, device.lookup(TableLimits.MAX_INDEX_BITS, VALUE_BITS));
    };
  }

  private Chain product(DeviceModel device) {
    return switch (device.dsp().block()) {
      case MultiplierBlock _ -> chain(device, 1, device.multiply(VALUE_BITS, VALUE_BITS));
      case Multiplier.Adders() -> {
        // Rows of two bits each, chosen and added as a tree; carries of its adders overlap.
        OperationCost add = device.row("add", VALUE_BITS + 2);
        OperationCost widest = device.row("add", 2 * VALUE_BITS);
        OperationCost row = device.row("select", VALUE_BITS + 2);
        int rows = Math.ceilDiv(VALUE_BITS, 2);
        int levels = Integer.SIZE - Integer.numberOfLeadingZeros(rows);
        int delayPs =
            (1 + levels) * add.first().setupPs()
                + row.first().setupPs()
                + widest.first().ripplePs();
        double luts =
            rows * device.lutEquivalents(row.area())
                + (1 + rows) * device.lutEquivalents(add.area());
        yield new Chain(delayPs, 1, 0, 0, luts);
      }
    };
  }

  /** Operations that follow each other, some times over. */
  private Chain chain(DeviceModel device, int count, OperationCost... costs) {
    int delayPs = 0;
    int ranks = 0;
    int clockToOutPs = 0;
    double luts = 0;
    for (OperationCost cost : costs) {
      Variant variant = cost.first();
      for (Variant v : cost.variants()) {
        // The fewest ranks with which it fits.
        if (!fits(variant) && fits(v)) {
          variant = v;
        }
      }
      delayPs += variant.setupPs() + variant.ripplePs();
      ranks += variant.ranks();
      clockToOutPs = variant.clockToOutPs();
      luts += device.lutEquivalents(cost.area());
    }
    return new Chain(delayPs, count, ranks, clockToOutPs, count * luts);
  }

  private boolean fits(Variant v) {
    return v.setupPs() + v.ripplePs() <= usablePs
        && v.clockToOutPs() <= usablePs
        && v.innerPeriodPs() <= clockPeriodPs;
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
    area = cost[0];
  }

  private void leaf(int slot, int id, int bits, double value) {
    stage[slot] = 0;
    offset[slot] = 0;
    index[slot] = id;
    indexStage[slot] = 0;
    indexOffset[slot] = 0;
    indexBits[slot] = bits;
    function[slot] = false;
    sum[slot] = id >= 0;
    exact[slot] = id >= 0 || isShort(value);
    number[slot] = value;
    cost[slot] = 0;
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
    cost[to] = cost[from];
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
        cost[argument] = 0;
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
    double arguments = 0;
    for (int s = a; s <= b; s++) {
      arguments += cost[s];
      holdsFunction |= function[s];
      // A number moves to the grid of the value that it is compared with.
      allExact &= exact[s] || (role == Role.LESS && index[s] == CONSTANT_INDEX);
      if (index[s] != CONSTANT_INDEX) {
        if (one == CONSTANT_INDEX) {
          one = index[s];
          indexStage[a] = indexStage[s];
          indexOffset[a] = indexOffset[s];
          indexBits[a] = indexBits[s];
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
          run(arithmetic(role), a);
          if (sumBits <= TableLimits.MAX_INDEX_BITS) {
            leafOfSum(a, position, sumBits, arguments + arithmetic(role).area());
            return;
          }
          finish(a, NO_INDEX, false, arguments + arithmetic(role).area());
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
      Chain table = tables.get(Math.min(TableLimits.MAX_INDEX_BITS, indexBits[a]));
      run(table, a);
      finish(a, one, true, table.area());
    } else {
      run(arithmetic(role), a);
      finish(a, one, false, arguments + arithmetic(role).area());
    }
  }

  private boolean isNarrow(int one, int a) {
    return one >= 0 && indexBits[a] <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
  }

  private void leafOfSum(int a, int position, int bits, double totalArea) {
    index[a] = position;
    indexStage[a] = stage[a];
    indexOffset[a] = offset[a];
    indexBits[a] = bits;
    function[a] = false;
    sum[a] = true;
    cost[a] = totalArea;
  }

  private void finish(int a, int id, boolean holdsFunction, double totalArea) {
    index[a] = id;
    function[a] = holdsFunction && id != NO_INDEX;
    cost[a] = totalArea;
  }

  private void run(Chain chain, int slot) {
    int s = stage[slot];
    int t = offset[slot];
    for (int i = 0; i < chain.count(); i++) {
      if (t + chain.delayPs() > usablePs) {
        s++;
        t = 0;
      }
      t += chain.delayPs();
    }
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
  public double area() {
    return area;
  }

  @Override
  public int clockPeriodPs() {
    return clockPeriodPs;
  }
}
