package io.formgate.sim;

import java.util.function.Consumer;

/** Reads vectors in order. */
@FunctionalInterface
public interface VectorCursor {
  /**
   * Reads the next vectors; called for no more than there are.
   *
   * @param columns gets for each input the raw values, one for each vector
   * @param from place of the first vector in each column
   * @param to place behind the last one
   */
  void next(long[][] columns, int from, int to);

  /**
   * {@return a cursor over vectors that are made one by one}
   *
   * @param next writes one raw value for each input
   */
  static VectorCursor oneByOne(Consumer<long[]> next) {
    return (columns, from, to) -> {
      long[] raw = new long[columns.length];
      for (int vector = from; vector < to; vector++) {
        next.accept(raw);
        for (int i = 0; i < raw.length; i++) {
          columns[i][vector] = raw[i];
        }
      }
    };
  }
}
