package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The page of invariants, from the cells of the newest sources. */
final class InvariantPage {
  private final List<InvariantCell> cells;
  private final StringBuilder out = new StringBuilder();

  private InvariantPage(List<InvariantCell> all) {
    Map<InvariantCell.Key, InvariantCell> newest = new LinkedHashMap<>();
    for (InvariantCell cell : all) {
      if (cell.commit().equals(all.getLast().commit())) {
        newest.put(cell.key(), cell);
      }
    }
    this.cells = List.copyOf(newest.values());
  }

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; those of the sources of the last one count
   */
  static String text(List<InvariantCell> cells) {
    return new InvariantPage(cells).text();
  }

  private String text() {
    List<InvariantCell> circuits = cells.stream().filter(c -> !c.refused()).toList();
    line(
        """
        # Invariants on random designs

        This page is written by `benchmarks/invariants` from `benchmarks/invariants.csv`. Each design is a circuit of one to four random formulas, or of a
        random datapath of %d nodes with every operation, on a device at a clock. The scheduler's, the pipeline's and the stated latency have to be what
        [verification](verification.md) measures, and every output the golden model's in every bit of %s random vectors over the formats, as many over
        the ranges, corners and boundaries, all inputs where they have %d bits or fewer. Then a
        [proof](verification.md#proof-for-all-inputs) for all inputs is tried for %d s.
        """
            .formatted(
                InvariantRun.DATAPATH_NODES,
                count(InvariantRun.RANDOM_VECTORS),
                InvariantRun.EXHAUSTIVE_BITS,
                InvariantRun.PROOF_LIMIT.toSeconds()));
    line(
        "**%s of %s circuits are equal, %d failed; %s of %s designs are done.** %s are proved for all inputs; %s vectors were compared."
            .formatted(
                count(circuits.stream().filter(c -> !c.failed()).count()),
                count(circuits.size()),
                circuits.stream().filter(InvariantCell::failed).count(),
                count(circuits.size()),
                count(InvariantRun.DESIGNS),
                count(circuits.stream().filter(InvariantCell::isProved).count()),
                count(circuits.stream().mapToLong(InvariantCell::vectors).sum())));
    line("");
    line(
        "| random | device | clock | circuits | equal | proved | not decided | refused | cycles | nodes |");
    line("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    Map<String, List<InvariantCell>> rows = new TreeMap<>();
    for (InvariantCell cell : cells) {
      String row =
          "| %s | %s | %s ns |"
              .formatted(
                  cell.key().kind().name().toLowerCase(Locale.ROOT),
                  cell.device(),
                  number(cell.clockPeriodPs() / 1000.0));
      rows.computeIfAbsent(row, _ -> new ArrayList<>()).add(cell);
    }
    rows.forEach(this::row);
    failures();
    sources();
    return out.toString();
  }

  private void row(String name, List<InvariantCell> of) {
    List<InvariantCell> circuits = of.stream().filter(c -> !c.refused()).toList();
    String cycles =
        span(
            circuits.stream()
                .filter(c -> c.cycles().isPresent())
                .mapToInt(c -> c.cycles().getAsInt()));
    line(
        name
            + " %d | %d | %d | %d | %d | %s | %s |"
                .formatted(
                    circuits.size(),
                    circuits.stream().filter(c -> !c.failed()).count(),
                    circuits.stream().filter(InvariantCell::isProved).count(),
                    circuits.stream().filter(c -> c.proof().equals("undecided")).count(),
                    of.size() - circuits.size(),
                    cycles,
                    span(circuits.stream().mapToInt(InvariantCell::nodes).filter(n -> n > 0))));
  }

  private static String span(IntStream values) {
    IntSummaryStatistics s = values.summaryStatistics();
    return s.getCount() == 0 ? "" : s.getMin() + " to " + s.getMax();
  }

  private void failures() {
    List<InvariantCell> failed = cells.stream().filter(InvariantCell::failed).toList();
    if (!failed.isEmpty()) {
      line("");
      line("Failed:");
      line("");
      failed.forEach(c ->
          line(
              "- %s %d, %s at %d ps: %s"
                  .formatted(
                      c.key().kind().name().toLowerCase(Locale.ROOT),
                      c.key().seed(),
                      c.device(),
                      c.clockPeriodPs(),
                      c.verdict())));
    }
  }

  private void sources() {
    Map<String, Integer> sources = new TreeMap<>();
    for (InvariantCell cell : cells) {
      sources.merge("sources of " + cell.commit() + ", " + cell.machine(), 1, Integer::sum);
    }
    if (!sources.isEmpty()) {
      line("");
      line("Designs by sources and machine, refused formulas among them:");
      line("");
      sources.forEach((source, count) -> line("- %s: %d".formatted(source, count)));
    }
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String number(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
