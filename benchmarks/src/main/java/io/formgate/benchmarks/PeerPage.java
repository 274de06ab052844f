package io.formgate.benchmarks;

import io.formgate.expression.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The page of how formgate does beside its peers. */
final class PeerPage {
  /** Goals of speed, as many times the peer's. */
  private static final Map<String, Double> GOALS = Map.of("evaluate", 2.0, "fit", 3.5);

  /** Mixes as they get harder: each has the operators of those before it. */
  private static final Comparator<PeerCell> ROWS =
      Comparator.comparingInt((PeerCell c) -> c.mix().length())
          .thenComparingInt(PeerCell::rows)
          .thenComparingInt(PeerCell::precision);

  /** As many times the peer's node-rows each second. */
  private static final double SEARCH_GOAL = 2;

  /** What the system itself wants now and then, in processes. */
  private static final double IDLE_LOAD = 0.5;

  private PeerPage() {}

  /**
   * {@return the text of the page}
   *
   * @param speeds in the order of their measurement; of each subject the last counts
   * @param allSearches in the order of their runs; of each set, program, seed and limit the last
   *     counts
   */
  static String text(List<PeerCell> speeds, List<PeerSearchCell> allSearches) {
    Map<List<Object>, PeerSearchCell> newest = new LinkedHashMap<>();
    allSearches.forEach(cell -> newest.put(cell.subject(), cell));
    List<PeerSearchCell> searches = List.copyOf(newest.values());
    StringBuilder out =
        new StringBuilder(
            """
            # Beside other programs

            This page is written by `benchmarks/peers/run` from `benchmarks/peers.csv` and `benchmarks/peer-searches.csv`. The peers are
            Operon, through its package pyoperon, and gplearn; the script installs them below `benchmarks/target`.

            """);
    Map<List<Object>, PeerCell> last = new LinkedHashMap<>();
    speeds.forEach(cell -> last.put(cell.subject(), cell));
    out.append(
        """
        ## Speed of evaluation and of the fit of constants

        Both programs have the same random trees and the same rows, with values from -1 to 1, and take turns of some tenths of a second; a
        ratio is one of neighbouring turns, in processor time of one thread, so that other work on the machine hits both. All trees are
        finite on all rows. The package of Operon computes in float32, and writes a column of values for each tree. Formgate is given the
        same trees in one call, computes in float32 or in float64, the search's default, and sums the losses in float64; only float32 is like
        with like, and only it counts for the goal. Fits are in float64; there, formgate computes a part of a tree that depends on constants
        alone once, not on every row, which random trees have more of than a search's formulas. What remains of the start of either program is left out. A
        fit is Levenberg and Marquardt's method with at most 10 steps; worse and better count the trees whose loss is (after the fit) more than
        1 % larger or smaller than the peer's.

        """);
    for (String task : GOALS.keySet().stream().sorted().toList()) {
      speed(
          out,
          task,
          last.values().stream().filter(c -> c.task().equals(task)).sorted(ROWS).toList());
    }
    searches(out, searches);
    Set<String> sources = new TreeSet<>();
    last.values()
        .forEach(c -> sources.add(source(c.commit(), c.peer(), c.machine(), c.jdk(), c.date())));
    searches.forEach(
        c -> sources.add(source(c.commit(), c.program(), c.machine(), c.jdk(), c.date())));
    out.append("\nSources, program beside them, machine, runtime and day: ")
        .append(String.join("; ", sources))
        .append(".\n");
    return out.toString();
  }

  private static String source(String... parts) {
    return "%s, %s, %s, Java %s, %s".formatted((Object[]) parts);
  }

  private static void speed(StringBuilder out, String task, List<PeerCell> cells) {
    if (cells.isEmpty()) {
      out.append("`").append(task).append("`: not measured yet.\n\n");
      return;
    }
    boolean isFit = task.equals("fit");
    out.append(
        isFit
            ? "| fit of 5 constants | rows | nodes | bits | formgate, µs | Operon, µs | times as fast | worse, better |\n"
            : "| evaluation | rows | nodes | bits | formgate, G node-rows/s | Operon | times as fast | worse, better |\n");
    out.append("|---|---:|---:|---:|---:|---:|---:|---:|\n");
    double goal = GOALS.getOrDefault(task, 1.0);
    int counted = 0;
    int reached = 0;
    double least = Double.POSITIVE_INFINITY;
    for (PeerCell cell : cells) {
      double scale = isFit ? 1 : 1e-9;
      out.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %,d | %.1f | %d | %.3g | %.3g | **%.2f** (%.2f to %.2f) | %d, %d of %d |%n",
              cell.mix(),
              cell.rows(),
              cell.nodes(),
              cell.precision(),
              cell.ours() * scale,
              cell.theirs() * scale,
              cell.speedUp(),
              cell.least(),
              cell.most(),
              cell.worse(),
              cell.better(),
              cell.trees()));
      if (isFit || cell.precision() == Precision.FLOAT32.bits()) {
        counted++;
        reached += cell.speedUp() >= goal ? 1 : 0;
        least = Math.min(least, cell.speedUp());
      }
    }
    String goals =
        counted == 0
            ? "not measured."
            : String.format(
                Locale.ROOT, "reached in %d of %d; the least is %.2f.", reached, counted, least);
    out.append(
        String.format(
            Locale.ROOT,
            "%nThe goal%s is %.1f times as fast: %s%s%n%n",
            isFit ? "" : " of float32",
            goal,
            goals,
            isFit && reached < counted
                ? " Formgate fits in float64, half the values in a vector, and its normal equations are"
                    + " sums in an order that does not depend on the machine; what each of them costs"
                    + " was not measured by itself."
                : ""));
  }

  private static void searches(StringBuilder out, List<PeerSearchCell> cells) {
    out.append(
        """
        ## Searches of regression sets

        Sets of real and of synthetic data (github.com/heal-research/operon, MIT; two from the UCI repository, CC BY 4.0), split as there into
        rows for training and for test; a quarter of the training rows, drawn by the seed, choose between formulas. Operators are
        `+ - * / sin exp log sqrt`. Formgate's formulas and Operon's have a length of at most 30 as Operon counts it: a variable and its
        weight are one, slope and offset of the whole formula are none. Operon by itself fits only these two; pyoperon-fits takes 5 steps of
        its optimiser with every candidate. (Formgate's formulas have at most 50 nodes besides.) gplearn cannot bound its formulas' length. R2 is that on the test
        rows of the formula whose loss on those kept apart is lowest, "none" where it has no finite value on one of them: of formgate every formula is a candidate that was on the front of what had been proposed so far, of the peers
        the best of each generation. Formgate's have a finite value everywhere between the least and the largest value of each input, which the spec
        line `constrain y defined` demands, with the inputs' ranges as they are known of the whole set, targets left out; the peers have no such demand. The nodes below count a weight as a product and a constant, slope and offset as well; gplearn's quotients,
        roots and logarithms are protected. Node-rows of candidates are
        counted without the steps of fits; formgate scores most candidates on a quarter of the rows, but 256 to 1,024 of them, drawn anew each epoch. Its JVM starts with a cache of
        classes and profiles, made before by a search of random rows. Each search has one thread on a processor of its own, and all
        processors search all the time: programs take turns on them, and what else the machine does hits all alike.

        """);
    if (cells.isEmpty()) {
      out.append("No search yet.\n");
    }
    Set<Integer> limits = new TreeSet<>();
    cells.forEach(c -> limits.add(c.seconds()));
    for (int limit : limits) {
      List<PeerSearchCell> of = cells.stream().filter(c -> c.seconds() == limit).toList();
      quality(out, limit, of);
      throughput(out, of);
      time(out, of);
    }
  }

  private static void quality(StringBuilder out, int limit, List<PeerSearchCell> cells) {
    SequencedSet<String> programs = new LinkedHashSet<>();
    cells.forEach(c -> programs.add(c.program()));
    double load = median(cells, PeerSearchCell::load);
    out.append(
        String.format(
            Locale.ROOT,
            "### %d s on one thread%n%nWhen a search started, %.1f processes wanted a processor (median), the"
                + " searches before it among them.%s Medians over the seeds: R2 on the test rows, nodes, and"
                + " millions of node-rows of candidates each second.%n%n| set | seeds |",
            limit,
            load,
            load > processors(cells) + IDLE_LOAD
                ? " That is too many for times that say something of an idle machine."
                : ""));
    programs.forEach(p -> out.append(" ").append(p).append(" | nodes | M/s |"));
    out.append("\n|---|---:|").append("---:|---:|---:|".repeat(programs.size())).append('\n');
    for (String set : RegressionSet.ALL) {
      List<PeerSearchCell> of = cells.stream().filter(c -> c.set().equals(set)).toList();
      if (of.isEmpty()) {
        continue;
      }
      long seeds = of.stream().map(PeerSearchCell::seed).distinct().count();
      out.append("| ").append(set).append(" | ").append(seeds).append(" |");
      for (String program : programs) {
        List<PeerSearchCell> found = of.stream().filter(c -> c.program().equals(program)).toList();
        out.append(
            found.isEmpty()
                ? " missing | | |"
                : String.format(
                    Locale.ROOT,
                    " %s | %.0f | %.0f |",
                    r2(median(found, PeerSearchCell::testR2)),
                    median(found, c -> c.nodes()),
                    median(found, c -> c.nodeRowsPerSecond() * 1e-6)));
      }
      out.append('\n');
    }
  }

  /** {@return the processors of the machine, as its description ends} */
  private static int processors(List<PeerSearchCell> cells) {
    String machine = cells.getLast().machine();
    return Integer.parseInt(
        machine.substring(machine.lastIndexOf(';') + 2, machine.indexOf(" processor")));
  }

  private static String r2(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "none";
  }

  /** How many times Operon's node-rows each second a search has. */
  private static void throughput(StringBuilder out, List<PeerSearchCell> cells) {
    List<Double> ratios = new ArrayList<>();
    for (String set : RegressionSet.ALL) {
      List<PeerSearchCell> ours = of(cells, set, "formgate");
      List<PeerSearchCell> theirs = of(cells, set, "pyoperon ");
      if (!ours.isEmpty() && !theirs.isEmpty()) {
        ratios.add(
            median(ours, PeerSearchCell::nodeRowsPerSecond)
                / median(theirs, PeerSearchCell::nodeRowsPerSecond));
      }
    }
    if (ratios.isEmpty()) {
      return;
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%nNode-rows of candidates each second are %.2f to %.2f times those of Operon that fits nothing; the goal of %.1f is"
                + " reached on %d of %d sets. Formgate fits constants, whose steps are not counted here, inverts"
                + " functions and adds up blocks beside; [shares](shares.md) has what each takes of the time of searches like these.%n",
            ratios.stream().mapToDouble(r -> r).min().orElseThrow(),
            ratios.stream().mapToDouble(r -> r).max().orElseThrow(),
            SEARCH_GOAL,
            ratios.stream().filter(r -> r >= SEARCH_GOAL).count(),
            ratios.size()));
  }

  /** Times to the median of the other's lowest validation loss, both ways. */
  private static void time(StringBuilder out, List<PeerSearchCell> cells) {
    List<String> lines = new ArrayList<>();
    int sooner = 0;
    int sets = 0;
    for (String set : RegressionSet.ALL) {
      List<PeerSearchCell> ours = of(cells, set, "formgate");
      List<PeerSearchCell> theirs = betterOperon(cells, set);
      if (ours.isEmpty() || theirs.isEmpty()) {
        continue;
      }
      double theirTarget = lowest(theirs);
      double ourTarget = lowest(ours);
      double ourTime = secondsTo(theirTarget, ours);
      double theirTime = secondsTo(theirTarget, theirs);
      sets++;
      sooner += ourTime < theirTime ? 1 : 0;
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.4g | %s | %s | %.4g | %s | %s |%n",
              set,
              theirs.getFirst().program(),
              theirTarget,
              shown(ourTime),
              shown(theirTime),
              ourTarget,
              shown(secondsTo(ourTarget, ours)),
              shown(secondsTo(ourTarget, theirs))));
    }
    if (lines.isEmpty()) {
      return;
    }
    out.append(
        """

        Seconds from the start of the process, Java's included, to the median of Operon's lowest validation losses, and to that of
        formgate's. Of Operon's two settings that of the lower median counts. Figures are medians over the seeds; one that misses is later than all that do not. The limit is the search's own: starts and the
        last step come on top of it.

        | set | Operon | Operon's loss | formgate, s | Operon, s | formgate's loss | formgate, s | Operon, s |
        |---|---|---:|---:|---:|---:|---:|---:|
        """);
    lines.forEach(out::append);
    out.append(
        String.format(
            Locale.ROOT,
            "%nFormgate reaches Operon's median loss sooner on **%d of %d** sets; the goal is 8 of 10, with"
                + " 10 seeds and 60 s.%n",
            sooner,
            sets));
  }

  /** {@return the searches of the setting of Operon whose median of lowest losses is lower} */
  private static List<PeerSearchCell> betterOperon(List<PeerSearchCell> cells, String set) {
    List<PeerSearchCell> plain = of(cells, set, "pyoperon ");
    List<PeerSearchCell> fits = of(cells, set, "pyoperon-fits ");
    boolean isPlain = fits.isEmpty() || (!plain.isEmpty() && lowest(plain) <= lowest(fits));
    return isPlain ? plain : fits;
  }

  private static double lowest(List<PeerSearchCell> cells) {
    return median(cells, c -> c.trace().lowest());
  }

  /** {@return the median of the seconds to a loss; infinite if it is a miss} */
  private static double secondsTo(double target, List<PeerSearchCell> cells) {
    return median(cells, c -> c.trace().secondsTo(target).orElse(Double.POSITIVE_INFINITY));
  }

  private static String shown(double seconds) {
    return Double.isInfinite(seconds) ? "missed" : String.format(Locale.ROOT, "%.1f", seconds);
  }

  private static List<PeerSearchCell> of(List<PeerSearchCell> cells, String set, String program) {
    return cells.stream()
        .filter(c -> c.set().equals(set) && c.program().startsWith(program))
        .toList();
  }

  private static double median(
      List<PeerSearchCell> cells, ToDoubleFunction<? super PeerSearchCell> figure) {
    return PeerRun.median(cells.stream().mapToDouble(figure).toArray());
  }
}
