package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page that tells where the time of searches goes. */
final class SharesPage {
  private SharesPage() {}

  /**
   * {@return the text of the page}
   *
   * @param cells in the order of their measurement; the last one of each search counts
   */
  static String text(List<SharesCell> cells) {
    StringBuilder out =
        new StringBuilder(
            """
            # Where the time of a search goes

            This page is written by `benchmarks/shares` from `benchmarks/shares.csv`. Random rows of Friedman's function of five inputs with noise,
            and more inputs beside them that mean nothing, are searched with `+ - * / sin exp log sqrt`, 30 nodes and one thread; complexity is the
            number of nodes. The runtime samples the stack of the search every ten milliseconds, from the sixth second on, when what takes time is compiled.

            - **scores**: values of candidates on the rows of the screen, slope, offset and loss;
            - **fits** of the constants of candidates and members, on the same rows;
            - **grafts**: what a part would have to be, and which building blocks come nearest ([search](search.md#an-epoch));
            - **proposals**: what may be new to the front is simplified, fitted to all rows, and tried without each constant;
            - **changes**: tournaments, mutations, crossovers, and whether what they make is admissible;
            - **rest**: between the epochs.

            Evaluations are what the search counts as such: one for a candidate, a fit or a graft of one block, ten for a graft that goes backwards. So a
            search has a small part of the evaluator's speed ([peers](peers.md)): it spends most of its time on what makes each candidate count for more.

            | rows | inputs | rows of the screen | evaluations | scores | fits | grafts | proposals | changes | rest | samples | load |
            |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """);
    List<SharesCell> newest = new ArrayList<>();
    for (SharesCell cell : cells) {
      newest.removeIf(cell::isOfSame);
      newest.add(cell);
    }
    for (SharesCell c : newest) {
      out.append(
          String.format(
              Locale.ROOT,
              "| %,d | %d | %,d | %,d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %,d | %.1f |%n",
              c.rows(),
              c.inputs(),
              c.screenRows(),
              c.evaluations(),
              c.scores(),
              c.fits(),
              c.grafts(),
              c.proposals(),
              c.changes(),
              c.rest(),
              c.samples(),
              c.load()));
    }
    out.append("\nSources, machine, runtime and day: ")
        .append(
            String.join(
                "; ",
                newest.stream()
                    .map(c ->
                        String.join(", ", c.commit(), c.machine(), "Java " + c.jdk(), c.date()))
                    .distinct()
                    .toList()))
        .append(".\n");
    return out.toString();
  }
}
