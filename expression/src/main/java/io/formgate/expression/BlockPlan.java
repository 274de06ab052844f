package io.formgate.expression;

import java.util.Arrays;

/**
 * The operators of a tape in their order, each with where its arguments are and where its value
 * goes. Values go to as few registers as can be, so that those in use stay in the nearest cache. A
 * constant is part of the step when it is one of two arguments of a sum, difference, product or
 * quotient, and keeps a register of its own elsewhere. A plan is set again and again and owns its
 * memory.
 */
final class BlockPlan {
  private Operator[] operators = new Operator[0];
  private BlockStep[] kinds = new BlockStep[0];
  private double[] values = new double[0];
  private int[] out = new int[0];
  private int[][] arguments = new int[3][0];
  private int[] stack = new int[0];
  private boolean[] isOpen = new boolean[0];
  private double[] open = new double[0];
  private int[] free = new int[0];
  private double[] constants = new double[0];
  private int steps;
  private int constantCount;
  private int registers;
  private int kept;

  /** Plans a tape, without calls. */
  void set(Tape tape) {
    reserve(tape.length());
    steps = 0;
    constantCount = 0;
    // The first registers are for constants, of which some may turn out to need none.
    kept = tape.constants();
    registers = kept;
    int freeCount = 0;
    int depth = 0;
    for (int i = 0; i < tape.length(); i++) {
      isOpen[depth] = tape.isConstant(i);
      if (tape.isVariable(i)) {
        stack[depth++] = ~tape.variableAt(i);
      } else if (tape.isConstant(i)) {
        open[depth++] = tape.constantAt(i);
      } else {
        Operator operator = tape.operatorAt(i);
        int arity = operator.arity();
        depth -= arity;
        int register = freeCount > 0 ? free[--freeCount] : registers++;
        kinds[steps] = kind(operator, depth);
        for (int k = 0; k < arity; k++) {
          if (kinds[steps] == BlockStep.OPERATOR || !isOpen[depth + k]) {
            close(depth + k);
            if (stack[depth + k] >= kept) {
              free[freeCount++] = stack[depth + k];
            }
          } else {
            values[steps] =
                operator == Operator.SUBTRACT && k == 1 ? -open[depth + k] : open[depth + k];
            stack[depth + k] = stack[depth + 1 - k];
          }
        }
        for (int k = 0; k < arguments.length; k++) {
          // Arguments that an operator does not have are any block.
          arguments[k][steps] = stack[depth + Math.min(k, arity - 1)];
        }
        operators[steps] = operator;
        out[steps++] = register;
        isOpen[depth] = false;
        stack[depth++] = register;
      }
    }
    if (depth != 1) {
      throw new IllegalStateException("a tape has to leave one value, not " + depth);
    }
    close(0);
  }

  /** Gives a constant a register. */
  private void close(int place) {
    if (isOpen[place]) {
      isOpen[place] = false;
      constants[constantCount] = open[place];
      stack[place] = constantCount++;
    }
  }

  private BlockStep kind(Operator operator, int first) {
    return operator.arity() != 2 || isOpen[first] == isOpen[first + 1]
        ? BlockStep.OPERATOR
        : BlockStep.withConstant(operator, isOpen[first]);
  }

  private void reserve(int length) {
    if (out.length < length) {
      operators = Arrays.copyOf(operators, length);
      kinds = Arrays.copyOf(kinds, length);
      values = new double[length];
      out = new int[length];
      arguments = new int[arguments.length][length];
      stack = new int[length];
      isOpen = new boolean[length];
      open = new double[length];
      free = new int[length];
      constants = new double[length];
    }
  }

  /** {@return the number of operators} */
  int steps() {
    return steps;
  }

  /** {@return the number of constants that are in registers, which are the first} */
  int constants() {
    return constantCount;
  }

  /** {@return the value of a register below the number of constants} */
  double constant(int register) {
    return constants[register];
  }

  /** {@return the number of registers} */
  int registers() {
    return registers;
  }

  /** {@return the operator of a step} */
  Operator operator(int step) {
    return operators[step];
  }

  /** {@return what a step does} */
  BlockStep kind(int step) {
    return kinds[step];
  }

  /** {@return the constant of a step that takes one} */
  double value(int step) {
    return values[step];
  }

  /** {@return the register of a step's value} */
  int out(int step) {
    return out[step];
  }

  /**
   * {@return where an argument of a step is: a register, or the complement of a column's index}
   *
   * @param index from 0 to 2
   */
  int argument(int step, int index) {
    return arguments[index][step];
  }

  /** {@return where the tape's value is, as an argument is} */
  int result() {
    return stack[0];
  }
}
