package io.formgate.distill;

import io.formgate.datapath.TableSum;
import io.formgate.expression.Softmax;
import java.util.HashMap;
import java.util.Map;

/** Rows to fit: raw inputs, and for every row the probabilities of the classes. */
public final class FitRows {
  private final int[][] raw;
  private final double[] targets;
  private final int classes;
  private final Map<TableSum.View, byte[]> known = new HashMap<>();

  /**
   * Makes rows to fit.
   *
   * @param raw {@code raw[input][row]}, raw values of the ports
   * @param targets {@code targets[row * classes + class]}; those of a row sum to 1
   * @param classes at least two
   */
  public FitRows(int[][] raw, double[] targets, int classes) {
    this.raw = raw.clone();
    this.targets = targets.clone();
    this.classes = classes;
    if (raw.length == 0 || targets.length != raw[0].length * classes || classes < 2) {
      throw new IllegalArgumentException(
          raw.length + " inputs, " + targets.length + " targets, " + classes + " classes");
    }
  }

  /**
   * {@return the probabilities that logits stand for, as {@link #FitRows} takes them}
   *
   * @param logits {@code logits[row][class]}
   * @param sharpness what logits are multiplied by; above 1 it brings the largest class forward
   */
  public static double[] probabilities(double[][] logits, double sharpness) {
    int classes = logits[0].length;
    double[] targets = new double[logits.length * classes];
    double[] p = new double[classes];
    for (int row = 0; row < logits.length; row++) {
      Softmax.of(logits[row], 0, sharpness, p);
      System.arraycopy(p, 0, targets, row * classes, classes);
    }
    return targets;
  }

  int rows() {
    return raw[0].length;
  }

  int inputs() {
    return raw.length;
  }

  int classes() {
    return classes;
  }

  /** {@return probabilities, not to be written to} */
  double[] targets() {
    return targets;
  }

  int[] column(int input) {
    return raw[input];
  }

  /** {@return the value of a view in every row, kept for the next time} */
  byte[] codes(TableSum.View view) {
    return known.computeIfAbsent(view, this::compute);
  }

  /** {@return the value of a view in every row} */
  byte[] compute(TableSum.View view) {
    byte[] codes = new byte[rows()];
    for (TableSum.Tap tap : view.taps()) {
      int[] column = raw[tap.input()];
      int sign = tap.negative() ? -1 : 1;
      for (int row = 0; row < codes.length; row++) {
        codes[row] =
            (byte) (codes[row] + sign * (column[row] >> tap.shift()) & TableSum.VIEW_VALUES - 1);
      }
    }
    return codes;
  }
}
