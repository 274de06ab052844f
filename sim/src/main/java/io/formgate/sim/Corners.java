package io.formgate.sim;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Vectors of corner values: of every input its smallest and largest raw value, 0, plus and minus
 * one last bit, and the ends of its declared range.
 *
 * <p>All combinations when there are no more than the cap. Otherwise all pairs of values of all
 * pairs of inputs, while the other inputs walk through their own corners; cut off at the cap, which
 * the name of the group then says.
 */
final class Corners {
  private final List<long[]> values;

  private Corners(List<long[]> values) {
    this.values = values;
  }

  /** {@return the corner vectors of some inputs} */
  static StimulusGroup of(List<FixedFormat> formats, List<InputRange> ranges, long cap) {
    List<long[]> values = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      values.add(values(formats.get(i), ranges.get(i)));
    }
    return new Corners(values).group(cap);
  }

  static long[] values(FixedFormat format, InputRange range) {
    TreeSet<Long> corners = new TreeSet<>(List.of(format.rawMin(), format.rawMax(), 0L, 1L, -1L));
    corners.add(range.rawLo());
    corners.add(range.rawHi());
    return corners.stream().mapToLong(v -> v).filter(format::holds).toArray();
  }

  private StimulusGroup group(long cap) {
    double combinations = 1;
    for (long[] v : values) {
      combinations *= v.length;
    }
    if (combinations <= cap) {
      return new StimulusGroup("corners", (long) combinations, this::combinations);
    }
    long pairs = 0;
    for (int i = 0; i < values.size(); i++) {
      for (int j = i + 1; j < values.size(); j++) {
        pairs += (long) values.get(i).length * values.get(j).length;
      }
    }
    return pairs > cap
        ? new StimulusGroup("corners (the first of " + pairs + " pairs)", cap, this::pairs)
        : new StimulusGroup("corners (pairs)", pairs, this::pairs);
  }

  private VectorCursor combinations() {
    return VectorCursor.oneByOne(
        new Consumer<>() {
          private long number;

          @Override
          public void accept(long[] raw) {
            long rest = number++;
            for (int i = 0; i < raw.length; i++) {
              long[] v = values.get(i);
              raw[i] = v[(int) (rest % v.length)];
              rest /= v.length;
            }
          }
        });
  }

  private VectorCursor pairs() {
    return VectorCursor.oneByOne(
        new Consumer<>() {
          private int first;
          private int second = 1;
          private int pair;
          private int number;

          @Override
          public void accept(long[] raw) {
            long[] a = values.get(first);
            long[] b = values.get(second);
            for (int i = 0; i < raw.length; i++) {
              raw[i] = values.get(i)[Math.floorMod(number + i, values.get(i).length)];
            }
            raw[first] = a[pair % a.length];
            raw[second] = b[pair / a.length];
            number++;
            if (++pair == a.length * b.length) {
              pair = 0;
              if (++second == values.size()) {
                second = ++first + 1;
              }
            }
          }
        });
  }
}
