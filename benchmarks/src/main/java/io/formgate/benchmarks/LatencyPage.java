package io.formgate.benchmarks;

import io.formgate.sim.DeviceClocks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The page of the measured latencies of random formulas. */
final class LatencyPage {
  /** Least cycles of the groups in which latencies are counted. */
  private static final List<Integer> GROUPS = List.of(0, 1, 2, 3, 6, 11, 21, 51);

  private record Clock(String device, int clockPeriodPs) {}

  private final Map<Clock, List<LatencyCell>> clocks = new LinkedHashMap<>();
  private final Collection<LatencyCell> newest;
  private final StringBuilder out = new StringBuilder();

  private LatencyPage(List<LatencyCell> cells) {
    for (DeviceClocks device : DeviceClocks.USUAL) {
      device.clockPeriodsPs().forEach(ps -> clocks.put(new Clock(device.device(), ps), list()));
    }
    Map<LatencyCell.Key, LatencyCell> byKey = new LinkedHashMap<>();
    for (LatencyCell cell : cells) {
      if (cell.commit().equals(cells.getLast().commit())) {
        byKey.put(cell.key(), cell);
      }
    }
    newest = byKey.values();
    for (LatencyCell cell : newest) {
      Clock clock = new Clock(cell.key().device(), cell.key().clockPeriodPs());
      clocks.computeIfAbsent(clock, _ -> list()).add(cell);
    }
  }

  private static List<LatencyCell> list() {
    return new ArrayList<>();
  }

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; those of the sources of the last one count, and
   *     clocks with too few are shown as such
   */
  static String text(List<LatencyCell> cells) {
    return new LatencyPage(cells).text();
  }

  private String text() {
    out.append(
        """
        # Latencies in simulation

        This page is written by `benchmarks/latency` from `benchmarks/latency.csv`. Random formulas, seeds in a row, are quantized for each
        device, their sums and products reordered, scheduled and emitted as `compile` does it, until %d circuits of every device and
        clock have been simulated. A circuit is *equal* if the fewest cycles that the scheduler accepts as a limit, the latency of the pipeline, the one that the
        emitted text states and the cycles measured in Verilator are one number, every output has the datapath's bits in that cycle, and the
        circuit takes a vector in every cycle. A formula that is refused has no circuit, and a further one is drawn.

        Circuits with the same datapath, latency and text (but for the line that names device and clock) are simulated once and counted
        each time: *distinct* are those that were simulated.

        """
            .formatted(LatencyRun.CIRCUITS));
    summary();
    table();
    distribution();
    refusals();
    failures();
    sources();
    return out.toString();
  }

  private void summary() {
    List<LatencyCell> circuits = circuits(newest);
    Set<String> distinct = new HashSet<>();
    long vectors = 0;
    for (LatencyCell cell : circuits) {
      if (!cell.circuit().isEmpty() && distinct.add(cell.circuit())) {
        vectors += cell.vectors();
      }
    }
    long failed = newest.stream().filter(LatencyCell::failed).count();
    line(
        "**%s of %s circuits are equal, %s failed**; %s distinct ones were simulated with %s vectors."
            .formatted(
                number(circuits.stream().filter(c -> !c.failed()).count()),
                number(circuits.size()),
                number(failed),
                number(distinct.size()),
                number(vectors)));
    line("");
  }

  private static List<LatencyCell> circuits(Collection<LatencyCell> cells) {
    return cells.stream().filter(c -> !c.refused()).toList();
  }

  private void table() {
    line(
        "| device | clock | circuits | equal | failed | distinct | blocks with registers inside | drawn | refused |");
    line("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    clocks.forEach((clock, cells) -> {
      List<LatencyCell> circuits = circuits(cells);
      int refused = cells.size() - circuits.size();
      long failed = circuits.stream().filter(LatencyCell::failed).count();
      int missing = LatencyRun.CIRCUITS - circuits.size();
      line(
          "| %s | %s ns | %s%s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  clock.device(),
                  nanoseconds(clock),
                  number(circuits.size()),
                  missing > 0 ? ", " + number(missing) + " missing" : "",
                  number(circuits.size() - failed),
                  number(failed),
                  number(distinct(circuits)),
                  number(circuits.stream().filter(c -> c.ranksInsideBlocks() > 0).count()),
                  number(cells.size()),
                  cells.isEmpty()
                      ? ""
                      : String.format(Locale.ROOT, "%.1f %%", 100.0 * refused / cells.size())));
    });
  }

  private static long distinct(List<LatencyCell> circuits) {
    return circuits.stream().map(LatencyCell::circuit).filter(c -> !c.isEmpty()).distinct().count();
  }

  private void distribution() {
    line("");
    line("Circuits by their measured latency in cycles:");
    line("");
    StringBuilder header = new StringBuilder("| device | clock |");
    for (int g = 0; g < GROUPS.size(); g++) {
      header.append(' ').append(groupName(g)).append(" |");
    }
    line(header.append(" largest |").toString());
    line("|---|---:|" + "---:|".repeat(GROUPS.size() + 1));
    clocks.forEach((clock, cells) -> {
      int[] counts = new int[GROUPS.size()];
      int largest = -1;
      for (LatencyCell cell : cells) {
        if (cell.measuredCycles().isPresent()) {
          int cycles = cell.measuredCycles().getAsInt();
          counts[group(cycles)]++;
          largest = Math.max(largest, cycles);
        }
      }
      StringBuilder row = new StringBuilder();
      row.append("| %s | %s ns |".formatted(clock.device(), nanoseconds(clock)));
      for (int count : counts) {
        row.append(' ').append(count == 0 ? "" : number(count)).append(" |");
      }
      line(row.append(' ').append(largest < 0 ? "" : largest).append(" |").toString());
    });
  }

  private static int group(int cycles) {
    int group = 0;
    while (group + 1 < GROUPS.size() && GROUPS.get(group + 1) <= cycles) {
      group++;
    }
    return group;
  }

  private static String groupName(int group) {
    int from = GROUPS.get(group);
    if (group + 1 == GROUPS.size()) {
      return from + " and more";
    }
    int to = GROUPS.get(group + 1) - 1;
    return from == to ? Integer.toString(from) : from + " to " + to;
  }

  private void refusals() {
    Map<Clock, Map<String, Integer>> reasons = new LinkedHashMap<>();
    clocks.forEach((clock, cells) -> {
      Map<String, Integer> counts = new TreeMap<>();
      for (LatencyCell cell : cells) {
        if (cell.refused()) {
          String code = cell.verdict().substring(LatencyCell.REFUSED.length());
          counts.merge(code, 1, Integer::sum);
        }
      }
      if (!counts.isEmpty()) {
        reasons.put(clock, counts);
      }
    });
    if (!reasons.isEmpty()) {
      line("");
      line("Refused formulas, by the [code](errors.md) of the diagnostic:");
      line("");
      reasons.forEach((clock, counts) ->
          line("- %s at %s ns: %s".formatted(clock.device(), nanoseconds(clock), joined(counts))));
    }
  }

  private static String joined(Map<String, Integer> counts) {
    return String.join(
        ", ",
        counts.entrySet().stream().map(e -> number(e.getValue()) + " " + e.getKey()).toList());
  }

  private void failures() {
    List<LatencyCell> failed = newest.stream().filter(LatencyCell::failed).toList();
    if (!failed.isEmpty()) {
      line("");
      line("Failures:");
      line("");
      for (LatencyCell cell : failed) {
        LatencyCell.Key key = cell.key();
        line(
            "- seed %s, %s at %s ps: %s"
                .formatted(key.seed(), key.device(), key.clockPeriodPs(), cell.verdict()));
      }
    }
  }

  private void sources() {
    Map<String, Integer> sources = new HashMap<>();
    for (LatencyCell cell : newest) {
      sources.merge("sources of " + cell.commit() + ", " + cell.machine(), 1, Integer::sum);
    }
    if (!sources.isEmpty()) {
      line("");
      line("Cells by sources and machine:");
      line("");
      new TreeMap<>(sources)
          .forEach((source, count) -> line("- %s: %s".formatted(source, number(count))));
    }
  }

  private static String nanoseconds(Clock clock) {
    return String.format(Locale.ROOT, "%.4g", clock.clockPeriodPs() / 1000.0)
        .replaceFirst("\\.?0+$", "");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
