package io.formgate.hwcost;

import io.formgate.datapath.OperationCost;
import io.formgate.datapath.TableLimits;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Latency of a candidate on its canonical lowering: the quantizer's structure with one fixed width
 * for every value, scheduled by the rules of {@link Scheduler}, without building a datapath.
 *
 * <p>A subtree of one input, or of one narrow sum of inputs, that holds a function is one table.
 * Square roots and quotients are a chain of digits; a quotient by a constant is a product. Values
 * shared between subtrees are counted once for each occurrence in the area. Not shared between
 * threads.
 */
public final class EstimatedCycles implements ComplexityMeasure {
  /** Width of a computed value: what a tolerance of about a percent asks of a mass or momentum. */
  private static final int VALUE_BITS = 18;

  /** Digits of a square root or quotient at that width. */
  private static final int RECURRENCE_DIGITS = 16;

  private static final int NO_INDEX = -1;
  private static final int CONSTANT_INDEX = -2;

  /** A run of the same operation, one after the other. */
  private record Chain(int delayPs, int count, boolean registered, int clockToOutPs, double area) {}

  private final int clockPeriodPs;
  private final int usablePs;
  private final int[] inputBits;
  private final Map<Operator, Chain> chains = new EnumMap<>(Operator.class);
  private final List<Chain> tables = new ArrayList<>();

  private final int[] stage;
  private final int[] offset;
  private final int[] index;
  private final int[] indexStage;
  private final int[] indexOffset;
  private final int[] indexBits;
  private final boolean[] function;
  private final boolean[] sum;
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
    usablePs = clockPeriodPs - device.flipFlopPs();
    inputBits = inputFormats.stream().mapToInt(FixedFormat::widthBits).toArray();
    for (Operator operator : Operator.values()) {
      chains.put(operator, chain(operator, device));
    }
    for (int bits = 0; bits <= TableLimits.MAX_INDEX_BITS; bits++) {
      tables.add(chain(device, device.lookup(Math.max(1, bits), VALUE_BITS), 1));
    }
    stage = new int[maxLength];
    offset = new int[maxLength];
    index = new int[maxLength];
    indexStage = new int[maxLength];
    indexOffset = new int[maxLength];
    indexBits = new int[maxLength];
    function = new boolean[maxLength];
    sum = new boolean[maxLength];
    cost = new double[maxLength];
  }

  private Chain arithmetic(Operator operator) {
    return Objects.requireNonNull(chains.get(operator));
  }

  private static Chain chain(Operator operator, DeviceModel device) {
    OperationCost add = device.row("add", VALUE_BITS);
    return switch (operator) {
      case ADD, SUBTRACT, NEGATE, ABS -> chain(device, add, 1);
      case MIN, MAX -> {
        OperationCost compare = device.row("compare", VALUE_BITS);
        OperationCost select = device.row("select", VALUE_BITS);
        yield chain(device, plus(compare, select), 1);
      }
      case MULTIPLY, SQUARE -> chain(device, device.multiply(VALUE_BITS, VALUE_BITS), 1);
      case SQRT, DIVIDE ->
          chain(device, plus(add, device.row("select", VALUE_BITS)), RECURRENCE_DIGITS);
      // A function is always a table; this is what its index costs when it is computed.
      case SIN, COS, EXP, COSH ->
          chain(device, device.lookup(TableLimits.MAX_INDEX_BITS, VALUE_BITS), 1);
    };
  }

  private static OperationCost plus(OperationCost a, OperationCost b) {
    return OperationCost.combinational(a.delayPs() + b.delayPs(), a.area().plus(b.area()));
  }

  private static Chain chain(DeviceModel device, OperationCost cost, int count) {
    return new Chain(
        cost.delayPs(),
        count,
        cost.registered(),
        cost.clockToOutPs(),
        count * device.lutEquivalents(cost.area()));
  }

  @Override
  public void measure(Tape tape) {
    int top = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        leaf(top++, CONSTANT_INDEX, 0);
      } else if (tape.isVariable(i)) {
        int column = tape.variableAt(i);
        leaf(top++, column, inputBits[column]);
      } else {
        int arity = tape.arityAt(i);
        top -= arity;
        Operator operator = tape.operatorAt(i);
        // The quantizer multiplies by the reciprocal of a constant divisor.
        boolean byReciprocal = operator == Operator.DIVIDE && index[top + 1] == CONSTANT_INDEX;
        apply(
            byReciprocal ? Operator.MULTIPLY : operator,
            top,
            arity == 2 ? top + 1 : top,
            inputBits.length + i);
        top++;
      }
    }
    latencyCycles = stage[0];
    pathPs = stage[0] * clockPeriodPs + Math.min(clockPeriodPs - 1, offset[0]);
    area = cost[0];
  }

  private void leaf(int slot, int id, int bits) {
    stage[slot] = 0;
    offset[slot] = 0;
    index[slot] = id;
    indexStage[slot] = 0;
    indexOffset[slot] = 0;
    indexBits[slot] = bits;
    function[slot] = false;
    sum[slot] = id >= 0;
    cost[slot] = 0;
  }

  /** Replaces the argument in slot a, and the one in slot b, by the operator's result in slot a. */
  private void apply(Operator operator, int a, int b, int position) {
    boolean bothSums = a != b && sum[a] && sum[b];
    int one =
        index[a] == CONSTANT_INDEX
            ? index[b]
            : index[b] == CONSTANT_INDEX || index[a] == index[b] ? index[a] : NO_INDEX;
    boolean holdsFunction = function[a] || function[b];
    if (index[a] == CONSTANT_INDEX && b != a) {
      indexStage[a] = indexStage[b];
      indexOffset[a] = indexOffset[b];
      indexBits[a] = indexBits[b];
    }
    int sumBits = Math.max(indexBits[a], indexBits[b]) + 1;
    double arguments = a == b ? cost[a] : cost[a] + cost[b];
    if (stage[b] > stage[a] || (stage[b] == stage[a] && offset[b] > offset[a])) {
      stage[a] = stage[b];
      offset[a] = offset[b];
    }
    sum[a] = false;
    switch (operator) {
      case SIN, COS, EXP, COSH -> {
        holdsFunction = true;
        if (one == NO_INDEX) {
          one = position;
          indexStage[a] = stage[a];
          indexOffset[a] = offset[a];
          indexBits[a] = TableLimits.MAX_INDEX_BITS;
        }
      }
      case SQRT, DIVIDE ->
          holdsFunction |= one >= 0 && indexBits[a] <= TableLimits.MAX_ALGEBRAIC_INDEX_BITS;
      case ADD, SUBTRACT -> {
        if (one == NO_INDEX && bothSums) {
          run(arithmetic(operator), a);
          if (sumBits <= TableLimits.MAX_INDEX_BITS) {
            leafOfSum(a, position, sumBits, arguments + arithmetic(operator).area());
            return;
          }
          finish(a, NO_INDEX, false, arguments + arithmetic(operator).area());
          return;
        }
      }
      case MULTIPLY, NEGATE, ABS, SQUARE, MIN, MAX -> {}
    }
    if (one == CONSTANT_INDEX) {
      leaf(a, CONSTANT_INDEX, 0);
    } else if (one != NO_INDEX && holdsFunction) {
      stage[a] = indexStage[a];
      offset[a] = indexOffset[a];
      Chain table = tables.get(Math.min(TableLimits.MAX_INDEX_BITS, indexBits[a]));
      run(table, a);
      finish(a, one, true, table.area());
    } else {
      run(arithmetic(operator), a);
      finish(a, one, false, arguments + arithmetic(operator).area());
    }
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
    if (chain.registered()) {
      s++;
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
