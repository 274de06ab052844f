package io.formgate.expression;

/**
 * The operators over blocks of one kind of numbers, with the scratch memory that they need.
 *
 * @param <B> array of numbers
 */
interface BlockTable<B> {
  /**
   * {@return new blocks}
   *
   * @param count how many
   */
  B[] blocks(int count);

  /** Sets all rows to a value. */
  void fill(B out, double value);

  /** {@return the values of a block as doubles; the block itself if it holds them} */
  double[] doubles(B block);

  /**
   * Evaluates an operator.
   *
   * @param out the values; none of the arguments
   * @param a first argument
   * @param b second argument; any block if there is none
   * @param c third argument; any block if there is none
   */
  void apply(Operator operator, B out, B a, B b, B c);

  /**
   * Does a step with a constant.
   *
   * @param step not {@link BlockStep#OPERATOR}
   * @param out the values; not the argument
   * @param a the block
   */
  void apply(BlockStep step, B out, B a, double constant);
}
