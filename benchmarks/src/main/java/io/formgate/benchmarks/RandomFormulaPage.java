package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The page of random formulas whose circuits were held against them. */
final class RandomFormulaPage {
  private final List<RandomFormulaCell> cells;
  private final StringBuilder out = new StringBuilder();

  private RandomFormulaPage(List<RandomFormulaCell> all) {
    Map<Long, RandomFormulaCell> newest = new LinkedHashMap<>();
    for (RandomFormulaCell cell : all) {
      if (cell.commit().equals(all.getLast().commit())) {
        newest.put(cell.seed(), cell);
      }
    }
    cells = List.copyOf(newest.values());
  }

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; those of the sources of the last one count
   */
  static String text(List<RandomFormulaCell> cells) {
    return new RandomFormulaPage(cells).text();
  }

  private String text() {
    List<RandomFormulaCell> circuits = cells.stream().filter(c -> !c.refused()).toList();
    long failed = circuits.stream().filter(RandomFormulaCell::failed).count();
    line(
        """
        # Random formulas

        This page is written by `benchmarks/formulas` from `benchmarks/formulas.csv`. Formulas over all operators, seeds in a row, with inputs and
        outputs of %d to %d bits and tolerances that are drawn too, are compiled for %s at %d ps as `emit` does it, until there are %s circuits.
        A circuit *holds* if the emitted text has the datapath's bits in Verilator, at the latency of the schedule and with a vector in every cycle, and
        no error against the formula in double precision is above the bound that was proved, nor that bound above the tolerance.
        """
            .formatted(
                RandomFormulaRun.WIDTHS.leastInputBits(),
                RandomFormulaRun.WIDTHS.mostInputBits(),
                RandomFormulaRun.DEVICE,
                RandomFormulaRun.CLOCK_PERIOD_PS,
                number(RandomFormulaRun.CIRCUITS)));
    line(
        "**%s of %s circuits hold, %s failed**; %s vectors were simulated, %s compared with the formula. Formulas refused: %s."
            .formatted(
                number(circuits.size() - failed),
                number(circuits.size()),
                number(failed),
                number(circuits.stream().mapToLong(RandomFormulaCell::vectors).sum()),
                number(circuits.stream().mapToLong(RandomFormulaCell::compared).sum()),
                number(cells.size() - circuits.size())));
    shares(circuits);
    operators();
    refusals();
    failures(circuits);
    sources();
    return out.toString();
  }

  /** A bound that is far above all errors costs bits. */
  private void shares(List<RandomFormulaCell> circuits) {
    double[] shares =
        circuits.stream()
            .filter(c -> c.compared() > 0)
            .mapToDouble(RandomFormulaCell::worstShare)
            .sorted()
            .toArray();
    if (shares.length > 0) {
      line("");
      line(
          "Largest error found over the bound: median %.2f, largest %.2f; the latencies go from %d to %d cycles."
              .formatted(
                  shares[shares.length / 2],
                  shares[shares.length - 1],
                  Arrays.stream(cycles(circuits)).min().orElseThrow(),
                  Arrays.stream(cycles(circuits)).max().orElseThrow()));
    }
  }

  private static int[] cycles(List<RandomFormulaCell> circuits) {
    return circuits.stream().mapToInt(RandomFormulaCell::latencyCycles).toArray();
  }

  private void operators() {
    Map<String, List<RandomFormulaCell>> byOperator = new TreeMap<>();
    cells.forEach(c -> byOperator.computeIfAbsent(c.operator(), _ -> new ArrayList<>()).add(c));
    line("");
    line("| outermost operator | circuits | hold | refused |");
    line("|---|---:|---:|---:|");
    byOperator.forEach((operator, all) -> {
      long refused = all.stream().filter(RandomFormulaCell::refused).count();
      long failed = all.stream().filter(RandomFormulaCell::failed).count();
      line(
          "| `%s` | %d | %d | %d |"
              .formatted(
                  operator.replace("|", "\\|"),
                  all.size() - refused,
                  all.size() - refused - failed,
                  refused));
    });
  }

  private void refusals() {
    Map<String, Integer> counts = new TreeMap<>();
    for (RandomFormulaCell cell : cells) {
      if (cell.refused()) {
        counts.merge(cell.verdict().substring(RandomFormulaCell.REFUSED.length()), 1, Integer::sum);
      }
    }
    if (!counts.isEmpty()) {
      line("");
      line("Refused formulas, by the [code](errors.md) of the diagnostic:");
      line("");
      counts.forEach((code, count) -> line("- %s: %s".formatted(code, number(count))));
    }
  }

  private void failures(List<RandomFormulaCell> circuits) {
    List<RandomFormulaCell> failed = circuits.stream().filter(RandomFormulaCell::failed).toList();
    if (!failed.isEmpty()) {
      line("");
      line("Failures:");
      line("");
      failed.forEach(c -> line("- seed %d: %s".formatted(c.seed(), c.verdict())));
    }
  }

  private void sources() {
    Map<String, Integer> sources = new TreeMap<>();
    for (RandomFormulaCell cell : cells) {
      sources.merge("sources of " + cell.commit() + ", " + cell.machine(), 1, Integer::sum);
    }
    if (!sources.isEmpty()) {
      line("");
      line("Formulas by sources and machine:");
      line("");
      sources.forEach((source, count) -> line("- %s: %s".formatted(source, number(count))));
    }
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
