package io.formgate.constraints;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;
import java.util.Arrays;

/**
 * What structural constraints ask of a tape, read in one pass: extent and height of every subtree,
 * whether it depends on an input, and how often each operator and column occurs.
 *
 * <p>Reused for tape after tape; nothing is allocated but when a tape is longer than all before.
 */
final class TapeShape {
  private static final int OPERATORS = Operator.values().length;

  /** Stands in {@link #operator} for a constant. */
  static final int CONSTANT = -1;

  /** Stands in {@link #operator} for a variable. */
  static final int VARIABLE = -2;

  /** Whether a column is an input, so that what depends on it varies. */
  private final boolean[] isInput;

  private int[] heights = new int[0];
  private boolean[] varies = new boolean[0];
  private int[] openRoots = new int[0];

  /** Number of operators by index that depend on an input. */
  final int[] operatorCount = new int[OPERATORS];

  /** Number of variables by column. */
  final int[] columnCount;

  /** Index of the operator at a position that depends on an input, else {@link #CONSTANT} or so. */
  int[] operator = new int[0];

  /** First position of the subtree that ends at a position. */
  int[] start = new int[0];

  /** Column of the variable at a position. */
  int[] column = new int[0];

  /** Value of the constant at a position. */
  double[] value = new double[0];

  int length;
  int depth;
  int constants;

  /**
   * Makes an empty shape.
   *
   * @param isInput for every column whether it is an input
   */
  TapeShape(boolean[] isInput) {
    this.isInput = isInput.clone();
    columnCount = new int[isInput.length];
  }

  /** The position in the table is only ever used inside one process, never written down. */
  @SuppressWarnings("EnumOrdinal")
  static int indexOf(Operator operator) {
    return operator.ordinal();
  }

  /** {@return for every operator, by index, whether a set holds it} */
  static boolean[] table(Iterable<Operator> operators) {
    boolean[] table = new boolean[OPERATORS];
    for (Operator o : operators) {
      table[indexOf(o)] = true;
    }
    return table;
  }

  void read(Tape tape) {
    length = tape.length();
    if (operator.length < length) {
      grow(length);
    }
    Arrays.fill(operatorCount, 0);
    Arrays.fill(columnCount, 0);
    constants = 0;
    int top = 0;
    for (int i = 0; i < length; i++) {
      if (tape.isConstant(i)) {
        leaf(i, CONSTANT, false);
        value[i] = tape.constantAt(i);
        constants++;
      } else if (tape.isVariable(i)) {
        column[i] = tape.variableAt(i);
        leaf(i, VARIABLE, isInput[column[i]]);
        columnCount[column[i]]++;
      } else {
        top = node(i, tape.operatorAt(i), top);
      }
      openRoots[top++] = i;
    }
    if (top != 1) {
      throw new IllegalStateException("a tape has to leave one value, not " + top);
    }
    depth = heights[length - 1];
  }

  private void leaf(int i, int kind, boolean isVarying) {
    operator[i] = kind;
    start[i] = i;
    heights[i] = 1;
    varies[i] = isVarying;
  }

  /** {@return the number of values that stay open below the node} */
  private int node(int i, Operator o, int top) {
    int first = top - o.arity();
    int height = 0;
    boolean isVarying = false;
    for (int k = first; k < top; k++) {
      height = Math.max(height, heights[openRoots[k]]);
      isVarying |= varies[openRoots[k]];
    }
    int index = indexOf(o);
    // What is the same for all inputs is a constant to come, not an operator.
    operator[i] = isVarying ? index : Integer.MIN_VALUE;
    operatorCount[index] += isVarying ? 1 : 0;
    start[i] = start[openRoots[first]];
    heights[i] = height + 1;
    varies[i] = isVarying;
    return first;
  }

  private void grow(int capacity) {
    operator = new int[capacity];
    start = new int[capacity];
    column = new int[capacity];
    value = new double[capacity];
    heights = new int[capacity];
    varies = new boolean[capacity];
    openRoots = new int[capacity];
  }
}
