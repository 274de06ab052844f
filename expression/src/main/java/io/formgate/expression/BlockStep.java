package io.formgate.expression;

/**
 * What a step of a {@link BlockPlan} does with a block: an operator, or one loop with a constant.
 */
enum BlockStep {
  /** The operator, of blocks only. */
  OPERATOR,
  /** The block plus the constant. */
  ADD,
  /** The block times the constant. */
  MULTIPLY,
  /** The block over the constant. */
  DIVIDE,
  /** The constant less the block. */
  SUBTRACT_FROM,
  /** The constant over the block. */
  DIVIDE_INTO;

  /**
   * {@return what an operator of a block and a constant is; {@link #OPERATOR} if there is no loop
   * for it} A constant that is subtracted is one of the other sign that is added, to the bit.
   *
   * @param isFirst whether the constant is the first argument
   */
  static BlockStep withConstant(Operator operator, boolean isFirst) {
    if (operator == Operator.ADD) {
      return ADD;
    } else if (operator == Operator.SUBTRACT) {
      return isFirst ? SUBTRACT_FROM : ADD;
    } else if (operator == Operator.MULTIPLY) {
      return MULTIPLY;
    } else if (operator == Operator.DIVIDE) {
      return isFirst ? DIVIDE_INTO : DIVIDE;
    }
    return OPERATOR;
  }
}
