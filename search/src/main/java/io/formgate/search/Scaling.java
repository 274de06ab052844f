package io.formgate.search;

import io.formgate.expression.Operator;
import io.formgate.expression.Tape;

/**
 * How a shape f becomes a formula: evolution looks for f, and least squares gives the rest exactly.
 */
enum Scaling {
  /** a f + b. */
  AFFINE(4),
  /** a f. */
  SLOPE(2),
  /** f itself. */
  NONE(0);

  private final int nodes;

  Scaling(int nodes) {
    this.nodes = nodes;
  }

  /** {@return the nodes that it adds to a shape} */
  int nodes() {
    return nodes;
  }

  /** Appends the formula of a shape. */
  void append(Tape shape, double slope, double offset, Tape out) {
    out.addAll(shape, 0, shape.length());
    if (this == NONE) {
      return;
    }
    out.addConstant(slope);
    out.addOperator(Operator.MULTIPLY);
    if (this == AFFINE) {
      out.addConstant(offset);
      out.addOperator(Operator.ADD);
    }
  }

  /**
   * Appends the shape of a formula: what is left without what this scaling would give it, outer
   * products and sums with constants.
   */
  void appendShape(Tape formula, Tape out) {
    int start = 0;
    int end = formula.length() - 1;
    while (formula.arityAt(end) == 2 && !formula.isCall(end) && isOwn(formula.operatorAt(end))) {
      if (formula.isConstant(end - 1)) {
        end -= 2;
      } else if (formula.operatorAt(end) != Operator.DIVIDE
          && formula.isConstant(start)
          && formula.subtreeStart(end - 1) == start + 1) {
        start++;
        end--;
      } else {
        break;
      }
    }
    out.addAll(formula, start, end + 1);
  }

  /** Whether this scaling takes the place of the operator where it meets a constant. */
  private boolean isOwn(Operator operator) {
    return switch (operator.notation()) {
      case SUM -> this == AFFINE;
      case PRODUCT -> this != NONE;
      case LOGIC_OR, LOGIC_AND, LOGIC_NOT, COMPARISON, PREFIX_MINUS, POWER, CALL, CALL2, CALL3 ->
          false;
    };
  }
}
