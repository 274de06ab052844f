package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Vectors beside boundaries: one input is one last bit from an end of its format or of its declared
 * range, or at a {@link TableGrid} of a table, while the others walk through their corners. Each
 * such value comes with as many vectors as an input has corners, or fewer where the cap is near.
 */
final class Boundaries {
  /** A value of one input. */
  private record Choice(int input, long raw) {}

  private final List<Choice> choices;
  private final List<long[]> corners;

  private Boundaries(List<Choice> choices, List<long[]> corners) {
    this.choices = choices;
    this.corners = corners;
  }

  /** {@return the vectors of a datapath} */
  static StimulusGroup of(Datapath datapath, List<InputRange> ranges, long cap) {
    List<FixedFormat> formats = datapath.inputFormats();
    List<List<Long>> values = new ArrayList<>();
    List<long[]> corners = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      values.add(values(datapath, datapath.inputs().get(i), ranges.get(i)));
      corners.add(Corners.values(formats.get(i), ranges.get(i)));
    }
    List<Choice> choices = interleaved(values);
    if (choices.size() > cap) {
      String name = "boundaries (the first of " + choices.size() + ")";
      return new StimulusGroup(name, cap, new Boundaries(choices, corners)::vectors);
    }
    long rounds =
        formats.size() == 1 ? 1 : corners.stream().mapToInt(c -> c.length).max().orElse(1);
    long count = choices.size() * Math.min(rounds, cap / Math.max(1, choices.size()));
    return new StimulusGroup("boundaries", count, new Boundaries(choices, corners)::vectors);
  }

  /** {@return the values of an input that its corners lack} */
  static List<Long> values(Datapath datapath, int input, InputRange range) {
    FixedFormat format = datapath.node(input).format();
    Set<Long> values = new LinkedHashSet<>();
    for (long end : new long[] {range.rawLo(), range.rawHi(), format.rawMin(), format.rawMax()}) {
      values.add(end - 1);
      values.add(end + 1);
    }
    TableGrid.of(datapath, input).forEach(g -> values.addAll(g.values(format)));
    for (long corner : Corners.values(format, range)) {
      values.remove(corner);
    }
    return values.stream().filter(format::holds).toList();
  }

  /** First the first value of every input, so that a cap cuts none of them off altogether. */
  private static List<Choice> interleaved(List<List<Long>> values) {
    int most = values.stream().mapToInt(List::size).max().orElse(0);
    List<Choice> choices = new ArrayList<>();
    for (int k = 0; k < most; k++) {
      for (int i = 0; i < values.size(); i++) {
        if (k < values.get(i).size()) {
          choices.add(new Choice(i, values.get(i).get(k)));
        }
      }
    }
    return choices;
  }

  private VectorCursor vectors() {
    return VectorCursor.oneByOne(
        new Consumer<>() {
          private int choice;
          private int round;

          @Override
          public void accept(long[] raw) {
            for (int i = 0; i < raw.length; i++) {
              long[] others = corners.get(i);
              raw[i] = others[Math.floorMod(choice + round + i, others.length)];
            }
            Choice chosen = choices.get(choice);
            raw[chosen.input()] = chosen.raw();
            if (++choice == choices.size()) {
              choice = 0;
              round++;
            }
          }
        });
  }
}
