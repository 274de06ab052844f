package io.formgate.hwcost;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.datapath.Operation;
import io.formgate.datapath.OperationCost.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
  /** Bars that a screen or two hold; beyond, bars are merged. */
  private static final int MOST_ROWS = 60;

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

  /** What a bar is built of. */
  private enum Kind {
    CARRY("adders: LUT and carry", "#2f6fb2", "#6fa8dc"),
    LUT("logic and tables in LUT", "#2e8b57", "#6cc08b"),
    DSP("multiplier blocks", "#b5651d", "#e59a4f"),
    MEMORY("block memories", "#7a4fa3", "#b18ad6");

    private final String title;
    private final String onLight;
    private final String onDark;

    Kind(String title, String onLight, String onDark) {
      this.title = title;
      this.onLight = onLight;
      this.onDark = onDark;
    }

    String style() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(Area area) {
      if (area.dsp() > 0) {
        return DSP;
      }
      if (area.bram() > 0) {
        return MEMORY;
      }
      return area.carry() > 0 ? CARRY : LUT;
    }
  }

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

  private record Bar(int fromPs, int toPs, Kind kind, boolean critical, int nodes, String text) {}

  private record Row(String label, boolean critical, List<Bar> bars) {}

  private final Pipeline pipeline;
  private final String title;
  private final StringBuilder out = new StringBuilder();
  private final List<Row> rows;
  private final int totalPs;
  private boolean merged;
  private final int plot;

  private GanttChart(Pipeline pipeline, String title) {
    this.pipeline = pipeline;
    this.title = title;
    rows = rows();
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

  private List<Row> rows() {
    Datapath datapath = pipeline.datapath();
    Set<Integer> critical = new HashSet<>(CriticalPath.of(pipeline));
    Map<Integer, Bar> bars = new TreeMap<>();
    for (int i = 0; i < datapath.nodes().size(); i++) {
      Pipeline.Slot slot = pipeline.slots().get(i);
      Variant v = pipeline.variant(i);
      boolean port = datapath.node(i).operation() instanceof Operation.Input;
      if (port || (v.ranks() == 0 && v.setupPs() + v.ripplePs() == 0)) {
        continue;
      }
      Node node = datapath.node(i);
      int from = at(slot.stage(), slot.startPs());
      int to = at(slot.availableStage(), slot.finishPs());
      String text =
          "%s: %s %s, stage %d, %d to %d ps"
              .formatted(
                  node.name(), node.operation().keyword(), node.format(), slot.stage(), from, to);
      Kind kind = Kind.of(pipeline.device().of(datapath, i).area());
      bars.put(i, new Bar(from, to, kind, critical.contains(i), 1, text));
    }
    merged = bars.size() > MOST_ROWS;
    long criticalBars = bars.values().stream().filter(Bar::critical).count();
    List<Row> result = new ArrayList<>();
    Map<Kind, List<Bar>> criticalRest = new EnumMap<>(Kind.class);
    Map<Kind, List<Bar>> rest = new EnumMap<>(Kind.class);
    bars.forEach((i, bar) -> {
      if (!merged || (bar.critical() && criticalBars <= MOST_ROWS)) {
        Node node = datapath.node(i);
        String label = node.name() + "  " + node.operation().keyword();
        result.add(new Row(label, bar.critical(), List.of(bar)));
      } else {
        (bar.critical() ? criticalRest : rest)
            .computeIfAbsent(bar.kind(), _ -> new ArrayList<>())
            .add(bar);
      }
    });
    result.sort(Comparator.comparingInt(r -> r.bars().getFirst().fromPs()));
    criticalRest.forEach(
        (kind, of) -> result.add(new Row("critical, " + kind.title, true, byStage(of))));
    rest.forEach((kind, of) -> result.add(new Row("other " + kind.title, false, byStage(of))));
    return result;
  }

  /** One bar for the nodes of a kind that begin in the same stage. */
  private List<Bar> byStage(List<Bar> bars) {
    Map<Integer, List<Bar>> stages = new TreeMap<>();
    bars.forEach(b ->
        stages
            .computeIfAbsent(b.fromPs() / pipeline.clockPeriodPs(), _ -> new ArrayList<>())
            .add(b));
    List<Bar> merged = new ArrayList<>();
    stages.forEach((stage, of) -> {
      int from = of.stream().mapToInt(Bar::fromPs).min().orElseThrow();
      int to = of.stream().mapToInt(Bar::toPs).max().orElseThrow();
      Bar any = of.getFirst();
      merged.add(
          new Bar(
              from,
              to,
              any.kind(),
              any.critical(),
              of.size(),
              of.size() + " nodes of stage " + stage + ", " + from + " to " + to + " ps"));
    });
    return merged;
  }

  /** {@return ps after the first clock edge: logic begins when the flip-flops have ended} */
  private int at(int stage, int ps) {
    return stage * pipeline.clockPeriodPs() + ps;
  }

  private String draw() {
    int width = LABELS + plot + RIGHT;
    int bottom = TOP + Math.max(1, rows.size()) * ROW;
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
    for (Row row : rows) {
      add(
          "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
          row.critical() ? "label hot" : "label",
          LABELS - 8,
          y + BAR,
          escaped(cut(row.label(), LONGEST_LABEL)));
      for (Bar bar : row.bars()) {
        bar(bar, y);
      }
      y += ROW;
    }
    return out.append("</svg>\n").toString();
  }

  private String facts() {
    int cycles = pipeline.latencyCycles();
    return "%s, clock period %d ps, latency %d %s = %d ps, longest stage %d ps%s"
        .formatted(
            pipeline.device().name(),
            pipeline.clockPeriodPs(),
            cycles,
            cycles == 1 ? "cycle" : "cycles",
            cycles * pipeline.clockPeriodPs(),
            pipeline.longestStagePs(),
            merged ? ", numbers are nodes of a stage in one bar" : "");
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
    add(
        ".hot { fill: %s; font-weight: bold; } .critical { stroke: %s; stroke-width: 2; }",
        t.hot, t.hot);
    for (Kind kind : Kind.values()) {
      add(".%s { fill: %s; }", kind.style(), t.dark ? kind.onDark : kind.onLight);
    }
    add(".within { fill: %s; }", t.within);
  }

  private void legend() {
    int x = 12;
    for (Kind kind : Kind.values()) {
      boolean used = rows.stream().flatMap(r -> r.bars().stream()).anyMatch(b -> b.kind() == kind);
      if (used) {
        x = legend(x, kind.style(), kind.title);
      }
    }
    x = legend(x, "paper critical", "critical path");
    legend(x, "taken", "flip-flops and margin");
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
          "<line class=\"edge\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>",
          x(s * period), TOP - 8, x(s * period), bottom + 6);
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

  private void bar(Bar bar, int y) {
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
