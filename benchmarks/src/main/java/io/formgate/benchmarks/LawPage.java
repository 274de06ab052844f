package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The page of what the search finds of known laws. */
final class LawPage {
  private static final String DIMUON = Law.DIMUON.title();

  private LawPage() {}

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their searches; of each law, seed and limit the last counts
   */
  static String text(List<LawCell> cells) {
    Map<List<Object>, LawCell> last = new LinkedHashMap<>();
    SortedSet<LawLimit> limits = new TreeSet<>();
    SortedSet<Long> seeds = new TreeSet<>();
    for (LawCell cell : cells) {
      last.put(List.of(cell.law(), cell.seed(), cell.limit()), cell);
      if (!cell.law().equals(DIMUON)) {
        limits.add(cell.limit());
        seeds.add(cell.seed());
      }
    }
    StringBuilder out =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                # Laws of EmpiricalBench

                This page is written by `benchmarks/laws` from `benchmarks/laws.csv`. The nine problems of EmpiricalBench (arXiv 2305.01582) are
                searched with `+ - * / square cube exp log sqrt`, 30 nodes and all rows; complexity is the number of nodes, the loss the squared
                difference, of logarithms where the published protocol plots them. No units and no further knowledge are given. A limit of
                evaluations ends a search with the same front on every machine; none may take more than %d s.

                A formula of the front is **correct** if, with its constants fitted anew to the law without noise, it has a relative error (of values
                below 1 an absolute one) below 1e-6 at 200 points in the range of the data and 200 in twice that range, and at most twice as many
                nodes as the law; **almost** is the same with 1e-2. The judge has an evaluator and a fit of its own and rewrites nothing. Any entry
                of the front counts. The front is the one that a spec asks for with `alternatives %d`: beside the best formula of each complexity it shows
                the next ones ([search](search.md#what-is-kept)). A verdict with a number in brackets is about an alternative: so many entries as
                short as it have a smaller loss. Published for PySR, judged by eye: 35 of 45 correct, in 50 minutes on 8 cores.
                """,
                LawLimit.MOST_SECONDS,
                LawSearch.ALTERNATIVES));
    for (LawLimit limit : limits) {
      out.append("\n## ").append(limit.title()).append("\n");
      table(out, last, seeds, limit, false);
    }
    units(out, last, seeds, limits);
    dimuon(out, last);
    out.append(
        "\n## Formulas\n\n| law | seed | limit | took | verdict | formula |\n|---|---:|---:|---:|---|---|\n");
    for (LawCell cell : last.values()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %s | %s | %s | `%s` |%n",
              cell.law(),
              cell.seed(),
              cell.limit().title(),
              cell.tookSeconds().isPresent() ? cell.tookSeconds().getAsDouble() + " s" : "",
              name(cell),
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

  private static void units(
      StringBuilder out,
      Map<List<Object>, LawCell> last,
      SortedSet<Long> seeds,
      SortedSet<LawLimit> limits) {
    List<String> titles = laws(true).map(Law::title).toList();
    SortedSet<LawLimit> used = new TreeSet<>();
    last.values().stream().filter(c -> titles.contains(c.law())).forEach(c -> used.add(c.limit()));
    if (used.isEmpty()) {
      return;
    }
    out.append(
        """

        ## With units

        The two problems that no published system solves, in their units and not in logarithms, with `loss square(log(prediction) - log(target))`
        and units of constants left open; all else as above. Here every error is a relative one, and a formula has at most twice the
        nodes of the law in units.
        """);
    for (LawLimit limit : limits) {
      if (used.contains(limit)) {
        out.append("\n### With units, ").append(limit.title()).append("\n");
        table(out, last, seeds, limit, true);
      }
    }
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
              "| %d | %s | %d | %,d | %s |%n",
              cell.seed(),
              cell.limit().title(),
              cell.threads(),
              cell.evaluations(),
              name(cell)));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%n**%d of %d searches correct.**%n",
            cells.stream().filter(c -> c.verdict() == LawJudge.Verdict.CORRECT).count(),
            cells.size()));
  }

  private static String name(LawCell cell) {
    String verdict = cell.verdict().name().toLowerCase(Locale.ROOT);
    return cell.verdict() == LawJudge.Verdict.FAILED || cell.better() == 0
        ? verdict
        : verdict + " (" + cell.better() + ")";
  }

  private static Stream<Law> laws(boolean withUnits) {
    return Stream.of(Law.values()).filter(l -> l.isPublished() && l.hasUnits() == withUnits);
  }

  private static void table(
      StringBuilder out,
      Map<List<Object>, LawCell> last,
      SortedSet<Long> seeds,
      LawLimit limit,
      boolean withUnits) {
    out.append("\n| law |");
    seeds.forEach(seed -> out.append(" seed ").append(seed).append(" |"));
    out.append("\n|---|").append("---|".repeat(seeds.size())).append('\n');
    List<LawCell> found = new ArrayList<>();
    int missing = 0;
    for (Law law : laws(withUnits).toList()) {
      out.append("| ").append(law.title()).append(" |");
      for (long seed : seeds) {
        LawCell cell = last.get(List.of(law.title(), seed, limit));
        out.append(cell == null ? " missing |" : " " + name(cell) + " |");
        if (cell == null) {
          missing++;
        } else {
          found.add(cell);
        }
      }
      out.append('\n');
    }
    out.append(
        String.format(
            Locale.ROOT,
            "%n**%d of %d searches correct**, %d almost; %d missing. On %d threads the longest took %s s.%n",
            count(found, LawJudge.Verdict.CORRECT),
            found.size(),
            count(found, LawJudge.Verdict.ALMOST),
            missing,
            found.stream().mapToInt(LawCell::threads).max().orElse(0),
            found.stream().mapToDouble(c -> c.tookSeconds().orElse(0)).max().orElse(0)));
  }

  private static long count(List<LawCell> cells, LawJudge.Verdict verdict) {
    return cells.stream().filter(c -> c.verdict() == verdict).count();
  }
}
