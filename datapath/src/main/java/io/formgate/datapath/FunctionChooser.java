package io.formgate.datapath;

import io.formgate.expression.FixedFormat;

/** Chooses how each function of a circuit is computed, one after the other. */
sealed interface FunctionChooser permits BoundedFunctionChooser, MeasuredFunctionChooser {
  /**
   * The way a function is computed.
   *
   * @param indexFractionBits fraction bits of the index
   * @param approximation the way, of an index of these fraction bits
   */
  record Chosen(int indexFractionBits, Approximation approximation) {}

  /** {@return the bounds with all choices so far} */
  ErrorBounds run();

  /**
   * {@return how a function is computed; from then on the bounds are those of this choice}
   *
   * @param v a vertex that is a function of another one
   * @param b where its index is
   * @param indexNode its index before rounding
   * @throws io.formgate.expression.DiagnosticException if no way keeps the error
   */
  Chosen choose(int v, DatapathBuilder b, int indexNode);

  /**
   * {@return the format of the rounded index, or a narrower one into which it is moved if that
   * saves}
   *
   * @param isPeriodic whether the index is a phase
   * @param rounded the format that the index has
   * @param declared the narrowest format of the values of its declared range
   */
  static FixedFormat indexFormat(boolean isPeriodic, FixedFormat rounded, FixedFormat declared) {
    if (isPeriodic) {
      return new FixedFormat(false, declared.widthBits(), 0);
    }
    boolean isWide =
        rounded.widthBits() > TableLimits.MAX_INDEX_BITS
            || rounded.widthBits() > declared.widthBits() + 1;
    return isWide ? declared : rounded;
  }
}
