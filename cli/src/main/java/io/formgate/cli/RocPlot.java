package io.formgate.cli;

import io.formgate.constraints.Spec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** ROC curves of teacher, real-valued scores and circuit, a panel for each class. */
final class RocPlot {
  private static final int SIDE = 220;
  private static final int GAP = 40;
  private static final int POINTS = 200;

  private RocPlot() {}

  /** {@return the plot of a circuit on the rows to test, or those apart, or those to fit} */
  static String svg(Spec spec, DistillReport.Entry entry, DistillData data) {
    TaughtRows rows =
        data.test() != null ? data.test() : data.apart().rows() > 0 ? data.apart() : data.own();
    int classes = spec.outputs().size();
    int panels = classes == 2 ? 1 : classes;
    double[][] circuit = new double[rows.rows()][];
    double[][] real = new double[rows.rows()][];
    for (int row = 0; row < rows.rows(); row++) {
      long[] raw = rows.vector(row);
      circuit[row] = entry.circuit().scores(raw);
      real[row] = entry.circuit().realScores(raw);
    }
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                    + " font-family=\"sans-serif\" font-size=\"12\">%n",
                panels * (SIDE + GAP) + GAP,
                SIDE + 2 * GAP));
    List<String> colours = List.of("#777777", "#1f77b4", "#d62728");
    List<String> words = List.of("teacher", "real-valued scores", "circuit");
    for (int i = 0; i < words.size(); i++) {
      out.append(text(GAP + 130 * i, SIDE + 2 * GAP - 8, words.get(i), colours.get(i)));
    }
    for (int k = 0; k < panels; k++) {
      int x = GAP + k * (SIDE + GAP);
      out.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                  + " stroke=\"black\"/>%n",
              x,
              GAP - 16,
              SIDE,
              SIDE));
      out.append(text(x, GAP - 22, spec.outputNames().get(k), "black"));
      boolean[] is = TableFigures.isClass(rows.labels(), k);
      List<double[][]> all = List.of(rows.logits(), real, circuit);
      for (int i = 0; i < all.size(); i++) {
        out.append(curve(x, TableFigures.lead(all.get(i), k), is, colours.get(i)));
      }
    }
    return out.append("</svg>\n").toString();
  }

  private static String text(int x, int y, String words, String colour) {
    return String.format(
        Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", x, y, colour, words);
  }

  private static String curve(int x, double[] scores, boolean[] is, String colour) {
    Integer[] order = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble((Integer r) -> -scores[r]));
    double positives = IntStream.range(0, is.length).filter(r -> is[r]).count();
    double negatives = is.length - positives;
    double hit = 0;
    double wrong = 0;
    int stride = Math.max(1, order.length / POINTS);
    StringBuilder points = new StringBuilder(x + "," + (GAP - 16 + SIDE));
    for (int i = 0; i < order.length; i++) {
      hit += is[order[i]] ? 1 : 0;
      wrong += is[order[i]] ? 0 : 1;
      boolean isTied = i + 1 < order.length && scores[order[i + 1]] == scores[order[i]];
      if (!isTied && (i % stride == 0 || i + 1 == order.length || scores.length < 2000)) {
        points.append(
            String.format(
                Locale.ROOT,
                " %.1f,%.1f",
                x + SIDE * wrong / Math.max(1, negatives),
                GAP - 16 + SIDE * (1 - hit / Math.max(1, positives))));
      }
    }
    return String.format(
        Locale.ROOT, "<polyline fill=\"none\" stroke=\"%s\" points=\"%s\"/>%n", colour, points);
  }
}
