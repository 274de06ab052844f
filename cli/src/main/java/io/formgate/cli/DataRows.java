package io.formgate.cli;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import java.util.ArrayList;
import java.util.List;

/** The rows of a data set as raw values of input ports. */
final class DataRows {
  private DataRows() {}

  /** {@return one vector for each row: the nearest value that each port can carry} */
  static List<long[]> quantized(Dataset data, List<QuantizerRequest.InputPort> inputs) {
    List<long[]> vectors = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      long[] raw = new long[inputs.size()];
      for (int i = 0; i < raw.length; i++) {
        QuantizerRequest.InputPort input = inputs.get(i);
        raw[i] = input.format().nearestRaw(data.column(input.name())[row]);
      }
      vectors.add(raw);
    }
    return vectors;
  }

  /** {@return the number of rows of which some value lies outside its declared range} */
  static long outsideRanges(Dataset data, List<QuantizerRequest.InputPort> inputs) {
    long outside = 0;
    for (int row = 0; row < data.rows(); row++) {
      for (QuantizerRequest.InputPort input : inputs) {
        if (!input.range().contains(data.column(input.name())[row])) {
          outside++;
          break;
        }
      }
    }
    return outside;
  }

  /** {@return how many rows lie somewhere, in words} */
  static String lie(long rows) {
    return Numbers.count(rows) + (rows == 1 ? " lies" : " lie");
  }

  /**
   * {@return an error as a share of what it is an error of; beside zeros 0 if there is none, else
   * infinite}
   *
   * @param error 0 or more
   * @param of 0 or more
   */
  static double relative(double error, double of) {
    return of > 0 ? error / of : error == 0 ? 0 : Double.POSITIVE_INFINITY;
  }

  /**
   * {@return the root of the weighted mean square of a column}
   *
   * @param column one value for each row
   * @param weights 0 or more, one for each row, not all 0
   */
  static double rootMeanSquare(double[] column, double[] weights) {
    double sum = 0;
    double total = 0;
    for (int row = 0; row < column.length; row++) {
      sum += weights[row] * column[row] * column[row];
      total += weights[row];
    }
    return Math.sqrt(sum / total);
  }
}
