package io.formgate.expression;

/**
 * The cross-entropy of the softmax of several scores, and what it asks of one of them beside the
 * others: with A the logarithm of the sum of the others' exponentials and t for the score of the
 * true class, the loss of a row is log(1 + exp(A - s)) for the score s of the true class, and log(1
 * + exp(s - A)) + A - t for that of another class.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * {@return the logarithm of the sum of the exponentials of a row's scores, without overflow}
   *
   * @param scores {@code [class][row]}
   * @param row the row
   * @param without a class that is left out, or -1
   */
  public static double logSum(double[][] scores, int row, int without) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      largest = k == without ? largest : Math.max(largest, scores[k][row]);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      // StrictMath: the library's exponential may differ between machines.
      sum += k == without ? 0 : StrictMath.exp(scores[k][row] - largest);
    }
    return largest + StrictMath.log(sum);
  }

  /**
   * Writes the softmax of scores, without overflow.
   *
   * @param scores an array with the scores
   * @param from where they begin
   * @param sharpness what their distances to the largest are multiplied by
   * @param probabilities takes them, from its first place on, one for each of its places
   * @return the logarithm of the sum of the exponentials of the sharpened scores
   */
  public static double of(double[] scores, int from, double sharpness, double[] probabilities) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < probabilities.length; k++) {
      largest = Math.max(largest, scores[from + k]);
    }
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = StrictMath.exp(sharpness * (scores[from + k] - largest));
      sum += probabilities[k];
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] /= sum;
    }
    return StrictMath.log(sum) + sharpness * largest;
  }

  /**
   * {@return the weighted mean of the cross-entropy}
   *
   * @param scores {@code [class][row]}
   * @param truth the class of each row
   * @param weights of the rows, not all 0
   * @param rows which rows
   */
  public static double crossEntropy(
      double[][] scores, int[] truth, double[] weights, Iterable<Integer> rows) {
    double sum = 0;
    double total = 0;
    for (int row : rows) {
      sum += weights[row] * (logSum(scores, row, -1) - scores[truth[row]][row]);
      total += weights[row];
    }
    return sum / total;
  }
}
