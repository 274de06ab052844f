package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The page that sets fronts of two modes of complexity side by side. */
final class FrontsPage {
  private static final String LATENCY = "latency";
  private static final String ADDITIVE = "additive";
  private static final List<String> MODES = List.of(LATENCY, ADDITIVE);

  private final List<FrontCell> cells;
  private final SortedSet<Long> seeds = new TreeSet<>();
  private final StringBuilder out = new StringBuilder();

  private FrontsPage(List<FrontCell> cells) {
    this.cells = cells;
    cells.forEach(cell -> seeds.add(cell.search().seed()));
  }

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; of each mode and seed those of the last search
   *     count
   */
  static String text(List<FrontCell> cells) {
    Map<List<Object>, FrontCell.Search> last = new LinkedHashMap<>();
    cells.forEach(
        cell -> last.put(List.of(cell.search().mode(), cell.search().seed()), cell.search()));
    return new FrontsPage(cells.stream().filter(cell -> last.containsValue(cell.search())).toList())
        .text();
  }

  private String text() {
    out.append(
        """
        # Fronts of two measures of complexity

        This page is written by `benchmarks/fronts` from `benchmarks/fronts.csv`. The search of [examples/dimuon](../examples/dimuon/dimuon.fg),
        on its device and at its clock, runs twice for each seed, with the same epochs and budget of hardware: once with `complexity latency`, the
        cycles of the scheduled circuit, and once with `complexity additive`, the sum of the cycles that each operator takes
        alone, as in the published method. Every entry of both fronts is quantized, scheduled and emitted as `compile` does it,
        and simulated in Verilator. Cycles and area are those of this circuit, whatever the search counted.

        """);
    long equal = cells.stream().filter(c -> c.verdict().equals(FrontCell.EQUAL)).count();
    long vectors = cells.stream().mapToLong(FrontCell::vectors).sum();
    line(
        "**%s of %s circuits are bit-exact with one latency**, scheduled and measured; %s vectors were compared."
            .formatted(number(equal), number(cells.size()), number(vectors)));
    smallestErrors();
    for (long seed : seeds) {
      front(seed);
    }
    failures();
    sources();
    return out.toString();
  }

  private void smallestErrors() {
    line("");
    line("## The smallest error within a latency");
    line("");
    line(
        "RMS error over that of the target, of the best entry with at most so many cycles, and for how many seeds which mode has "
            + "the lower loss.");
    line("");
    StringBuilder header = new StringBuilder("| cycles |");
    StringBuilder rule = new StringBuilder("|---:|");
    for (long seed : seeds) {
      for (String mode : MODES) {
        header.append(" seed ").append(seed).append(", ").append(mode).append(" |");
        rule.append("---:|");
      }
    }
    line(header + " lower loss |");
    line(rule + "---|");
    int most = cells.stream().mapToInt(FrontCell::cycles).max().orElse(0);
    for (int cycles = 0; cycles <= most; cycles++) {
      smallestErrors(cycles);
    }
  }

  private void smallestErrors(int cycles) {
    StringBuilder row = new StringBuilder("| ").append(cycles).append(" |");
    int latencyWins = 0;
    int additiveWins = 0;
    int equal = 0;
    for (long seed : seeds) {
      Optional<FrontCell> latency = best(LATENCY, seed, cycles);
      Optional<FrontCell> additive = best(ADDITIVE, seed, cycles);
      row.append(' ').append(error(latency, LATENCY, seed)).append(" | ");
      row.append(error(additive, ADDITIVE, seed)).append(" |");
      if (of(LATENCY, seed).isEmpty() || of(ADDITIVE, seed).isEmpty()) {
        continue;
      }
      double a = latency.map(FrontCell::loss).orElse(Double.POSITIVE_INFINITY);
      double b = additive.map(FrontCell::loss).orElse(Double.POSITIVE_INFINITY);
      latencyWins += a < b ? 1 : 0;
      additiveWins += b < a ? 1 : 0;
      equal += a == b ? 1 : 0;
    }
    List<String> wins = new ArrayList<>();
    wins.add("latency " + latencyWins);
    wins.add("additive " + additiveWins);
    if (equal > 0) {
      wins.add("neither " + equal);
    }
    line(row + " " + String.join(", ", wins) + " |");
  }

  private Optional<FrontCell> best(String mode, long seed, int cycles) {
    return of(mode, seed).stream()
        .filter(cell -> cell.cycles() <= cycles)
        .min(Comparator.comparingDouble(FrontCell::loss));
  }

  private List<FrontCell> of(String mode, long seed) {
    return cells.stream()
        .filter(c -> c.search().mode().equals(mode) && c.search().seed() == seed)
        .toList();
  }

  private String error(Optional<FrontCell> best, String mode, long seed) {
    return best.map(cell -> percent(cell.relativeRms()))
        .orElse(of(mode, seed).isEmpty() ? "missing" : "none");
  }

  private void front(long seed) {
    List<FrontCell> both = new ArrayList<>(of(LATENCY, seed));
    both.addAll(of(ADDITIVE, seed));
    both.sort(
        Comparator.comparingInt(FrontCell::cycles)
            .thenComparing(Comparator.comparingDouble(FrontCell::loss).reversed()));
    line("");
    line("## Seed " + seed);
    line("");
    for (String mode : MODES) {
      if (of(mode, seed).isEmpty()) {
        line("The search with `complexity %s` is missing.".formatted(mode));
        line("");
      }
    }
    line(
        "Both fronts by cycles; *joint* are the entries that no other one of both equals or beats in cycles and loss.");
    line("");
    line(
        "| mode | joint | additive sum | cycles | path | LUT | DSP | BRAM | RMS error | formula |");
    line("|---|---|---:|---:|---:|---:|---:|---:|---:|---|");
    for (FrontCell cell : both) {
      boolean beaten = both.stream().anyMatch(o -> beats(o, cell));
      line(
          "| %s | %s | %s | %d | %.3f ns | %s | %d | %s | %s | `%s` |"
              .formatted(
                  cell.search().mode(),
                  beaten ? "" : "yes",
                  decimal(cell.additive()),
                  cell.cycles(),
                  cell.pathPs() / 1000.0,
                  number(cell.lut()),
                  cell.dsp(),
                  decimal(cell.brams()),
                  percent(cell.relativeRms()),
                  cell.formula()));
    }
  }

  private static boolean beats(FrontCell a, FrontCell b) {
    return a.cycles() <= b.cycles()
        && a.loss() <= b.loss()
        && (a.cycles() < b.cycles() || a.loss() < b.loss());
  }

  private void failures() {
    List<FrontCell> failed =
        cells.stream().filter(cell -> !cell.verdict().equals(FrontCell.EQUAL)).toList();
    if (failed.isEmpty()) {
      return;
    }
    line("");
    line("## Failures");
    line("");
    for (FrontCell cell : failed) {
      line(
          "- %s, seed %d, `%s`: %s"
              .formatted(
                  cell.search().mode(), cell.search().seed(), cell.formula(), cell.verdict()));
    }
  }

  private void sources() {
    SortedSet<String> sources = new TreeSet<>();
    for (FrontCell cell : cells) {
      FrontCell.Search s = cell.search();
      sources.add("%d epochs, sources of %s, %s".formatted(s.epochs(), s.commit(), s.machine()));
    }
    line("");
    line("Searches by epochs, sources and machine:");
    line("");
    sources.forEach(source -> line("- " + source));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.3g %%", 100 * share);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
