package io.formgate.constraints;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import io.formgate.expression.UnitRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
  private static final BitSet NO_LITERALS = new BitSet();
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
    return violations(tape, NO_LITERALS);
  }

  /**
   * {@return the violations of a tape in which some constants are pure numbers}
   *
   * @param tape a complete tape
   * @param literals positions of the constants that carry no unit even if others may
   */
  public int violations(Tape tape, BitSet literals) {
    if (width == 0) {
      return 0;
    }
    int violations = nodeViolations(tape, literals);
    boolean wrongUnit = !open[0] && !Arrays.equals(stack, 0, width, outputParts, 0, width);
    return violations + (wrongUnit ? 1 : 0);
  }

  /**
   * {@return the number of nodes of a part of a formula that violate the unit rule of their
   * operator}
   *
   * @param tape a complete tape
   */
  public int partViolations(Tape tape) {
    return width == 0 ? 0 : nodeViolations(tape, NO_LITERALS);
  }

  /**
   * {@return a number that is the same for parts of the same dimension, and differs for others but
   * for chance; 0 for all parts where a constant factor may have any dimension}
   *
   * @param tape a complete tape without violations
   */
  public long dimensionHash(Tape tape) {
    if (width == 0 || constantsAreOpen) {
      return 0;
    }
    nodeViolations(tape, NO_LITERALS);
    long hash = 1;
    for (int k = 0; k < width && !open[0]; k++) {
      // A prime multiplier, so that no short sums of exponents agree.
      hash = hash * 1_000_003 + stack[k];
    }
    return open[0] ? 0 : hash;
  }

  /** Leaves the dimension of the result in the first place of the stack. */
  private int nodeViolations(Tape tape, BitSet literals) {
    if (open.length < tape.length()) {
      open = new boolean[tape.length()];
      stack = new int[tape.length() * width];
    }
    int violations = 0;
    int top = 0;
    for (int i = 0; i < tape.length(); i++) {
      if (tape.isConstant(i)) {
        setNone(top);
        open[top] = (constantsAreOpen && !literals.get(i)) || tape.constantAt(i) == 0;
        top++;
      } else if (tape.isVariable(i)) {
        open[top] = false;
        int from = tape.variableAt(i) * width;
        for (int k = 0; k < width; k++) {
          stack[top * width + k] = columnParts[from + k];
        }
        top++;
      } else {
        Operator operator = tape.operatorAt(i);
        int first = top - operator.arity();
        if (!apply(operator.unitRule(), first, top - 1, tape, i)) {
          violations++;
          open[first] = true;
        }
        top = first + 1;
      }
    }
    return violations;
  }

  /**
   * {@return whether the arguments from one place of the stack to another fulfil a rule; if so, the
   * first place holds the result}
   */
  private boolean apply(UnitRule rule, int first, int last, Tape tape, int at) {
    return switch (rule) {
      case ALL_EQUAL -> isSame(first, last);
      case SAME_TO_NONE -> isSame(first, last) && becomesNone(first);
      case CONDITION -> isNone(first, first) && isSame(first + 1, last) && moves(first + 1, first);
      case PRODUCT_SUM ->
          add(first, first + 1, 1) && moves(last, first + 1) && isSame(first, first + 1);
      case RECIPROCAL -> scale(first, -1, 1);
      case CUBE -> scale(first, 3, 1);
      case CUBE_ROOT -> scale(first, 1, 3);
      case POWER -> power(first, last, exponentParts(tape, at - 1));
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
        moves(i, first);
      } else if (!open[i]) {
        for (int k = 0; k < width; k++) {
          if (stack[first * width + k] != stack[i * width + k]) {
            return false;
          }
        }
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
    return becomesNone(first);
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
      // Both factors are below 2^31.
      long parts = (long) stack[first * width + k] * numerator;
      if (parts % denominator != 0 || Math.abs(parts / denominator) > MAX_PARTS) {
        return false;
      }
      stack[first * width + k] = (int) (parts / denominator);
    }
    return true;
  }

  private boolean becomesNone(int first) {
    setNone(first);
    open[first] = false;
    return true;
  }

  private void setNone(int place) {
    for (int k = 0; k < width; k++) {
      stack[place * width + k] = 0;
    }
  }

  private boolean moves(int from, int to) {
    for (int k = 0; k < width; k++) {
      stack[to * width + k] = stack[from * width + k];
    }
    open[to] = open[from];
    return true;
  }

  private boolean power(int first, int last, int exponentParts) {
    if (!isNone(last, last)) {
      return false;
    }
    return switch (exponentParts) {
      case Exponent.NO_PARTS -> isNone(first, first);
      case 0 -> becomesNone(first);
      default -> scale(first, exponentParts, Exponent.COMMON_DENOMINATOR);
    };
  }

  private static int exponentParts(Tape tape, int exponent) {
    return tape.isConstant(exponent)
        ? Exponent.nearestParts(tape.constantAt(exponent))
        : Exponent.NO_PARTS;
  }
}
