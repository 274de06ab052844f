package io.formgate.distill;

import io.formgate.datapath.TableSum;

/** A term while it is fitted: codes of two views and, for every cell and class, a value. */
final class Summand {
  final TableSum.View first;
  final TableSum.View second;
  final byte[] firstCodes;
  final byte[] secondCodes;

  /** {@code values[cell * classes + class]} in units of logits. */
  final double[] values;

  /** The same in whole steps, once they are known. */
  final int[] entries;

  Summand(
      TableSum.View first,
      TableSum.View second,
      byte[] firstCodes,
      byte[] secondCodes,
      double[] values) {
    this.first = first;
    this.second = second;
    this.firstCodes = firstCodes.clone();
    this.secondCodes = secondCodes.clone();
    this.values = values.clone();
    entries = new int[values.length];
  }

  Summand copy() {
    return new Summand(first, second, firstCodes, secondCodes, values);
  }

  /** {@return the cell of every row} */
  byte[] cells(FitRows rows) {
    byte[] x = rows.codes(first);
    byte[] y = rows.codes(second);
    byte[] cells = new byte[x.length];
    for (int row = 0; row < cells.length; row++) {
      cells[row] = (byte) (firstCodes[x[row]] * TableSum.CODES + secondCodes[y[row]]);
    }
    return cells;
  }
}
