package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The page of what the search finds of known laws. */
final class LawPage {
  private static final String DIMUON = Law.DIMUON.name().toLowerCase(Locale.ROOT);

  private LawPage() {}

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their searches; of each law, seed and limit the last counts
   */
  static String text(List<LawCell> cells) {
    Map<List<Object>, LawCell> last = new LinkedHashMap<>();
    SortedSet<Integer> limits = new TreeSet<>();
    SortedSet<Long> seeds = new TreeSet<>();
    for (LawCell cell : cells) {
      last.put(List.of(cell.law(), cell.seed(), cell.seconds()), cell);
      if (!cell.law().equals(DIMUON)) {
        limits.add(cell.seconds());
        seeds.add(cell.seed());
      }
    }
    StringBuilder out =
        new StringBuilder(
            """
            # Laws of EmpiricalBench

            This page is written by `benchmarks/laws` from `benchmarks/laws.csv`. The nine problems of EmpiricalBench (arXiv 2305.01582) are
            searched with `+ - * / square cube exp log sqrt`, 30 nodes and all rows; complexity is the number of nodes, the loss the squared
            difference, of logarithms where the published protocol plots them. No units and no further knowledge are given.

            A formula of the front is **correct** if, with its constants fitted anew to the law without noise, it has a relative error (of values
            below 1 an absolute one) below 1e-6 at 200 points in the range of the data and 200 in twice that range, and at most twice as many
            nodes as the law; **almost** is the same with 1e-2. The judge has an evaluator and a fit of its own and rewrites nothing. Any entry
            of the front counts. Published for PySR, judged by eye: 35 of 45 correct, in 50 minutes on 8 cores.
            """);
    for (int limit : limits) {
      table(out, last, seeds, limit);
    }
    dimuon(out, last);
    out.append(
        "\n## Formulas\n\n| law | seed | limit | verdict | formula |\n|---|---:|---:|---|---|\n");
    for (LawCell cell : last.values()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %d s | %s | `%s` |%n",
              cell.law(),
              cell.seed(),
              cell.seconds(),
              name(cell.verdict()),
              cell.formula()));
    }
    SortedSet<String> sources = new TreeSet<>();
    for (LawCell cell : last.values()) {
      sources.add(
          cell.commit() + ", " + cell.machine() + ", Java " + cell.jdk() + ", " + cell.date());
    }
    out.append("\nSources, machine, runtime and day: ")
        .append(String.join("; ", sources))
        .append(".\n");
    return out.toString();
  }

  private static void dimuon(StringBuilder out, Map<List<Object>, LawCell> last) {
    List<LawCell> cells = last.values().stream().filter(c -> c.law().equals(DIMUON)).toList();
    if (cells.isEmpty()) {
      return;
    }
    out.append(
        """

        ## Dimuon

        The mass of two muons, `%s`, from the collisions of `examples/dimuon`: its six
        inputs, operators, size and units, all rows; the judge is the same. Complexity is the number of nodes here, too.

        | seed | limit | threads | evaluations | verdict |
        |---:|---:|---:|---:|---|
        """
            .formatted(DimuonLaw.FORMULA));
    for (LawCell cell : cells) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %d | %d s | %d | %,d | %s |%n",
              cell.seed(),
              cell.seconds(),
              cell.threads(),
              cell.evaluations(),
              name(cell.verdict())));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%n**%d of %d searches correct.**%n",
            cells.stream().filter(c -> c.verdict() == LawJudge.Verdict.CORRECT).count(),
            cells.size()));
  }

  private static String name(LawJudge.Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static void table(
      StringBuilder out, Map<List<Object>, LawCell> last, SortedSet<Long> seeds, int limit) {
    int threads =
        last.values().stream()
            .filter(c -> c.seconds() == limit)
            .mapToInt(LawCell::threads)
            .max()
            .orElse(0);
    out.append("\n## ")
        .append(limit)
        .append(" s on ")
        .append(threads)
        .append(" threads\n\n| law |");
    seeds.forEach(seed -> out.append(" seed ").append(seed).append(" |"));
    out.append("\n|---|").append("---|".repeat(seeds.size())).append('\n');
    List<LawJudge.Verdict> found = new ArrayList<>();
    int missing = 0;
    for (Law law : Law.values()) {
      if (!law.isPublished()) {
        continue;
      }
      out.append("| ").append(law.name().toLowerCase(Locale.ROOT)).append(" |");
      for (long seed : seeds) {
        LawCell cell = last.get(List.of(law.name().toLowerCase(Locale.ROOT), seed, limit));
        out.append(cell == null ? " missing |" : " " + name(cell.verdict()) + " |");
        if (cell == null) {
          missing++;
        } else {
          found.add(cell.verdict());
        }
      }
      out.append('\n');
    }
    long correct = found.stream().filter(v -> v == LawJudge.Verdict.CORRECT).count();
    long almost = found.stream().filter(v -> v == LawJudge.Verdict.ALMOST).count();
    out.append(
        String.format(
            Locale.ROOT,
            "%n**%d of %d searches correct**, %d almost; %d missing.%n",
            correct,
            found.size(),
            almost,
            missing));
  }
}
