package io.formgate.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An expression as a flat postfix sequence: what evolution varies and {@link BatchEvaluator} runs.
 *
 * <p>Every position holds a constant, a variable (an index into the data set's columns), an
 * operator or the call of a custom operator (an index into a list of definitions), whose arguments
 * end just before it. A tape is mutable and reused; it never grows beyond its capacity. What
 * evaluates tapes takes them without calls.
 */
public final class Tape {
  private static final byte CONSTANT = -1;
  private static final byte VARIABLE = -2;
  private static final Operator[] OPERATORS = Operator.values();

  /** Most custom operators that a tape can tell apart. */
  public static final int MAX_DEFINITIONS = Byte.MAX_VALUE - OPERATORS.length;

  private final byte[] code;
  private final double[] value;
  private int length;

  /**
   * Makes an empty tape.
   *
   * @param capacity most positions
   */
  public Tape(int capacity) {
    code = new byte[capacity];
    value = new double[capacity];
  }

  /**
   * {@return the tape of an expression}
   *
   * @param e the expression
   * @param columns names of the variables, in the order of their indices
   * @throws IllegalArgumentException if a variable is not among the columns
   */
  public static Tape of(Expr e, List<String> columns) {
    return of(e, columns, List.of());
  }

  /**
   * {@return the tape of an expression with calls}
   *
   * @param e the expression
   * @param columns names of the variables, in the order of their indices
   * @param definitions names of the custom operators, in the order of their indices
   * @throws IllegalArgumentException if a variable or call is not among them
   */
  public static Tape of(Expr e, List<String> columns, List<String> definitions) {
    Tape tape = new Tape(e.size());
    Trees.<Integer>fold(e, (node, _) -> tape.append(node, columns, definitions));
    return tape;
  }

  /** Appends a node whose arguments are there already, and returns its position. */
  private int append(Expr node, List<String> columns, List<String> definitions) {
    switch (node) {
      case Expr.Constant(double v) -> addConstant(v);
      case Expr.Variable(String name) -> {
        int index = columns.indexOf(name);
        if (index < 0) {
          throw new IllegalArgumentException("no column " + name);
        }
        addVariable(index);
      }
      case Expr.Apply(Operator operator, _) -> addOperator(operator);
      case Expr.Call(String name, List<Expr> arguments) -> {
        int index = definitions.indexOf(name);
        if (index < 0) {
          throw new IllegalArgumentException("no custom operator " + name);
        }
        addCall(index, arguments.size());
      }
    }
    return length - 1;
  }

  /**
   * {@return the expression}
   *
   * @param columns names of the variables by index
   */
  public Expr toExpr(List<String> columns) {
    return toExpr(columns, List.of());
  }

  /**
   * {@return the expression, calls included}
   *
   * @param columns names of the variables by index
   * @param definitions names of the custom operators by index
   */
  public Expr toExpr(List<String> columns, List<String> definitions) {
    List<Expr> stack = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      if (isConstant(i)) {
        stack.add(Expr.constant(value[i]));
      } else if (isVariable(i)) {
        stack.add(Expr.variable(columns.get(variableAt(i))));
      } else {
        List<Expr> top = stack.subList(stack.size() - arityAt(i), stack.size());
        Expr applied =
            isCall(i)
                ? new Expr.Call(definitions.get(definitionAt(i)), List.copyOf(top))
                : new Expr.Apply(operatorAt(i), List.copyOf(top));
        top.clear();
        stack.add(applied);
      }
    }
    if (stack.size() != 1) {
      throw new IllegalStateException("a tape leaves " + stack.size() + " values");
    }
    return stack.getFirst();
  }

  /** The position in the table is only ever used inside one process, never written down. */
  @SuppressWarnings("EnumOrdinal")
  private static byte codeOf(Operator operator) {
    return (byte) operator.ordinal();
  }

  /** {@return the number of positions in use} */
  public int length() {
    return length;
  }

  /** {@return the most positions that fit} */
  public int capacity() {
    return code.length;
  }

  /** Removes all positions. */
  public void clear() {
    length = 0;
  }

  /**
   * Appends a constant.
   *
   * @param v its value
   */
  public void addConstant(double v) {
    code[length] = CONSTANT;
    value[length++] = v;
  }

  /**
   * Appends a variable.
   *
   * @param column index of the column
   */
  public void addVariable(int column) {
    code[length] = VARIABLE;
    value[length++] = column;
  }

  /**
   * Appends an operator.
   *
   * @param operator its arguments have been appended before
   */
  public void addOperator(Operator operator) {
    code[length] = codeOf(operator);
    value[length++] = 0;
  }

  /**
   * Appends the call of a custom operator.
   *
   * @param definition its index, below {@link #MAX_DEFINITIONS}
   * @param arity number of its arguments, which have been appended before
   */
  public void addCall(int definition, int arity) {
    code[length] = (byte) (OPERATORS.length + definition);
    value[length++] = arity;
  }

  /**
   * Appends a part of a tape.
   *
   * @param other the tape, possibly this one
   * @param from first position
   * @param to one past the last position
   */
  public void addAll(Tape other, int from, int to) {
    System.arraycopy(other.code, from, code, length, to - from);
    System.arraycopy(other.value, from, value, length, to - from);
    length += to - from;
  }

  /**
   * Makes this tape equal to another.
   *
   * @param other not longer than this tape's capacity
   */
  public void set(Tape other) {
    length = 0;
    addAll(other, 0, other.length);
  }

  /** {@return a copy with room for no more than it holds} */
  public Tape copy() {
    Tape copy = new Tape(length);
    copy.set(this);
    return copy;
  }

  /**
   * {@return whether a position is a constant}
   *
   * @param i position
   */
  public boolean isConstant(int i) {
    return code[i] == CONSTANT;
  }

  /**
   * {@return whether a position is a variable}
   *
   * @param i position
   */
  public boolean isVariable(int i) {
    return code[i] == VARIABLE;
  }

  /**
   * {@return whether a position is an operator, built in or custom}
   *
   * @param i position
   */
  public boolean isOperator(int i) {
    return code[i] >= 0;
  }

  /**
   * {@return whether a position is the call of a custom operator}
   *
   * @param i position
   */
  public boolean isCall(int i) {
    return code[i] >= OPERATORS.length;
  }

  /**
   * {@return the index of the custom operator at a position}
   *
   * @param i position of a call
   */
  public int definitionAt(int i) {
    return code[i] - OPERATORS.length;
  }

  /** {@return whether a custom operator is called} */
  public boolean hasCalls() {
    for (int i = 0; i < length; i++) {
      if (isCall(i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@return the operator at a position}
   *
   * @param i position of a built-in operator
   */
  public Operator operatorAt(int i) {
    return OPERATORS[code[i]];
  }

  /**
   * {@return the number of arguments of a position, 0 for a leaf}
   *
   * @param i position
   */
  public int arityAt(int i) {
    return code[i] < 0 ? 0 : isCall(i) ? (int) value[i] : OPERATORS[code[i]].arity();
  }

  /**
   * {@return the column of a variable}
   *
   * @param i position of a variable
   */
  public int variableAt(int i) {
    return (int) value[i];
  }

  /**
   * {@return the value of a constant}
   *
   * @param i position of a constant
   */
  public double constantAt(int i) {
    return value[i];
  }

  /**
   * Changes a constant.
   *
   * @param i position of a constant
   * @param v new value
   */
  public void setConstant(int i, double v) {
    value[i] = v;
  }

  /**
   * Changes an operator or call to an operator of the same arity.
   *
   * @param i position of an operator or call
   * @param operator the new one
   */
  public void setOperator(int i, Operator operator) {
    code[i] = codeOf(operator);
    value[i] = 0;
  }

  /**
   * Changes an operator or call to a call of the same arity.
   *
   * @param i position of an operator or call
   * @param definition the new custom operator
   */
  public void setCall(int i, int definition) {
    value[i] = arityAt(i);
    code[i] = (byte) (OPERATORS.length + definition);
  }

  /**
   * Changes a variable.
   *
   * @param i position of a variable
   * @param column index of the new column
   */
  public void setVariable(int i, int column) {
    value[i] = column;
  }

  /**
   * {@return the first position of the subtree that ends at a position}
   *
   * @param end position of the subtree's root
   */
  public int subtreeStart(int end) {
    int open = 1;
    int i = end;
    while (true) {
      open += arityAt(i) - 1;
      if (open == 0) {
        return i;
      }
      i--;
    }
  }

  /** {@return the number of constants} */
  public int constants() {
    int count = 0;
    for (int i = 0; i < length; i++) {
      count += code[i] == CONSTANT ? 1 : 0;
    }
    return count;
  }

  /**
   * {@return how many first positions are the same as another tape's}
   *
   * @param other the tape
   */
  public int commonPrefix(Tape other) {
    int most = Math.min(length, other.length);
    int sameCode = Arrays.mismatch(code, 0, most, other.code, 0, most);
    int limit = sameCode < 0 ? most : sameCode;
    int sameValue = Arrays.mismatch(value, 0, limit, other.value, 0, limit);
    return sameValue < 0 ? limit : sameValue;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Tape t
        && length == t.length
        && Arrays.equals(code, 0, length, t.code, 0, length)
        && Arrays.equals(value, 0, length, t.value, 0, length);
  }

  @Override
  public int hashCode() {
    int h = length;
    for (int i = 0; i < length; i++) {
      h = 31 * h + code[i];
      h = 31 * h + Double.hashCode(value[i]);
    }
    return h;
  }
}
