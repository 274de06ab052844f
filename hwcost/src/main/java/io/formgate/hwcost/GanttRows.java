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
 * What a picture of a schedule shows: bars of nodes that take time, in rows.
 *
 * @param rows from top to bottom
 * @param merged whether bars stand for several nodes
 */
record GanttRows(List<Row> rows, boolean merged) {
  /** Bars that a screen or two hold; beyond, bars are merged. */
  private static final int MOST_ROWS = 60;

  /** What a bar is built of. */
  enum Kind {
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

    /** {@return what the legend says} */
    String title() {
      return title;
    }

    /** {@return its colour on light paper} */
    String onLight() {
      return onLight;
    }

    /** {@return its colour on dark paper} */
    String onDark() {
      return onDark;
    }

    /** {@return its class in the style sheet} */
    String style() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Kind of(Area area) {
      if (area.dsp() > 0) {
        return DSP;
      }
      if (area.bram() > 0) {
        return MEMORY;
      }
      return area.carry() > 0 ? CARRY : LUT;
    }
  }

  /**
   * One node, or several of a kind that begin in the same stage.
   *
   * @param fromPs when the last operand is stable, after the first clock edge
   * @param toPs when the result is stable
   * @param kind what it is built of
   * @param critical whether it lies on the critical path
   * @param nodes that it stands for
   * @param text what it is, in words
   */
  record Bar(int fromPs, int toPs, Kind kind, boolean critical, int nodes, String text) {}

  /**
   * Bars beside a label.
   *
   * @param label of the row
   * @param critical whether its bars lie on the critical path
   * @param bars at least one
   */
  record Row(String label, boolean critical, List<Bar> bars) {}

  /**
   * {@return the rows of a schedule}
   *
   * @param pipeline the schedule
   */
  static GanttRows of(Pipeline pipeline) {
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
      int from = at(pipeline, slot.stage(), slot.startPs());
      int to = at(pipeline, slot.availableStage(), slot.finishPs());
      String text =
          "%s: %s %s, stage %d, %d to %d ps"
              .formatted(
                  node.name(), node.operation().keyword(), node.format(), slot.stage(), from, to);
      Kind kind = Kind.of(pipeline.device().of(datapath, i).area());
      bars.put(i, new Bar(from, to, kind, critical.contains(i), 1, text));
    }
    boolean merged = bars.size() > MOST_ROWS;
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
        (kind, of) -> result.add(new Row("critical, " + kind.title, true, byStage(pipeline, of))));
    rest.forEach(
        (kind, of) -> result.add(new Row("other " + kind.title, false, byStage(pipeline, of))));
    return new GanttRows(result, merged);
  }

  /** One bar for the nodes of a kind that begin in the same stage. */
  private static List<Bar> byStage(Pipeline pipeline, List<Bar> bars) {
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
  private static int at(Pipeline pipeline, int stage, int ps) {
    return stage * pipeline.clockPeriodPs() + ps;
  }
}
