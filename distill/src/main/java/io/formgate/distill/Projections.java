package io.formgate.distill;

import io.formgate.datapath.TableSum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Views that a term may read: windows of single inputs, and sums of shifted inputs. */
final class Projections {
  /** Halvings of one input against another. */
  private static final int SHIFTS = 4;

  /** Projections of each number of inputs that go on to be paired. */
  private static final int KEPT = 24;

  /** Projections of two inputs that are tried with a third. */
  private static final int EXTENDED = 12;

  private final FitRows rows;
  private final int[] shifts;
  private final int[] widths;

  Projections(FitRows rows, int[] widths) {
    this.rows = rows;
    this.widths = widths;
    shifts = new int[rows.inputs()];
    for (int i = 0; i < shifts.length; i++) {
      shifts[i] = shift(rows.column(i), widths[i]);
    }
  }

  /** The fewest lowest bits to leave out for all but one row in 500 to lie in one window. */
  private static int shift(int[] column, int width) {
    int[] sorted = column.clone();
    java.util.Arrays.sort(sorted);
    int cut = sorted.length / 1000;
    int lo = sorted[cut];
    int hi = sorted[sorted.length - 1 - cut];
    int shift = 0;
    while ((hi >> shift) - (lo >> shift) >= TableSum.VIEW_VALUES && shift < width - 1) {
      shift++;
    }
    return shift;
  }

  /** {@return windows of single inputs: the one that holds the values, and two finer ones} */
  List<TableSum.View> windows() {
    List<TableSum.View> views = new ArrayList<>();
    for (int i = 0; i < shifts.length; i++) {
      for (int finer = 0; finer <= 2 && finer <= shifts[i]; finer++) {
        views.add(view(new TableSum.Tap(i, shifts[i] - finer, false)));
      }
    }
    return views;
  }

  private record Rated(TableSum.View view, double gain) {}

  /** {@return sums of two and three inputs that gain most by themselves} */
  List<TableSum.View> best(ScoreState state) {
    EncoderFit screen = new EncoderFit(state, rows);
    List<Rated> pairs = new ArrayList<>();
    for (int i = 0; i < shifts.length; i++) {
      for (int j = i + 1; j < shifts.length; j++) {
        for (int si = 0; si < SHIFTS; si++) {
          for (int sj = 0; sj < SHIFTS; sj++) {
            // One of the two is halved once or never; both unhalved leave the window.
            if (Math.min(si, sj) <= 1 && Math.max(si, sj) > 0) {
              for (boolean negative : new boolean[] {false, true}) {
                add(screen, pairs, tap(i, si, false), tap(j, sj, negative));
              }
            }
          }
        }
      }
    }
    List<TableSum.View> best = new ArrayList<>(top(pairs, KEPT));
    List<Rated> triples = new ArrayList<>();
    for (TableSum.View pair : best.subList(0, Math.min(EXTENDED, best.size()))) {
      for (int k = 0; k < shifts.length; k++) {
        int third = k;
        if (pair.taps().stream().noneMatch(t -> t.input() == third)) {
          for (int sk = 0; sk < SHIFTS; sk++) {
            for (boolean negative : new boolean[] {false, true}) {
              for (int halved = 0; halved <= 1; halved++) {
                TableSum.Tap a = pair.taps().get(0);
                TableSum.Tap b = pair.taps().get(1);
                add(
                    screen,
                    triples,
                    clamped(a.input(), a.shift() + halved, false),
                    clamped(b.input(), b.shift() + halved, b.negative()),
                    tap(k, sk, negative));
              }
            }
          }
        }
      }
    }
    best.addAll(top(triples, KEPT));
    return best;
  }

  private TableSum.Tap tap(int input, int halvings, boolean negative) {
    return clamped(input, shifts[input] + halvings, negative);
  }

  private TableSum.Tap clamped(int input, int shift, boolean negative) {
    return new TableSum.Tap(input, Math.min(shift, widths[input] - 1), negative);
  }

  private static TableSum.View view(TableSum.Tap... taps) {
    return new TableSum.View(List.of(taps));
  }

  private void add(EncoderFit screen, List<Rated> rated, TableSum.Tap... taps) {
    TableSum.View view = view(taps);
    rated.add(new Rated(view, screen.single(rows.compute(view)).gain));
  }

  private static List<TableSum.View> top(List<Rated> rated, int count) {
    return rated.stream()
        .sorted(Comparator.comparingDouble(Rated::gain).reversed())
        .map(Rated::view)
        .distinct()
        .limit(count)
        .toList();
  }
}
