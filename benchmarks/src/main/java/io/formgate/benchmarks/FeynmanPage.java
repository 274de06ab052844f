package io.formgate.benchmarks;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The page of what the search finds of formulas of the Feynman Lectures. */
final class FeynmanPage {
  /** Formulas of the table. */
  private static final int LAWS = 70;

  private FeynmanPage() {}

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their searches; of each formula, seed, limit and noise the last
   *     counts
   */
  static String text(List<FeynmanCell> cells) {
    Map<List<Object>, FeynmanCell> last = new LinkedHashMap<>();
    Set<List<Object>> kinds = new LinkedHashSet<>();
    for (FeynmanCell cell : cells) {
      last.put(List.of(cell.law(), cell.seed(), cell.limit(), cell.noisePercent()), cell);
      kinds.add(List.of(cell.limit(), cell.noisePercent()));
    }
    StringBuilder out =
        new StringBuilder(
            """
            # Formulas of the Feynman Lectures

            This page is written by `benchmarks/feynman` from `benchmarks/feynman.csv`. The 70 formulas, their ranges and units are those of
            `feynman-70.csv` and `units.csv` of WassimTenachi/PhySO (MIT), after AI Feynman. A search has 1,000 rows, the units of inputs and
            output, constants without one, and the operators `+ - * / square sqrt sin cos exp log`; complexity is the number of nodes. It ends
            at its limit, or after an epoch when an entry of the front has no error but rounding. A limit of evaluations gives the same front on
            every machine, however busy; the seconds are those of a machine that did other work besides.

            A formula of the front is judged as those of [laws](laws.md) are, at 200 points in the ranges of the inputs and 200 in twice these, upwards:
            **correct** is the law but for the constants' last digits. Formulas with `asin` and `tanh` can be found only as something equal.
            """);
    for (List<Object> kind : kinds) {
      List<FeynmanCell> of =
          last.values().stream()
              .filter(c -> kind.equals(List.of(c.limit(), c.noisePercent())))
              .toList();
      out.append(
          String.format(
              Locale.ROOT,
              "%n## %s, %s%n%n",
              of.getFirst().limit().title(),
              of.getFirst().noisePercent() == 0
                  ? "no noise"
                  : of.getFirst().noisePercent() + " % noise"));
      long laws = of.stream().map(FeynmanCell::law).distinct().count();
      long correct = of.stream().filter(c -> c.verdict() == LawJudge.Verdict.CORRECT).count();
      long almost = of.stream().filter(c -> c.verdict() == LawJudge.Verdict.ALMOST).count();
      out.append(
          String.format(
              Locale.ROOT,
              "**%d of %d searches correct**, %d almost; %d of the %d formulas searched.%n%n",
              correct,
              of.size(),
              almost,
              laws,
              LAWS));
      out.append(
          "| formula | seed | verdict | evaluations | s | found |\n|---|---:|---|---:|---:|---|\n");
      for (FeynmanCell cell : of) {
        out.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | %s | %,d | %.1f | `%s` |%n",
                cell.law(),
                cell.seed(),
                cell.verdict().name().toLowerCase(Locale.ROOT),
                cell.evaluations(),
                cell.tookSeconds(),
                cell.formula()));
      }
    }
    Set<String> sources = new TreeSet<>();
    last.values()
        .forEach(c ->
            sources.add(
                "%s, %s, Java %s, %s".formatted(c.commit(), c.machine(), c.jdk(), c.date())));
    out.append("\nSources, machine, runtime and day: ")
        .append(String.join("; ", sources))
        .append(".\n");
    return out.toString();
  }
}
