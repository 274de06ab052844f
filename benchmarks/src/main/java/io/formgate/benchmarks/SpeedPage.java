package io.formgate.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The page of the speed of emission and verification, held against its goals. */
final class SpeedPage {
  private final StringBuilder out = new StringBuilder();

  private SpeedPage() {}

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; the last one of each trial and machine counts
   */
  static String text(List<SpeedCell> cells) {
    SpeedPage page = new SpeedPage();
    page.write(cells);
    return page.out.toString();
  }

  private void write(List<SpeedCell> cells) {
    line(
        """
        # Speed of emission and verification

        This page is written by `benchmarks/speed` from `benchmarks/speed.csv`. Modules are sums of random terms over all kinds of operators, about
        %d formula nodes an output, inputs `fixed<12,3>` in [-2.5, 2.5], outputs `fixed<24,12>` within max(1 %%, 0.05), for %s at %d ps. Each row is
        measured in a JVM of its own with a heap of at most 1.5 GiB. *Emit* is from formulas to SystemVerilog: circuits in all styles and forms,
        schedule, Chisel and firtool, without files, simulation and test benches. *Text to verdict* is all that `verify` does with a circuit but for the
        start of its JVM. *Emit, first of a process* has the first of the JVM's compilers alone, as `./formgate emit` starts it: in a process that
        ends within seconds the second one takes more time than it saves. CPU is processor time, that of the JVM's own compiler and of all tools included; on a machine that other
        work keeps busy, which the load tells (processes that wanted one of the processors in the minute before), wall time is more than it takes by itself.
        """
            .formatted(SizedModule.FORMULA_NODES, SpeedRun.DEVICE, SpeedRun.CLOCK_PERIOD_PS));
    for (String machine : new TreeSet<>(cells.stream().map(SpeedCell::machine).toList())) {
      Map<String, SpeedCell> newest = new LinkedHashMap<>();
      cells.stream()
          .filter(c -> c.machine().equals(machine))
          .forEach(c -> newest.put(c.trial(), c));
      table(machine, newest);
    }
  }

  private void table(String machine, Map<String, SpeedCell> cells) {
    line("## " + machine);
    line("");
    line(
        "| what | formula nodes | datapath nodes | vectors | wall s | CPU s | vectors/s | JVM MiB | goal | load | commit |");
    line("|---|---:|---:|---:|---:|---:|---:|---:|---|---:|---|");
    for (SpeedTrial trial : SpeedTrial.ALL) {
      SpeedCell c = cells.get(trial.name());
      if (c == null) {
        line(
            "| %s | %d | | | missing | | | | | | |".formatted(trial.kind().shown(), trial.nodes()));
      } else {
        line(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %s | %.2f | %.1f | %s | %,d | %s | %.1f | %s |",
                trial.kind().shown(),
                c.formulaNodes(),
                c.datapathNodes(),
                count(c.vectors()),
                c.seconds(),
                c.cpuSeconds(),
                count(Math.round(c.vectorsPerSecond())),
                c.peakMiB(),
                goal(trial.goal(), c),
                c.load(),
                c.commit()));
      }
    }
    line("");
  }

  private static String count(long value) {
    return value == 0 ? "" : String.format(Locale.ROOT, "%,d", value);
  }

  private static String goal(SpeedTrial.Goal goal, SpeedCell cell) {
    if (!goal.isSet()) {
      return "";
    }
    String limit =
        goal.vectorsPerSecond() > 0
            ? String.format(Locale.ROOT, "at least %,.0f vectors/s", goal.vectorsPerSecond())
            : String.format(Locale.ROOT, "under %s s", decimal(goal.seconds()));
    if (goal.isMet(cell)) {
      return limit + ": met";
    }
    return limit
        + (cell.load() > cell.processors() ? ": **missed** on a busy machine" : ": **missed**");
  }

  private static String decimal(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
