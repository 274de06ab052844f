package io.formgate.sim;

/** Reads vectors in order. */
@FunctionalInterface
public interface VectorCursor {
  /**
   * Reads the next vector; called no more often than there are vectors.
   *
   * @param raw gets one raw value per input
   */
  void next(long[] raw);
}
