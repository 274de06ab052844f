package io.formgate.benchmarks;

import io.formgate.sim.faults.FaultKind;
import io.formgate.sim.faults.FaultTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The page of planted faults. */
final class FaultPage {
  private final List<FaultCell> cells;
  private final StringBuilder out = new StringBuilder();

  private FaultPage(List<FaultCell> all) {
    Map<String, FaultCell> newest = new LinkedHashMap<>();
    for (FaultCell cell : all) {
      if (cell.commit().equals(all.getLast().commit())) {
        newest.put(cell.key(), cell);
      }
    }
    cells = List.copyOf(newest.values());
  }

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; those of the sources of the last one count
   */
  static String text(List<FaultCell> cells) {
    return new FaultPage(cells).text();
  }

  private String text() {
    line(
        """
        # Planted faults

        This page is written by `benchmarks/faults` from `benchmarks/faults.csv`. Faults are planted, one at a time, in the SystemVerilog of circuits
        of random formulas on several devices, up to %d different ones of each kind in each of %d circuits. Each is verified as `formgate verify` does it, with %s random
        vectors over the formats and again over the ranges. *Detected* is what gives wrong outputs, in the wrong cycle or with a wrong
        `valid_out`; *refused* what the simulator takes for no circuit. Of what passes a solver is asked (yosys): for a
        [proof](verification.md#proof-for-all-inputs) against the datapath, and where that gives none, as of a register more or less, about both circuits over as
        many cycles as there are ranks and some more. *Equivalent* is what no inputs tell from the circuit, *survived* what some do.
        """
            .formatted(
                FaultRun.ROUNDS,
                FaultRun.DESIGNS,
                String.format(Locale.ROOT, "%,d", FaultRun.RANDOM_VECTORS)));
    line(
        "**%d faults in %d circuits: %d detected, %d refused, %d equivalent, %d survived, %d undecided.**"
            .formatted(
                cells.size(),
                cells.stream().map(FaultCell::design).distinct().count(),
                count(FaultTrial.Verdict.DETECTED),
                count(FaultTrial.Verdict.REFUSED),
                count(FaultTrial.Verdict.EQUIVALENT),
                count(FaultTrial.Verdict.SURVIVED),
                count(FaultTrial.Verdict.UNDECIDED)));
    line("");
    line("| fault | planted | detected | refused | equivalent | survived | undecided |");
    line("|---|---:|---:|---:|---:|---:|---:|");
    for (FaultKind kind : FaultKind.values()) {
      List<FaultCell> of = cells.stream().filter(c -> c.kind() == kind).toList();
      StringBuilder row = new StringBuilder("| %s | %d |".formatted(kind.text(), of.size()));
      for (FaultTrial.Verdict verdict : FaultTrial.Verdict.values()) {
        row.append(" %d |".formatted(of.stream().filter(c -> c.verdict() == verdict).count()));
      }
      line(row.toString());
    }
    survivors();
    sources();
    return out.toString();
  }

  private long count(FaultTrial.Verdict verdict) {
    return cells.stream().filter(c -> c.verdict() == verdict).count();
  }

  private void survivors() {
    List<FaultCell> open =
        cells.stream()
            .filter(c ->
                switch (c.verdict()) {
                  case SURVIVED, UNDECIDED -> true;
                  case DETECTED, REFUSED, EQUIVALENT -> false;
                })
            .toList();
    if (!open.isEmpty()) {
      line("");
      line("Neither detected nor proved to be none:");
      line("");
      open.forEach(c ->
          line(
              "- %s, formula %d, line %d, %s: `%s`"
                  .formatted(
                      c.verdict().name().toLowerCase(Locale.ROOT),
                      c.design(),
                      c.line(),
                      c.kind().text(),
                      c.change())));
    }
  }

  private void sources() {
    Map<String, Integer> sources = new TreeMap<>();
    for (FaultCell cell : cells) {
      sources.merge("sources of " + cell.commit() + ", " + cell.machine(), 1, Integer::sum);
    }
    if (!sources.isEmpty()) {
      line("");
      line("Faults by sources and machine:");
      line("");
      sources.forEach((source, count) -> line("- %s: %d".formatted(source, count)));
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
