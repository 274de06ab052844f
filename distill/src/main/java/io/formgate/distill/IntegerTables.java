package io.formgate.distill;

import io.formgate.datapath.TableSum;
import java.util.List;

/**
 * Tables of whole numbers, refined one coordinate at a time: an entry by one step, or the code of a
 * value, whenever the cross-entropy over all rows falls by it. Nothing is approximated here.
 */
final class IntegerTables {
  /** A move has to lower the summed loss by more, so that rounding never makes a cycle. */
  private static final double LEAST = 1e-6;

  /** Ratios that are multiplied before a logarithm is taken. */
  private static final int BATCH = 8;

  private static final double[] SPREADS = {
    0.15, 0.19, 0.23, 0.29, 0.37, 0.46, 0.57, 0.72, 0.89, 1.1, 1.4, 1.7, 2.2
  };

  private final FitRows rows;
  private final List<Summand> summands;
  private final int classes;
  private final int lowest;
  private final int highest;
  private final int[] offsets;
  private final int[] scores;
  private final double[] exponentials;
  private final double[] sums;
  private double step;
  private double[] powers = {};

  private IntegerTables(FitRows rows, List<Summand> summands, int entryBits) {
    this.rows = rows;
    this.summands = summands;
    classes = rows.classes();
    lowest = -(1 << (entryBits - 1));
    highest = (1 << (entryBits - 1)) - 1;
    offsets = new int[classes];
    scores = new int[rows.rows() * classes];
    exponentials = new double[scores.length];
    sums = new double[rows.rows()];
  }

  /**
   * {@return tables of whole numbers; the codes and entries of the summands are set}
   *
   * @param rows what to fit
   * @param summands with values; the values of the last class are moved to 0
   * @param entryBits bits of an entry, two's complement
   * @param sweeps over all coordinates, at most
   */
  static IntegerTables fit(FitRows rows, List<Summand> summands, int entryBits, int sweeps) {
    IntegerTables tables = new IntegerTables(rows, summands, entryBits);
    tables.quantise();
    for (int sweep = 0; sweep < sweeps; sweep++) {
      int moves = tables.sweep();
      tables.improveStep();
      if (moves == 0) {
        break;
      }
    }
    return tables;
  }

  /** {@return what a score begins with, for each class} */
  int[] offsets() {
    return offsets.clone();
  }

  /** Writes the entries back as values in units of logits, the offsets with those of the first. */
  void writeValues() {
    for (int s = 0; s < summands.size(); s++) {
      Summand summand = summands.get(s);
      for (int i = 0; i < summand.values.length; i++) {
        int offset = s == 0 ? offsets[i % classes] : 0;
        summand.values[i] = step * (summand.entries[i] + offset);
      }
    }
  }

  /** Values relative to the last class, each table with mean 0, in steps of the least loss. */
  private void quantise() {
    double[] means = new double[classes];
    double squares = 0;
    for (Summand s : summands) {
      int[] counts = new int[TableSum.CELLS];
      for (byte cell : s.cells(rows)) {
        counts[cell]++;
      }
      for (int at = 0; at < s.values.length; at += classes) {
        double last = s.values[at + classes - 1];
        for (int k = 0; k < classes; k++) {
          s.values[at + k] -= last;
        }
      }
      for (int k = 0; k < classes; k++) {
        double mean = 0;
        for (int cell = 0; cell < TableSum.CELLS; cell++) {
          mean += (double) counts[cell] / rows.rows() * s.values[cell * classes + k];
        }
        means[k] += mean;
        for (int cell = 0; cell < TableSum.CELLS; cell++) {
          s.values[cell * classes + k] -= mean;
          squares += s.values[cell * classes + k] * s.values[cell * classes + k];
        }
      }
    }
    double deviation =
        Math.sqrt(squares / ((double) summands.size() * TableSum.CELLS * (classes - 1)));
    double least = Double.POSITIVE_INFINITY;
    double best = 1;
    for (double spread : SPREADS) {
      step = Math.max(1e-6, 2 * spread * deviation / (1 + highest));
      round(means);
      double loss = loss(step);
      if (loss < least) {
        least = loss;
        best = step;
      }
    }
    step = best;
    round(means);
  }

  private void round(double[] means) {
    for (int k = 0; k < classes; k++) {
      offsets[k] = (int) Math.rint(means[k] / step);
    }
    for (Summand s : summands) {
      for (int i = 0; i < s.entries.length; i++) {
        int nearest = (int) Math.rint(s.values[i] / step);
        s.entries[i] = i % classes == classes - 1 ? 0 : Math.clamp(nearest, lowest, highest);
      }
    }
    sumUp();
  }

  private void sumUp() {
    for (int at = 0; at < scores.length; at++) {
      scores[at] = offsets[at % classes];
    }
    for (Summand s : summands) {
      byte[] cells = s.cells(rows);
      for (int row = 0; row < cells.length; row++) {
        for (int k = 0; k < classes; k++) {
          scores[row * classes + k] += s.entries[cells[row] * classes + k];
        }
      }
    }
  }

  /** {@return the mean cross-entropy if a step of a score is so much of a logit} */
  private double loss(double ofStep) {
    double[] targets = rows.targets();
    double loss = 0;
    for (int at = 0; at < scores.length; at += classes) {
      int largest = Integer.MIN_VALUE;
      for (int k = 0; k < classes; k++) {
        largest = Math.max(largest, scores[at + k]);
      }
      double sum = 0;
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        sum += StrictMath.exp(ofStep * (scores[at + k] - largest));
        mean += targets[at + k] * (scores[at + k] - largest);
      }
      loss += StrictMath.log(sum) - ofStep * mean;
    }
    return loss / rows.rows();
  }

  private void improveStep() {
    double least = loss(step);
    for (double factor : new double[] {1.08, 1 / 1.08, 1.03, 1 / 1.03}) {
      double tried = step * factor;
      double loss = loss(tried);
      while (loss < least - 1e-9) {
        least = loss;
        step = tried;
        tried = step * factor;
        loss = loss(tried);
      }
    }
  }

  private int sweep() {
    prepare();
    int moves = 0;
    for (Summand s : summands) {
      moves += moveCodes(s, true);
      moves += moveCodes(s, false);
      moves += moveEntries(s);
    }
    return moves + moveOffsets();
  }

  private void prepare() {
    int widest = 1 << 12;
    powers = new double[2 * widest + 1];
    for (int i = -widest; i <= widest; i++) {
      powers[i + widest] = StrictMath.exp(Math.clamp(step * i, -300, 300));
    }
    for (int row = 0; row < sums.length; row++) {
      refresh(row);
    }
  }

  private double power(int steps) {
    return powers[steps + powers.length / 2];
  }

  /** Exponentials of a row, against its largest score so that none overflows. */
  private void refresh(int row) {
    int at = row * classes;
    int largest = Integer.MIN_VALUE;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, scores[at + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      exponentials[at + k] = power(scores[at + k] - largest);
      sum += exponentials[at + k];
    }
    sums[row] = sum;
  }

  private int moveCodes(Summand s, boolean ofFirst) {
    byte[] own = rows.codes(ofFirst ? s.first : s.second);
    byte[] other = rows.codes(ofFirst ? s.second : s.first);
    byte[] ownCodes = ofFirst ? s.firstCodes : s.secondCodes;
    byte[] otherCodes = ofFirst ? s.secondCodes : s.firstCodes;
    int[][] members = members(own, TableSum.VIEW_VALUES);
    double[] targets = rows.targets();
    int moves = 0;
    for (int v = 0; v < members.length; v++) {
      int old = ownCodes[v];
      int best = old;
      double least = -LEAST;
      for (int code = 0; code < TableSum.CODES; code++) {
        if (code == old || members[v].length == 0) {
          continue;
        }
        double change = 0;
        double ratio = 1;
        int batch = 0;
        for (int row : members[v]) {
          int j = otherCodes[other[row]];
          int to = (ofFirst ? code * TableSum.CODES + j : j * TableSum.CODES + code) * classes;
          int from = (ofFirst ? old * TableSum.CODES + j : j * TableSum.CODES + old) * classes;
          int at = row * classes;
          double sum = 0;
          for (int k = 0; k < classes; k++) {
            int steps = s.entries[to + k] - s.entries[from + k];
            sum += exponentials[at + k] * power(steps);
            change -= step * targets[at + k] * steps;
          }
          ratio *= sum / sums[row];
          if (++batch == BATCH) {
            change += StrictMath.log(ratio);
            ratio = 1;
            batch = 0;
          }
        }
        change += StrictMath.log(ratio);
        if (change < least) {
          least = change;
          best = code;
        }
      }
      if (best != old) {
        moves++;
        ownCodes[v] = (byte) best;
        for (int row : members[v]) {
          int j = otherCodes[other[row]];
          int to = (ofFirst ? best * TableSum.CODES + j : j * TableSum.CODES + best) * classes;
          int from = (ofFirst ? old * TableSum.CODES + j : j * TableSum.CODES + old) * classes;
          for (int k = 0; k < classes; k++) {
            scores[row * classes + k] += s.entries[to + k] - s.entries[from + k];
          }
          refresh(row);
        }
      }
    }
    return moves;
  }

  private int moveEntries(Summand s) {
    int[][] members = members(s.cells(rows), TableSum.CELLS);
    int moves = 0;
    for (int cell = 0; cell < members.length; cell++) {
      if (members[cell].length == 0) {
        continue;
      }
      for (int k = 0; k < classes - 1; k++) {
        for (int direction = -1; direction <= 1; direction += 2) {
          int moved = s.entries[cell * classes + k] + direction;
          while (moved >= lowest
              && moved <= highest
              && change(members[cell], k, direction) < -LEAST) {
            s.entries[cell * classes + k] = moved;
            move(members[cell], k, direction);
            moves++;
            moved += direction;
          }
        }
      }
    }
    return moves;
  }

  private int moveOffsets() {
    int[] all = new int[rows.rows()];
    java.util.Arrays.setAll(all, i -> i);
    int moves = 0;
    for (int k = 0; k < classes - 1; k++) {
      for (int direction = -1; direction <= 1; direction += 2) {
        if (change(all, k, direction) < -LEAST) {
          offsets[k] += direction;
          move(all, k, direction);
          moves++;
        }
      }
    }
    return moves;
  }

  /** {@return how the summed loss changes if one score of some rows goes up or down a step} */
  private double change(int[] members, int k, int direction) {
    double[] targets = rows.targets();
    double more = power(direction) - 1;
    double change = 0;
    double ratio = 1;
    int batch = 0;
    for (int row : members) {
      int at = row * classes + k;
      ratio *= 1 + exponentials[at] * more / sums[row];
      change -= step * direction * targets[at];
      if (++batch == BATCH) {
        change += StrictMath.log(ratio);
        ratio = 1;
        batch = 0;
      }
    }
    return change + StrictMath.log(ratio);
  }

  private void move(int[] members, int k, int direction) {
    for (int row : members) {
      scores[row * classes + k] += direction;
      refresh(row);
    }
  }

  private static int[][] members(byte[] bins, int count) {
    int[] sizes = new int[count];
    for (byte bin : bins) {
      sizes[bin]++;
    }
    int[][] members = new int[count][];
    for (int bin = 0; bin < count; bin++) {
      members[bin] = new int[sizes[bin]];
      sizes[bin] = 0;
    }
    for (int row = 0; row < bins.length; row++) {
      members[bins[row]][sizes[bins[row]]++] = row;
    }
    return members;
  }
}
