package io.formgate.constraints;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts unit violations of tapes, for the inner loop of the search.
 *
 * <p>It agrees with {@link UnitInference}. Exponents are whole numbers of parts of {@link
 * Exponent#COMMON_DENOMINATOR}, only those base units are followed that occur at all, and nothing
 * is allocated but when a tape is longer than all before. Not safe for use by several threads.
 */
public final class UnitChecker {
  private static final long MAX_PARTS = (long) Exponent.MAX_MAGNITUDE * Exponent.COMMON_DENOMINATOR;

  /** Base units that occur. */
  private final int width;

  private final boolean constantsAreOpen;
  private final int[] columnParts;
  private final int[] outputParts;

  /** Exponents of the open values, {@link #width} for each. */
  private int[] stack = new int[0];

  /** Whether an open value may have any dimension. */
  private boolean[] open = new boolean[0];

  /**
   * Makes a checker.
   *
   * @param columns dimensions of the columns that the tapes' variables index
   * @param output dimension that the result has to have
   * @param constants units that constants may carry
   */
  public UnitChecker(List<Dimension> columns, Dimension output, ConstantUnits constants) {
    constantsAreOpen =
        switch (constants) {
          case ANY -> true;
          case NONE -> false;
        };
    List<Dimension> all = new ArrayList<>(columns);
    all.add(output);
    int[] used =
        IntStream.range(0, Dimension.NONE.exponents().size())
            .filter(i -> all.stream().anyMatch(d -> d.exponents().get(i).numerator() != 0))
            .toArray();
    width = used.length;
    columnParts = new int[columns.size() * width];
    outputParts = new int[width];
    for (int k = 0; k < width; k++) {
      for (int column = 0; column < columns.size(); column++) {
        columnParts[column * width + k] = columns.get(column).exponents().get(used[k]).parts();
      }
      outputParts[k] = output.exponents().get(used[k]).parts();
    }
  }

  /**
   * {@return the number of nodes that violate the unit rule of their operator, plus 1 if the
   * result's dimension is known and not the output's; 0 means that the units agree}
   *
   * @param tape a complete tape
   */
  public int violations(Tape tape) {
    if (width == 0) {
      return 0;
    }
    if (open.length < tape.length()) {
      open = new boolean[tape.length()];
      stack = new int[tape.length() * width];
    }
    int violations = 0;
    int top = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        open[top] = constantsAreOpen;
        Arrays.fill(stack, top * width, (top + 1) * width, 0);
        top++;
      } else if (tape.isVariable(i)) {
        open[top] = false;
        System.arraycopy(columnParts, tape.variableAt(i) * width, stack, top * width, width);
        top++;
      } else {
        Operator operator = tape.operatorAt(i);
        int first = top - operator.arity();
        if (!apply(operator.unitRule(), first, top - 1, exponentAt(tape, i))) {
          violations++;
          open[first] = true;
        }
        top = first + 1;
      }
    }
    boolean wrongUnit = !open[0] && !Arrays.equals(stack, 0, width, outputParts, 0, width);
    return violations + (wrongUnit ? 1 : 0);
  }

  /**
   * {@return whether the arguments from one place of the stack to another fulfil a rule; if so, the
   * first place holds the result}
   */
  private boolean apply(Operator.UnitRule rule, int first, int last, double exponent) {
    return switch (rule) {
      case ALL_EQUAL -> isSame(first, last);
      case SAME_TO_NONE -> isSame(first, last) && becomesNone(first);
      case CONDITION -> isNone(first, first) && isSame(first + 1, last) && moves(first + 1, first);
      case PRODUCT_SUM ->
          add(first, first + 1, 1) && moves(last, first + 1) && isSame(first, first + 1);
      case RECIPROCAL -> scale(first, -1, 1);
      case CUBE -> scale(first, 3, 1);
      case CUBE_ROOT -> scale(first, 1, 3);
      case POWER -> power(first, last, exponent);
      case DIMENSIONLESS -> isNone(first, last);
      case PRODUCT -> add(first, last, 1);
      case QUOTIENT -> add(first, last, -1);
      case SQUARE -> scale(first, 2, 1);
      case SQUARE_ROOT -> scale(first, 1, 2);
    };
  }

  private boolean isSame(int first, int last) {
    for (int i = first + 1; i <= last; i++) {
      if (open[first]) {
        System.arraycopy(stack, i * width, stack, first * width, width);
        open[first] = open[i];
      } else if (!open[i]
          && !Arrays.equals(
              stack, first * width, (first + 1) * width, stack, i * width, (i + 1) * width)) {
        return false;
      }
    }
    return true;
  }

  private boolean isNone(int first, int last) {
    for (int i = first; i <= last; i++) {
      for (int k = 0; k < width && !open[i]; k++) {
        if (stack[i * width + k] != 0) {
          return false;
        }
      }
    }
    Arrays.fill(stack, first * width, (first + 1) * width, 0);
    open[first] = false;
    return true;
  }

  private boolean add(int first, int last, int sign) {
    if (open[first] || open[last]) {
      open[first] = true;
      return true;
    }
    for (int k = 0; k < width; k++) {
      long parts = stack[first * width + k] + (long) sign * stack[last * width + k];
      if (Math.abs(parts) > MAX_PARTS) {
        return false;
      }
      stack[first * width + k] = (int) parts;
    }
    return true;
  }

  /** Multiplies the exponents of a place by a fraction. */
  private boolean scale(int first, int numerator, int denominator) {
    for (int k = 0; k < width && !open[first]; k++) {
      long parts = (long) stack[first * width + k] * numerator;
      if (parts % denominator != 0 || Math.abs(parts / denominator) > MAX_PARTS) {
        return false;
      }
      stack[first * width + k] = (int) (parts / denominator);
    }
    return true;
  }

  private boolean becomesNone(int first) {
    Arrays.fill(stack, first * width, (first + 1) * width, 0);
    open[first] = false;
    return true;
  }

  private boolean moves(int from, int to) {
    System.arraycopy(stack, from * width, stack, to * width, width);
    open[to] = open[from];
    return true;
  }

  /** NaN stands for an exponent that is no constant. */
  private boolean power(int first, int last, double exponent) {
    if (!isNone(last, last)) {
      return false;
    }
    if (Double.isNaN(exponent)) {
      return isNone(first, first);
    }
    var fraction = Exponent.nearest(exponent);
    return fraction.isPresent()
        ? scale(first, fraction.get().numerator(), fraction.get().denominator())
        : isNone(first, first);
  }

  /** {@return the constant exponent of a power, NaN if there is none} */
  private static double exponentAt(Tape tape, int i) {
    return tape.operatorAt(i).unitRule() == Operator.UnitRule.POWER && tape.isConstant(i - 1)
        ? tape.constantAt(i - 1)
        : Double.NaN;
  }
}
