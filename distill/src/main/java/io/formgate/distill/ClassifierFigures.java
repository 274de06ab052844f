package io.formgate.distill;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Figures of merit of classifiers. */
public final class ClassifierFigures {
  private ClassifierFigures() {}

  /**
   * {@return the index of the largest score, of equal ones the first}
   *
   * @param scores of the classes
   */
  public static int argmax(double... scores) {
    int best = 0;
    for (int k = 1; k < scores.length; k++) {
      best = scores[k] > scores[best] ? k : best;
    }
    return best;
  }

  /**
   * {@return the share of rows in which two classifications are equal}
   *
   * @param a class of every row
   * @param b class of every row
   */
  public static double agreement(int[] a, int[] b) {
    return (double) IntStream.range(0, a.length).filter(r -> a[r] == b[r]).count() / a.length;
  }

  /**
   * The paired sign test of two classifications: of rows in which exactly one is right.
   *
   * @param onlyFirst rows in which only the first is right
   * @param onlySecond rows in which only the second is right
   */
  public record SignTest(int onlyFirst, int onlySecond) {
    /** {@return the difference in standard errors; 0 where no row tells the two apart} */
    public double z() {
      int n = onlyFirst + onlySecond;
      return n == 0 ? 0 : (onlyFirst - onlySecond) / Math.sqrt(n);
    }

    /** {@return rows that tell the two apart} */
    public int n() {
      return onlyFirst + onlySecond;
    }
  }

  /**
   * {@return the sign test of two classifications}
   *
   * @param first class of every row
   * @param second class of every row
   * @param truth class of every row
   */
  public static SignTest signTest(int[] first, int[] second, int[] truth) {
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int row = 0; row < truth.length; row++) {
      onlyFirst += first[row] == truth[row] && second[row] != truth[row] ? 1 : 0;
      onlySecond += second[row] == truth[row] && first[row] != truth[row] ? 1 : 0;
    }
    return new SignTest(onlyFirst, onlySecond);
  }

  /**
   * {@return the area under the ROC curve: the chance that a row of the class has a larger score
   * than another row, ties half}
   *
   * @param scores of every row
   * @param isOfClass of every row
   */
  public static double areaUnderRoc(double[] scores, boolean[] isOfClass) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble((Integer row) -> scores[row]));
    double above = 0;
    double others = 0;
    double ofClass = 0;
    int from = 0;
    while (from < order.length) {
      int to = from;
      double tiedOthers = 0;
      double tied = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        tied += isOfClass[order[to]] ? 1 : 0;
        tiedOthers += isOfClass[order[to]] ? 0 : 1;
        to++;
      }
      above += tied * (others + tiedOthers / 2);
      others += tiedOthers;
      ofClass += tied;
      from = to;
    }
    return above / (others * ofClass);
  }
}
