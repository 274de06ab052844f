package io.formgate.cli;

import io.formgate.report.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ROC curves as a picture, a panel for each class with a curve for each of its sources. */
final class RocPlot {
  private static final int SIDE = 220;
  private static final int GAP = 40;
  private static final List<String> COLOURS = List.of("#777777", "#1f77b4", "#d62728");

  private RocPlot() {}

  /**
   * {@return the picture}
   *
   * @param curves of at most three sources, in the same order for each class
   */
  static String svg(List<Candidate.Rates> curves) {
    Map<String, List<Candidate.Rates>> panels = new LinkedHashMap<>();
    curves.forEach(c -> panels.computeIfAbsent(c.name(), _ -> new ArrayList<>()).add(c));
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                    + " font-family=\"sans-serif\" font-size=\"12\">%n",
                panels.size() * (SIDE + GAP) + GAP,
                SIDE + 2 * GAP));
    List<String> sources = curves.stream().map(Candidate.Rates::source).distinct().toList();
    for (int i = 0; i < sources.size(); i++) {
      out.append(text(GAP + 130 * i, SIDE + 2 * GAP - 8, sources.get(i), COLOURS.get(i)));
    }
    int x = GAP;
    for (Map.Entry<String, List<Candidate.Rates>> panel : panels.entrySet()) {
      out.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\""
                  + " stroke=\"black\"/>%n",
              x,
              GAP - 16,
              SIDE,
              SIDE));
      out.append(text(x, GAP - 22, panel.getKey(), "black"));
      for (Candidate.Rates curve : panel.getValue()) {
        out.append(curve(x, curve, COLOURS.get(sources.indexOf(curve.source()))));
      }
      x += SIDE + GAP;
    }
    return out.append("</svg>\n").toString();
  }

  private static String text(int x, int y, String words, String colour) {
    return String.format(
        Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", x, y, colour, words);
  }

  private static String curve(int x, Candidate.Rates curve, String colour) {
    List<String> points = new ArrayList<>();
    for (int i = 0; i < curve.own().size(); i++) {
      points.add(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f",
              x + SIDE * curve.others().get(i),
              GAP - 16 + SIDE * (1 - curve.own().get(i))));
    }
    return String.format(
        Locale.ROOT,
        "<polyline fill=\"none\" stroke=\"%s\" points=\"%s\"/>%n",
        colour,
        String.join(" ", points));
  }
}
