package io.formgate.sim;

import io.formgate.datapath.Datapath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The vectors that test benches take along: few enough for a text file that people read. All values
 * if the inputs have at most {@value #EXHAUSTIVE_BITS} bits together, otherwise corners, boundaries
 * and random ones; rows of the data set come first.
 */
public final class BenchStimulus {
  /** Rows of the data set. */
  public static final int MAX_DATA_VECTORS = 1000;

  /** Vectors at corners and boundaries. */
  public static final int MAX_CORNER_VECTORS = 500;

  /** Random vectors over the formats, and again over the ranges. */
  public static final int RANDOM_VECTORS = 500;

  /** Input bits up to which all values are taken. */
  public static final int EXHAUSTIVE_BITS = 10;

  private BenchStimulus() {}

  /**
   * {@return raw values of the inputs, vector by vector; at most 2,500, and at least one}
   *
   * @param datapath gives the inputs and the tables
   * @param ranges declared ranges of the inputs
   * @param data rows of the data set, which may be empty
   * @param seed of the random vectors
   */
  public static List<long[]> vectors(
      Datapath datapath, List<InputRange> ranges, List<long[]> data, long seed) {
    List<long[]> rows = data.subList(0, Math.min(data.size(), MAX_DATA_VECTORS));
    Stimulus stimulus =
        new StimulusPlan(
                ranges,
                Stimulus.rows("data", rows.size(), rows::iterator),
                RANDOM_VECTORS,
                MAX_CORNER_VECTORS,
                EXHAUSTIVE_BITS)
            .build(datapath, seed);
    int count = Math.toIntExact(stimulus.count());
    long[][] columns = new long[ranges.size()][count];
    stimulus.open().next(columns, 0, count);
    List<long[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int vector = i;
      vectors.add(Arrays.stream(columns).mapToLong(c -> c[vector]).toArray());
    }
    return vectors;
  }
}
