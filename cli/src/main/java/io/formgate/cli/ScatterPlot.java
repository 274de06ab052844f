package io.formgate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Points over two axes from zero on with equal scales, and the line on which both agree, as SVG.
 *
 * @param title above the plot
 * @param xLabel below it
 * @param yLabel on its left
 * @param series what is drawn, each in its colour
 */
record ScatterPlot(String title, String xLabel, String yLabel, List<Series> series) {
  private static final int SIZE = 420;
  private static final int LEFT = 70;
  private static final int TOP = 50;
  private static final int LEGEND = 180;
  private static final int TICKS = 5;

  /** Colours that people with any colour vision tell apart (Okabe and Ito, 2008). */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#888888", "#000000",
          "#7a5195", "#b8a200");

  /**
   * Points of one kind.
   *
   * @param name in the legend
   * @param points each with a label that a pointer shows
   */
  record Series(String name, List<Point> points) {}

  /**
   * One point.
   *
   * @param x horizontal
   * @param y vertical
   * @param label shown by a pointer
   */
  record Point(double x, double y, String label) {}

  /** {@return the picture} */
  String svg() {
    double most =
        series.stream()
            .flatMap(s -> s.points().stream())
            .mapToDouble(p -> Math.max(p.x(), p.y()))
            .max()
            .orElse(1);
    double step = step(most);
    double end = step * Math.ceil(most / step);
    List<String> out = new ArrayList<>();
    out.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                .formatted(LEFT + SIZE + LEGEND, TOP + SIZE + 70)
            + " font-size=\"12\">");
    out.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    text(out, LEFT + SIZE / 2.0, 28, "middle", "", title);
    text(out, LEFT + SIZE / 2.0, TOP + SIZE + 45, "middle", "", xLabel);
    text(
        out,
        20,
        TOP + SIZE / 2.0,
        "middle",
        " transform=\"rotate(-90 20 %d)\"".formatted(TOP + SIZE / 2),
        yLabel);
    for (double v = 0; v <= end * (1 + 1e-9); v += step) {
      line(out, x(v, end), y(0, end), x(v, end), y(end, end), "#dddddd");
      line(out, x(0, end), y(v, end), x(end, end), y(v, end), "#dddddd");
      text(out, x(v, end), TOP + SIZE + 20, "middle", "", Numbers.digits(v, 4));
      text(out, LEFT - 8, y(v, end) + 4, "end", "", Numbers.digits(v, 4));
    }
    line(out, x(0, end), y(0, end), x(end, end), y(end, end), "#555555");
    for (int i = 0; i < series.size(); i++) {
      String colour = COLOURS.get(i % COLOURS.size());
      for (Point p : series.get(i).points()) {
        out.add(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\" fill-opacity=\"0.75\">"
                    + "<title>%s</title></circle>",
                x(p.x(), end),
                y(p.y(), end),
                colour,
                escaped(p.label())));
      }
      double at = TOP + 14.0 + 20 * i;
      out.add(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%d\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>",
              LEFT + SIZE + 20,
              at - 4,
              colour));
      text(out, LEFT + SIZE + 32.0, at, "start", "", series.get(i).name());
    }
    out.add("</svg>");
    return String.join("\n", out) + "\n";
  }

  /** A step of 1, 2 or 5 times a power of ten, for about five of them. */
  private static double step(double most) {
    double rough = most / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return power * (times > 5 ? 10 : times > 2 ? 5 : times > 1 ? 2 : 1);
  }

  private static double x(double value, double end) {
    return LEFT + SIZE * value / end;
  }

  private static double y(double value, double end) {
    return TOP + SIZE - SIZE * value / end;
  }

  private static void line(
      List<String> out, double x1, double y1, double x2, double y2, String colour) {
    out.add(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(
      List<String> out, double x, double y, String anchor, String more, String text) {
    out.add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>",
            x,
            y,
            anchor,
            more,
            escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
