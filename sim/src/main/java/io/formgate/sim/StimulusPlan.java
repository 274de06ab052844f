package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which vectors a circuit is verified with.
 *
 * @param declaredRanges one for each input, in the order of the ports
 * @param data rows of the data set, or null
 * @param randomVectors number of random vectors over the formats, and again over the ranges
 * @param cornerCap largest number of vectors at corners and boundaries together; the latter are at
 *     most half of it
 * @param exhaustiveBits when all inputs together have no more bits than this, all values are tried,
 *     if the circuit is small enough for their number, and no other vectors but the data are needed
 */
public record StimulusPlan(
    List<InputRange> declaredRanges,
    @Nullable StimulusGroup data,
    long randomVectors,
    long cornerCap,
    int exhaustiveBits) {
  /** Vectors at corners and boundaries unless something else is asked for. */
  public static final long DEFAULT_CORNER_CAP = 20_000;

  /** Input bits up to which all values are tried unless something else is asked for. */
  public static final int DEFAULT_EXHAUSTIVE_BITS = 24;

  /** Input bits up to which all values are tried however large the circuit is. */
  static final int ALWAYS_EXHAUSTIVE_BITS = 20;

  /**
   * Most values of nodes, vectors times nodes, for which more than {@link #ALWAYS_EXHAUSTIVE_BITS}
   * are tried: the simulator, which sets the pace, computes these in seconds.
   */
  static final long MOST_NODE_VALUES = 1L << 32;

  /** Copies the list. */
  public StimulusPlan {
    declaredRanges = List.copyOf(declaredRanges);
  }

  /**
   * {@return a plan with the usual caps}
   *
   * @param declaredRanges one for each input
   * @param data rows of the data set, or null
   * @param randomVectors number of random vectors over the formats, and again over the ranges
   */
  public static StimulusPlan of(
      List<InputRange> declaredRanges, @Nullable StimulusGroup data, long randomVectors) {
    return new StimulusPlan(
        declaredRanges, data, randomVectors, DEFAULT_CORNER_CAP, DEFAULT_EXHAUSTIVE_BITS);
  }

  /**
   * {@return the vectors}
   *
   * @param datapath gives the inputs and the tables
   * @param seed of the random vectors
   */
  public Stimulus build(Datapath datapath, long seed) {
    List<FixedFormat> formats = datapath.inputFormats();
    if (formats.size() != declaredRanges.size()) {
      throw new IllegalArgumentException(
          declaredRanges.size() + " ranges for " + formats.size() + " inputs");
    }
    List<StimulusGroup> groups = new ArrayList<>();
    if (data != null) {
      groups.add(data);
    }
    if (isExhaustive(datapath)) {
      groups.add(Stimulus.exhaustive(formats));
    } else {
      StimulusGroup boundaries = Boundaries.of(datapath, declaredRanges, cornerCap / 2);
      groups.add(Corners.of(formats, declaredRanges, cornerCap - boundaries.count()));
      groups.add(boundaries);
      groups.add(Stimulus.random(formats, randomVectors, seed));
      groups.add(Stimulus.randomInRanges(declaredRanges, randomVectors, seed));
    }
    return new Stimulus(groups);
  }

  private boolean isExhaustive(Datapath datapath) {
    int bits = datapath.inputFormats().stream().mapToInt(FixedFormat::widthBits).sum();
    return bits <= exhaustiveBits
        && (bits <= ALWAYS_EXHAUSTIVE_BITS
            || datapath.nodes().size() <= MOST_NODE_VALUES >> Math.min(bits, Long.SIZE - 1));
  }
}
