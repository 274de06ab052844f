package io.formgate.cli;

import io.formgate.distill.ClassifierFigures;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a distilled classifier does on some rows.
 *
 * @param on which rows
 * @param rows their number
 * @param agreement share of rows with the teacher's class, of the circuit
 * @param realAgreement the same, before scores were rounded
 * @param accuracy share of rows with the true class, of the circuit
 * @param realAccuracy the same, before scores were rounded
 * @param teacherAccuracy the same, of the teacher
 * @param signTestZ of circuit and teacher in standard errors, above 0 where the circuit is better
 * @param signTestRows rows in which exactly one of the two is right
 * @param areas for each class the area under the ROC of its score, of the circuit
 * @param teacherAreas the same, of the teacher
 * @param confusion {@code confusion.get(true class).get(class of the circuit)}
 * @param passing for each true class the share of rows that pass the threshold; empty without one
 */
record TableFigures(
    String on,
    int rows,
    double agreement,
    double realAgreement,
    double accuracy,
    double realAccuracy,
    double teacherAccuracy,
    double signTestZ,
    int signTestRows,
    List<Double> areas,
    List<Double> teacherAreas,
    List<List<Integer>> confusion,
    List<Double> passing) {

  /** {@return the figures on some rows} */
  static TableFigures of(String on, Classifier classifier, TaughtRows rows) {
    int n = rows.rows();
    int count = rows.logits()[0].length;
    double[][] scores = new double[n][];
    int[] real = new int[n];
    int[] found = new int[n];
    for (int row = 0; row < n; row++) {
      long[] raw = rows.vector(row);
      scores[row] = classifier.scores(raw);
      found[row] = ClassifierFigures.argmax(scores[row]);
      real[row] = ClassifierFigures.argmax(classifier.realScores(raw));
    }
    int[] truth = rows.labels();
    int[] teacher = rows.teacherClasses();
    ClassifierFigures.SignTest test = ClassifierFigures.signTest(found, teacher, truth);
    int[][] confusion = new int[count][count];
    IntStream.range(0, n).forEach(row -> confusion[truth[row]][found[row]]++);
    return new TableFigures(
        on,
        n,
        ClassifierFigures.agreement(found, teacher),
        ClassifierFigures.agreement(real, teacher),
        ClassifierFigures.agreement(found, truth),
        ClassifierFigures.agreement(real, truth),
        ClassifierFigures.agreement(teacher, truth),
        test.z(),
        test.n(),
        areas(scores, truth, count),
        areas(rows.logits(), truth, count),
        Arrays.stream(confusion).map(c -> Arrays.stream(c).boxed().toList()).toList(),
        classifier.atLeast().isEmpty()
            ? List.of()
            : passing(scores, truth, count, classifier.atLeast().getAsLong()));
  }

  /** Of a class against the others; the score is taken relative to the largest of the others. */
  private static List<Double> areas(double[][] scores, int[] truth, int count) {
    return IntStream.range(0, count)
        .mapToObj(k -> ClassifierFigures.areaUnderRoc(lead(scores, k), isClass(truth, k)))
        .toList();
  }

  static double[] lead(double[][] scores, int k) {
    return Arrays.stream(scores)
        .mapToDouble(s ->
            s[k]
                - IntStream.range(0, s.length)
                    .filter(j -> j != k)
                    .mapToDouble(j -> s[j])
                    .max()
                    .orElse(0))
        .toArray();
  }

  static boolean[] isClass(int[] truth, int k) {
    boolean[] is = new boolean[truth.length];
    for (int row = 0; row < is.length; row++) {
      is[row] = truth[row] == k;
    }
    return is;
  }

  private static List<Double> passing(double[][] scores, int[] truth, int count, long atLeast) {
    return IntStream.range(0, count)
        .mapToObj(k -> {
          long all = Arrays.stream(truth).filter(t -> t == k).count();
          long pass =
              IntStream.range(0, truth.length)
                  .filter(row -> truth[row] == k && scores[row][0] >= atLeast)
                  .count();
          return all == 0 ? 0.0 : (double) pass / all;
        })
        .toList();
  }
}
