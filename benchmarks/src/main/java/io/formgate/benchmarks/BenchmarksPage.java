package io.formgate.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of the newest figure of every benchmark on every machine. */
final class BenchmarksPage {
  private BenchmarksPage() {}

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement
   * @param benchmarks name and meaning of every benchmark; those without a cell are shown as
   *     missing
   */
  static String text(List<Cell> cells, Map<String, String> benchmarks) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Benchmarks

        This page is written by `benchmarks/run` from `benchmarks/cells.csv`; the newest figure of each machine counts.
        A score is the mean of JMH's iterations in one forked JVM, beside it half of the 99.9 %% confidence interval. The
        formula is the invariant mass of two muons, `%s`, on %s at %d ps.
        """
            .formatted(DimuonLaw.FORMULA, DimuonLaw.DEVICE, DimuonLaw.CLOCK_PERIOD_PS));
    Map<String, Map<String, Cell>> machines = new LinkedHashMap<>();
    for (Cell cell : cells) {
      machines
          .computeIfAbsent(cell.machine(), _ -> new LinkedHashMap<>())
          .put(cell.benchmark(), cell);
    }
    machines.forEach((machine, newest) -> {
      out.append("\n## ").append(machine).append("\n\n");
      out.append("| benchmark | score | ± | unit | measured |\n|---|---:|---:|---|---|\n");
      benchmarks.forEach((name, meaning) -> {
        Cell cell = newest.get(name);
        out.append("| ").append(meaning);
        if (cell == null) {
          out.append(" | missing | | | |\n");
        } else {
          out.append(" | ").append(number(cell.score())).append(" | ");
          out.append(Double.isNaN(cell.error()) ? "" : number(cell.error()));
          out.append(" | ").append(cell.unit()).append(" | ").append(cell.date());
          out.append(", ").append(cell.commit()).append(", Java ").append(cell.jdk());
          out.append(" |\n");
        }
      });
    });
    return out.toString();
  }

  private static String number(double value) {
    return value >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
