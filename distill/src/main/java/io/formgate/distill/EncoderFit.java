package io.formgate.distill;

import io.formgate.datapath.TableSum;

/** Codes and tables by second-order steps on sums over bins, never on rows. */
final class EncoderFit {
  /** Weight of a zero value in every cell, in units of curvature, so that rare cells stay small. */
  static final double RIDGE = 8;

  private static final int ROUNDS = 8;

  private final ScoreState state;
  private final FitRows rows;
  private final int classes;

  EncoderFit(ScoreState state, FitRows rows) {
    this.state = state;
    this.rows = rows;
    classes = rows.classes();
  }

  /** Codes of one view by itself, and how much a table of them lowers the loss to second order. */
  static final class Single {
    final byte[] codes;
    final double gain;

    private Single(byte[] codes, double gain) {
      this.codes = codes;
      this.gain = gain;
    }
  }

  /** {@return codes of a view such that a table of them alone gains most: Lloyd's algorithm} */
  Single single(byte[] values) {
    ScoreState.Sums sums = state.sums(values, TableSum.VIEW_VALUES);
    byte[] codes = quantiles(sums.counts, values.length);
    double gain = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double[] g = new double[TableSum.CODES * classes];
      double[] h = new double[g.length];
      for (int v = 0; v < TableSum.VIEW_VALUES; v++) {
        for (int k = 0; k < classes; k++) {
          g[codes[v] * classes + k] += sums.slopes[v * classes + k];
          h[codes[v] * classes + k] += sums.curvatures[v * classes + k];
        }
      }
      double[] steps = new double[g.length];
      gain = steps(g, h, steps);
      boolean changed = false;
      for (int v = 0; v < TableSum.VIEW_VALUES; v++) {
        if (sums.counts[v] == 0) {
          continue;
        }
        int best = codes[v];
        double least = Double.POSITIVE_INFINITY;
        for (int code = 0; code < TableSum.CODES; code++) {
          double loss = 0;
          for (int k = 0; k < classes; k++) {
            double step = steps[code * classes + k];
            loss +=
                step
                    * (sums.slopes[v * classes + k]
                        + 0.5 * sums.curvatures[v * classes + k] * step);
          }
          if (loss < least) {
            least = loss;
            best = code;
          }
        }
        changed |= best != codes[v];
        codes[v] = (byte) best;
      }
      if (!changed) {
        break;
      }
    }
    return new Single(codes, gain);
  }

  /** Equal shares of rows in the order of signed numbers, since views of signed inputs wrap. */
  private static byte[] quantiles(int[] counts, int total) {
    byte[] codes = new byte[TableSum.VIEW_VALUES];
    long before = 0;
    for (int i = 0; i < TableSum.VIEW_VALUES; i++) {
      int v = i + TableSum.VIEW_VALUES / 2 & TableSum.VIEW_VALUES - 1;
      codes[v] =
          (byte)
              Math.min(TableSum.CODES - 1, (2 * before + counts[v]) * TableSum.CODES / 2 / total);
      before += counts[v];
    }
    return codes;
  }

  /** Writes the best step of each bin and class, and returns what they gain to second order. */
  private static double steps(double[] g, double[] h, double[] steps) {
    double gain = 0;
    for (int i = 0; i < g.length; i++) {
      steps[i] = -g[i] / (h[i] + RIDGE);
      gain += 0.5 * g[i] * g[i] / (h[i] + RIDGE);
    }
    return gain;
  }

  /** {@return what a table of the cells of two views' codes gains to second order} */
  double pairGain(byte[] firstCodeOfRow, byte[] secondCodeOfRow) {
    byte[] cells = new byte[firstCodeOfRow.length];
    for (int row = 0; row < cells.length; row++) {
      cells[row] = (byte) (firstCodeOfRow[row] * TableSum.CODES + secondCodeOfRow[row]);
    }
    ScoreState.Sums sums = state.sums(cells, TableSum.CELLS);
    return steps(sums.slopes, sums.curvatures, new double[sums.slopes.length]);
  }

  /** Fits table and codes of a new summand in turns, and returns what it gains. */
  double refineNew(Summand s) {
    for (int round = 0; round < ROUNDS; round++) {
      newTable(s);
      boolean changed = reassign(s, true, false);
      newTable(s);
      changed |= reassign(s, false, false);
      if (!changed) {
        break;
      }
    }
    return newTable(s);
  }

  private double newTable(Summand s) {
    ScoreState.Sums sums = state.sums(s.cells(rows), TableSum.CELLS);
    return steps(sums.slopes, sums.curvatures, s.values);
  }

  /**
   * Gives every value of a view the code for which the loss is least, to second order.
   *
   * @param isPresent whether the summand is already part of the scores
   */
  boolean reassign(Summand s, boolean ofFirst, boolean isPresent) {
    byte[] own = rows.codes(ofFirst ? s.first : s.second);
    byte[] other = rows.codes(ofFirst ? s.second : s.first);
    byte[] ownCodes = ofFirst ? s.firstCodes : s.secondCodes;
    byte[] otherCodes = ofFirst ? s.secondCodes : s.firstCodes;
    ScoreState.Sums sums = state.sums(own, other, otherCodes);
    boolean changed = false;
    for (int v = 0; v < TableSum.VIEW_VALUES; v++) {
      if (sums.counts[v] == 0) {
        continue;
      }
      int old = ownCodes[v];
      int best = old;
      double least = change(s, sums, v, old, old, ofFirst, isPresent);
      for (int code = 0; code < TableSum.CODES; code++) {
        double loss = change(s, sums, v, old, code, ofFirst, isPresent);
        if (loss < least) {
          least = loss;
          best = code;
        }
      }
      changed |= best != old;
      ownCodes[v] = (byte) best;
    }
    return changed;
  }

  private double change(
      Summand s,
      ScoreState.Sums sums,
      int value,
      int old,
      int code,
      boolean ofFirst,
      boolean isPresent) {
    double loss = 0;
    for (int j = 0; j < TableSum.CODES; j++) {
      int to = (ofFirst ? code * TableSum.CODES + j : j * TableSum.CODES + code) * classes;
      int from = (ofFirst ? old * TableSum.CODES + j : j * TableSum.CODES + old) * classes;
      int bin = (value * TableSum.CODES + j) * classes;
      for (int k = 0; k < classes; k++) {
        double step = s.values[to + k] - (isPresent ? s.values[from + k] : 0);
        loss += step * (sums.slopes[bin + k] + 0.5 * sums.curvatures[bin + k] * step);
      }
    }
    return loss;
  }

  /** Moves the tables of all summands some steps towards the least loss; codes stay. */
  void settle(java.util.List<Summand> summands, int sweeps) {
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (Summand s : summands) {
        ScoreState.Sums sums = state.sums(s.cells(rows), TableSum.CELLS);
        double[] steps = new double[s.values.length];
        for (int i = 0; i < steps.length; i++) {
          double ridge = RIDGE / 4;
          steps[i] = -0.8 * (sums.slopes[i] + ridge * s.values[i]) / (sums.curvatures[i] + ridge);
          s.values[i] += steps[i];
        }
        state.add(s, steps);
        state.refresh();
      }
    }
  }
}
