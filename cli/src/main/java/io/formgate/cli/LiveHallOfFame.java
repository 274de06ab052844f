package io.formgate.cli;

import io.formgate.constraints.Complexity;
import io.formgate.datapath.Area;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.expression.Tape;
import io.formgate.search.FrontEntry;
import io.formgate.search.RefusedEntry;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The hall of fame of a search that runs, by what is known of its circuits so far. */
final class LiveHallOfFame {
  private LiveHallOfFame() {}

  /**
   * {@return the best loss of each complexity, strictly falling: PySR's columns, then ours}
   *
   * @param front of the search
   * @param mode what complexity is
   * @param formula makes the formula that is built of the one that was searched
   */
  static String csv(List<FrontEntry> front, Complexity.Mode mode, Function<Tape, Expr> formula) {
    StringBuilder out =
        new StringBuilder("Complexity,Loss,Equation,latency_ns,lut,dsp,bram,ff,hardware_loss\n");
    double least = Double.POSITIVE_INFINITY;
    List<FrontEntry> ordered =
        front.stream()
            .sorted(
                Comparator.<FrontEntry>comparingDouble(e -> complexity(e, mode))
                    .thenComparingDouble(FrontEntry::loss))
            .toList();
    for (FrontEntry entry : ordered) {
      if (entry.loss() < least) {
        least = entry.loss();
        Area a = entry.resources();
        out.append(Numbers.exact(complexity(entry, mode))).append(',');
        out.append(entry.loss()).append(",\"");
        out.append(FormulaPrinter.print(formula.apply(entry.formula()))).append("\",");
        out.append(entry.latencyNs()).append(',').append(a.lut()).append(',');
        out.append(a.dsp()).append(',').append(entry.cost().brams()).append(',');
        out.append(a.ff()).append(',');
        entry.hardwareLoss().ifPresent(out::append);
        out.append('\n');
      }
    }
    return out.toString();
  }

  /**
   * {@return what would be on the front if it could be built within the budget, by falling loss}
   *
   * @param refused by the search
   * @param formula makes the formula that is built of the one that was searched
   */
  static String refusedCsv(List<RefusedEntry> refused, Function<Tape, Expr> formula) {
    StringBuilder out = new StringBuilder("Loss,Equation,obstacle\n");
    refused.stream()
        .sorted(Comparator.<RefusedEntry>comparingDouble(r -> r.entry().loss()).reversed())
        .forEach(r ->
            out.append(r.entry().loss())
                .append(",\"")
                .append(FormulaPrinter.print(formula.apply(r.entry().formula())))
                .append("\",\"")
                .append(r.reason().replace("\"", "'"))
                .append("\"\n"));
    return out.toString();
  }

  private static double complexity(FrontEntry entry, Complexity.Mode mode) {
    return switch (mode) {
      case LATENCY -> entry.latencyCycles();
      case ADDITIVE, NODES -> entry.complexity();
    };
  }
}
