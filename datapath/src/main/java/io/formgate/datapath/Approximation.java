package io.formgate.datapath;

import io.formgate.expression.FixedFormat;

/**
 * A way to compute a function of an index in integer arithmetic: its value at every address, and
 * the nodes that compute it. Addresses are the index bits as an unsigned number.
 */
sealed interface Approximation
    permits DirectTable, MultipartiteTable, PiecewisePolynomial, FoldedFunction {

  /** {@return the format of the index} */
  FixedFormat index();

  /** {@return the fraction bits of the result} */
  int fractionBits();

  /**
   * {@return the raw result at an address}
   *
   * @param address from 0 to 2 to the index width, less 1
   */
  long value(int address);

  /**
   * {@return a node with the result}
   *
   * @param b where nodes go
   * @param indexNode a node in the format of the index
   * @param name what names of tables begin with
   */
  int build(DatapathBuilder b, int indexNode, String name);

  /** {@return the least format of whole or broken numbers that holds all of some} */
  static FixedFormat holding(long[] values, int fractionBits) {
    long lo = Long.MAX_VALUE;
    long hi = Long.MIN_VALUE;
    for (long value : values) {
      lo = Math.min(lo, value);
      hi = Math.max(hi, value);
    }
    return FixedFormat.holding(lo, hi, fractionBits);
  }

  /** {@return a table of unsigned addresses} */
  static FunctionTable table(String name, int indexBits, long[] values, int fractionBits) {
    return new FunctionTable(
        name, new FixedFormat(false, indexBits, indexBits), holding(values, fractionBits), values);
  }
}
