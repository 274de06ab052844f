package io.formgate.sim;

import java.util.function.Supplier;

/**
 * Vectors with one origin. They are never all in memory: whoever needs them opens a cursor, and
 * every cursor gives the same vectors.
 *
 * @param name what a report calls them, such as {@code random (seed 1)}
 * @param count number of vectors
 * @param vectors opens a cursor
 */
public record StimulusGroup(String name, long count, Supplier<VectorCursor> vectors) {

  /** Checks the count. */
  public StimulusGroup {
    if (count < 0) {
      throw new IllegalArgumentException(count + " vectors");
    }
  }
}
