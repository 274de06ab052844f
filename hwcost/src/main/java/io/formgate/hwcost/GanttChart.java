package io.formgate.hwcost;

import java.util.Locale;

/**
 * A schedule as a picture in SVG: time from left to right with the clock edges, a bar for every
 * node that takes time, from the moment its last operand is stable to that of its result. Wires,
 * ports and constants are left out. The part of each stage that the flip-flops and the margin take
 * is grey.
 *
 * <p>Of a circuit with many nodes only the critical path keeps a bar for each, and the others of a
 * kind and stage are one bar with their number.
 */
public final class GanttChart {
  private static final int ROW = 20;
  private static final int BAR = 14;
  private static final int TOP = 96;
  private static final int BOTTOM = 34;
  private static final int LABELS = 250;
  private static final int RIGHT = 24;
  private static final int LEAST_PLOT = 820;
  private static final int MOST_PLOT = 3200;
  private static final int STAGE = 60;
  private static final int LONGEST_LABEL = 38;
  private static final int LONGEST_TITLE = 120;

  /** Width of a character of a label, in pixels. */
  private static final double CHARACTER = 6.7;

  private record Theme(
      boolean dark,
      String paper,
      String ink,
      String edge,
      String taken,
      String hot,
      String within) {}

  private static final Theme LIGHT =
      new Theme(false, "#ffffff", "#1c1c1c", "#8a8a8a", "#e6e6e6", "#c4161c", "#ffffff");

  private static final Theme DARK =
      new Theme(true, "#16181c", "#e8e8e8", "#777d86", "#2b2f36", "#ff6b6b", "#101010");

  private final Pipeline pipeline;
  private final String title;
  private final StringBuilder out = new StringBuilder();
  private final GanttRows rows;
  private final int totalPs;
  private final int plot;

  private GanttChart(Pipeline pipeline, String title) {
    this.pipeline = pipeline;
    this.title = title;
    rows = GanttRows.of(pipeline);
    int stages = pipeline.latencyCycles() + 1;
    totalPs = stages * pipeline.clockPeriodPs();
    plot = Math.clamp((long) stages * STAGE, LEAST_PLOT, MOST_PLOT);
  }

  /**
   * {@return the picture}
   *
   * @param pipeline the schedule
   * @param title what it is the schedule of, such as a formula; any text
   */
  public static String svg(Pipeline pipeline, String title) {
    return new GanttChart(pipeline, title).draw();
  }

  private String draw() {
    int width = LABELS + plot + RIGHT;
    int bottom = TOP + Math.max(1, rows.rows().size()) * ROW;
    int height = bottom + BOTTOM;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" role=\"img\">",
        width, height, width, height);
    add("<title>%s</title>", escaped(title));
    style();
    add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", width, height);
    add("<text class=\"title\" x=\"12\" y=\"24\">%s</text>", escaped(cut(title, LONGEST_TITLE)));
    add("<text x=\"12\" y=\"44\">%s</text>", escaped(facts()));
    legend();
    stages(bottom);
    int y = TOP;
    for (GanttRows.Row row : rows.rows()) {
      add(
          "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
          row.critical() ? "label hot" : "label",
          LABELS - 8,
          y + BAR,
          escaped(cut(row.label(), LONGEST_LABEL)));
      for (GanttRows.Bar bar : row.bars()) {
        bar(bar, y);
      }
      y += ROW;
    }
    return out.append("</svg>\n").toString();
  }

  private String facts() {
    int cycles = pipeline.latencyCycles();
    return "%s, clock period %d ps, latency %d %s = %d ps: %s, longest stage %d ps%s"
        .formatted(
            pipeline.device().name(),
            pipeline.clockPeriodPs(),
            cycles,
            cycles == 1 ? "cycle" : "cycles",
            cycles * pipeline.clockPeriodPs(),
            StageWords.of(pipeline),
            pipeline.longestStagePs(),
            rows.merged() ? ", numbers are nodes of a stage in one bar" : "");
  }

  private void style() {
    add("<style>");
    add("text { font: 11px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }");
    add(".title { font-size: 14px; font-weight: bold; }");
    theme(LIGHT);
    add("@media (prefers-color-scheme: dark) {");
    theme(DARK);
    add("}");
    add("</style>");
  }

  private void theme(Theme t) {
    add(
        "text { fill: %s; } .paper { fill: %s; } .taken { fill: %s; } .edge { stroke: %s; }",
        t.ink, t.paper, t.taken, t.edge);
    add(".ranks { fill: %s; }", t.ink);
    add(".rank { stroke: %s; stroke-width: 2; }", t.ink);
    add(
        ".hot { fill: %s; font-weight: bold; } .critical { stroke: %s; stroke-width: 2; }",
        t.hot, t.hot);
    for (GanttRows.Kind kind : GanttRows.Kind.values()) {
      add(".%s { fill: %s; }", kind.style(), t.dark ? kind.onDark() : kind.onLight());
    }
    add(".within { fill: %s; }", t.within);
  }

  private void legend() {
    int x = 12;
    for (GanttRows.Kind kind : GanttRows.Kind.values()) {
      boolean used =
          rows.rows().stream().flatMap(r -> r.bars().stream()).anyMatch(b -> b.kind() == kind);
      if (used) {
        x = legend(x, kind.style(), kind.title());
      }
    }
    x = legend(x, "paper critical", "critical path");
    x = legend(x, "taken", "flip-flops and margin");
    if (pipeline.latencyCycles() > 0) {
      legend(x, "ranks", "registers");
    }
  }

  private int legend(int x, String style, String text) {
    add("<rect class=\"%s\" x=\"%d\" y=\"55\" width=\"14\" height=\"11\"/>", style, x);
    add("<text x=\"%d\" y=\"65\">%s</text>", x + 20, escaped(text));
    return x + 44 + (int) Math.ceil(text.length() * CHARACTER);
  }

  private void stages(int bottom) {
    int period = pipeline.clockPeriodPs();
    int stages = pipeline.latencyCycles() + 1;
    double each = (double) plot / stages;
    String last = Integer.toString(totalPs);
    int every = (int) Math.max(1, Math.ceil((last.length() + 2) * CHARACTER / each));
    for (int s = 0; s < stages; s++) {
      int usable = Math.clamp(pipeline.usablePs(), 0, period);
      add(
          "<rect class=\"taken\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\"/>",
          x(s * period + usable), TOP - 4, length(period - usable), bottom - TOP + 8);
    }
    for (int s = 0; s <= stages; s++) {
      add(
          "<line class=\"%s\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>",
          s == 0 || s == stages ? "edge" : "edge rank",
          x(s * period),
          TOP - 8,
          x(s * period),
          bottom + 6);
      if (s % every == 0) {
        add(
            "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%d</text>",
            x(s * period), bottom + 20, s * period);
      }
      if (s < stages && s % every == 0) {
        add(
            "<text x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s%d</text>",
            x(s * period + period / 2), TOP - 12, each * every < 70 ? "" : "stage ", s);
      }
    }
    add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">ps</text>", LABELS - 24, bottom + 20);
  }

  private void bar(GanttRows.Bar bar, int y) {
    double width = Math.max(2, (double) (bar.toPs() - bar.fromPs()) * plot / totalPs);
    add(
        "<rect class=\"%s%s\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"2\">",
        bar.kind().style(),
        bar.critical() ? " critical" : "",
        x(bar.fromPs()),
        y + 3,
        number(width),
        BAR);
    add("<title>%s</title></rect>", escaped(bar.text()));
    String inside = bar.nodes() > 1 ? "" + bar.nodes() : bar.toPs() - bar.fromPs() + " ps";
    if (inside.length() * CHARACTER + 4 < width) {
      add(
          "<text class=\"within\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          number(LABELS + (bar.fromPs() + bar.toPs()) / 2.0 * plot / totalPs), y + BAR, inside);
    }
  }

  private String x(int ps) {
    return number(LABELS + (double) ps * plot / totalPs);
  }

  private String length(int ps) {
    return number((double) ps * plot / totalPs);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  // The annotation that the check asks for is in no library of this module.
  @SuppressWarnings("AnnotateFormatMethod")
  private void add(String line, Object... parts) {
    out.append(parts.length == 0 ? line : String.format(Locale.ROOT, line, parts)).append('\n');
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 3) + "...";
  }

  /**
   * {@return a text that XML may hold: signs written out, control characters and halves replaced}
   */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> {
              boolean shown = c >= 0x20 && (c < 0x7F || c >= 0xA0) && (c < 0xD800 || c > 0xDFFF);
              escaped.appendCodePoint(shown && c != 0xFFFE && c != 0xFFFF ? c : 0xFFFD);
            }
          }
        });
    return escaped.toString();
  }
}
