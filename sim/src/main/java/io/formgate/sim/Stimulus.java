package io.formgate.sim;

import io.formgate.expression.FixedFormat;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The vectors of a verification, group after group.
 *
 * @param groups in the order in which the circuit sees them
 */
public record Stimulus(List<StimulusGroup> groups) {

  /** Copies the list and leaves out empty groups. */
  public Stimulus {
    groups = groups.stream().filter(g -> g.count() > 0).toList();
  }

  /** {@return the number of vectors} */
  public long count() {
    return groups.stream().mapToLong(StimulusGroup::count).sum();
  }

  /** {@return a cursor over all groups} */
  public VectorCursor open() {
    Iterator<StimulusGroup> rest = groups.iterator();
    return new VectorCursor() {
      private VectorCursor current = (_, _, _) -> {};
      private long left;

      @Override
      public void next(long[][] columns, int from, int to) {
        for (int at = from; at < to; ) {
          if (left == 0) {
            StimulusGroup group = rest.next();
            current = group.vectors().get();
            left = group.count();
          }
          int count = (int) Math.min(left, to - at);
          current.next(columns, at, at + count);
          left -= count;
          at += count;
        }
      }
    };
  }

  /**
   * {@return vectors of the caller}
   *
   * @param name name of the group
   * @param count number of vectors
   * @param rows opens an iterator over the raw values of at least that many vectors
   */
  public static StimulusGroup rows(String name, long count, Supplier<Iterator<long[]>> rows) {
    return new StimulusGroup(
        name,
        count,
        () -> {
          Iterator<long[]> iterator = rows.get();
          return VectorCursor.oneByOne(raw -> {
            long[] row = iterator.next();
            if (row.length != raw.length) {
              throw new IllegalArgumentException(
                  row.length + " values for " + raw.length + " inputs");
            }
            System.arraycopy(row, 0, raw, 0, raw.length);
          });
        });
  }

  /**
   * {@return uniformly random bits at every input}
   *
   * @param formats formats of the inputs
   * @param count number of vectors
   * @param seed where the sequence starts
   */
  public static StimulusGroup random(List<FixedFormat> formats, long count, long seed) {
    return new StimulusGroup(
        "random over the formats (seed " + seed + ")",
        count,
        () -> {
          SplittableRandom random = new SplittableRandom(seed);
          FixedFormat[] inputs = formats.toArray(FixedFormat[]::new);
          return (columns, from, to) -> {
            for (int vector = from; vector < to; vector++) {
              for (int i = 0; i < inputs.length; i++) {
                columns[i][vector] = inputs[i].fromBits(random.nextLong());
              }
            }
          };
        });
  }

  /**
   * {@return uniformly random values in the range of every input}
   *
   * @param ranges ranges of the inputs
   * @param count number of vectors
   * @param seed where the sequence starts
   */
  public static StimulusGroup randomInRanges(List<InputRange> ranges, long count, long seed) {
    return new StimulusGroup(
        "random over the ranges (seed " + seed + ")",
        count,
        () -> {
          SplittableRandom random = new SplittableRandom(seed);
          InputRange[] inputs = ranges.toArray(InputRange[]::new);
          return (columns, from, to) -> {
            for (int vector = from; vector < to; vector++) {
              for (int i = 0; i < inputs.length; i++) {
                columns[i][vector] = random.nextLong(inputs[i].rawLo(), inputs[i].rawHi() + 1);
              }
            }
          };
        });
  }

  /**
   * {@return all values of all inputs together}
   *
   * @param formats formats of the inputs, at most 62 bits together
   */
  public static StimulusGroup exhaustive(List<FixedFormat> formats) {
    int bits = formats.stream().mapToInt(FixedFormat::widthBits).sum();
    return new StimulusGroup(
        "exhaustive (" + bits + " input bits)",
        1L << bits,
        () ->
            new VectorCursor() {
              private long number;

              @Override
              public void next(long[][] columns, int from, int to) {
                int lowBit = 0;
                for (int i = 0; i < columns.length; i++) {
                  FixedFormat format = formats.get(i);
                  for (int vector = from; vector < to; vector++) {
                    columns[i][vector] = format.fromBits((number + vector - from) >>> lowBit);
                  }
                  lowBit += format.widthBits();
                }
                number += to - from;
              }
            });
  }
}
