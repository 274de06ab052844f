package io.formgate.cli;

import io.formgate.constraints.Complexity;
import io.formgate.constraints.HardwareBudget;
import io.formgate.constraints.SelectionRule;
import io.formgate.datapath.Area;
import io.formgate.expression.Expr;
import io.formgate.expression.FormulaPrinter;
import io.formgate.hwcost.HardwareCost;
import io.formgate.search.FrontEntry;
import io.formgate.search.HallOfFame;
import io.formgate.search.HardwareDemand;
import io.formgate.search.ModelSelection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A formula of the search's front with its real cost.
 *
 * @param entry as found
 * @param formula to be built
 * @param relativeRms root of the mean squared error over the root mean square of the target
 * @param validationLoss mean loss on the rows kept apart; empty if there are none
 * @param hardwareLoss mean loss on the rows to fit of what the circuit computes; empty without one
 * @param circuit the circuit, or null if it cannot be built
 * @param obstacle why it is not on the front: it cannot be built, or exceeds the budget; else empty
 * @param before what it was before its constants were fitted again; empty if they were not
 */
record FrontRow(
    FrontEntry entry,
    Expr formula,
    double relativeRms,
    OptionalDouble validationLoss,
    OptionalDouble hardwareLoss,
    @Nullable CompiledCircuit circuit,
    String obstacle,
    Optional<FrontRow> before) {

  /** Largest loss of a pick, as a multiple of the smallest: the rule "best" of PySR. */
  private static final double PICK_LOSS_FACTOR = 1.5;

  /** Losses that differ by less do not decide between circuits of the same latency. */
  private static final double TIE_LOSS_FACTOR = 1.1;

  /** {@return whether it is on the front: it can be built within the budget} */
  boolean stands() {
    return obstacle.isEmpty();
  }

  /**
   * {@return the rows without those that another one leaves behind, by cycles, then by size: whole
   * schedules differ from the estimates by which the search compared formulas. Rows that do not
   * stand come last, as they are}
   *
   * @param rows formulas of an output
   */
  static List<FrontRow> undominated(List<FrontRow> rows) {
    List<FrontRow> standing =
        rows.stream()
            .filter(FrontRow::stands)
            .sorted(
                Comparator.comparingInt(FrontRow::cycles)
                    .thenComparingInt(FrontRow::size)
                    .thenComparingDouble(r -> r.found().entry.score()))
            .toList();
    List<FrontRow> kept = new ArrayList<>();
    for (FrontRow row : standing) {
      // What leaves a row behind comes before it, and what leaves that one behind too.
      if (kept.stream().noneMatch(other -> other.dominates(row))) {
        kept.add(row);
      }
    }
    rows.stream().filter(r -> !r.stands()).forEach(kept::add);
    return kept;
  }

  /** Whether another row is no smaller or faster, and not worth building for its loss. */
  private boolean dominates(FrontRow o) {
    CompiledCircuit a = circuit;
    CompiledCircuit b = o.circuit;
    return a != null
        && b != null
        && cycles() <= o.cycles()
        && a.area().lut() <= b.area().lut()
        && a.area().dsp() <= b.area().dsp()
        && a.area().bram() <= b.area().bram()
        && isAsGood(found().entry.score(), o.found().entry.score())
        && (validationLoss.isEmpty() || isAsGood(rankingLoss(), o.rankingLoss()));
  }

  private static boolean isAsGood(double loss, double than) {
    return loss - than <= HallOfFame.WORTH_BUILDING * Math.abs(than);
  }

  /**
   * {@return this row, whose constants were fitted again}
   *
   * @param former what it was
   * @param note of its circuit
   */
  FrontRow refitted(FrontRow former, String note) {
    CompiledCircuit c = circuit;
    return new FrontRow(
        entry,
        formula,
        relativeRms,
        validationLoss,
        hardwareLoss,
        c == null ? null : c.noting(List.of(note)),
        obstacle,
        Optional.of(former));
  }

  /** {@return the row with the constants that the search found} */
  FrontRow found() {
    return before.orElse(this);
  }

  double loss() {
    return entry.loss();
  }

  /**
   * {@return the loss that decides between formulas: that of the rows kept apart, if any; with the
   * constants that were found, as for all others}
   */
  double rankingLoss() {
    return found().validationLoss.orElse(found().entry.score());
  }

  int estimatedCycles() {
    return entry.estimate().latencyCycles();
  }

  /**
   * {@return the row that a rule chooses among those that can be built within the budget, empty if
   * there is none}
   *
   * @param rule the rule
   * @param rows formulas of an output
   * @param budget of the hardware
   * @param mode what complexity is
   */
  static Optional<FrontRow> pick(
      SelectionRule rule, List<FrontRow> rows, HardwareBudget budget, Complexity.Mode mode) {
    return pick(rule, rows, budget, mode, FrontRow::rankingLoss);
  }

  /**
   * {@return the row that a rule chooses by another loss}
   *
   * @param rule the rule
   * @param rows formulas of an output
   * @param budget of the hardware
   * @param mode what complexity is
   * @param loss of a row
   */
  static Optional<FrontRow> pick(
      SelectionRule rule,
      List<FrontRow> rows,
      HardwareBudget budget,
      Complexity.Mode mode,
      ToDoubleFunction<FrontRow> loss) {
    List<FrontRow> possible = rows.stream().filter(r -> r.keeps(budget)).toList();
    if (rule == SelectionRule.CYCLES || possible.isEmpty()) {
      return fewestCycles(possible, loss);
    }
    List<ModelSelection.Point> points =
        possible.stream()
            .map(r -> new ModelSelection.Point(r.complexity(mode), loss.applyAsDouble(r)))
            .toList();
    return Optional.of(possible.get(ModelSelection.choose(rule, points)));
  }

  /** {@return the rules that choose a row by a loss, by their words} */
  static String rulesOf(
      FrontRow row,
      List<FrontRow> rows,
      HardwareBudget budget,
      Complexity.Mode mode,
      ToDoubleFunction<FrontRow> loss) {
    return Stream.of(SelectionRule.values())
        .filter(rule -> pick(rule, rows, budget, mode, loss).stream().anyMatch(row::equals))
        .map(SelectionRule::word)
        .collect(Collectors.joining(" "));
  }

  /**
   * {@return the row to build: the fewest cycles among those within the budget whose loss is at
   * most 1.5 times the smallest; of those within 1.1 times the smallest loss of so few cycles the
   * smallest circuit, then the shortest formula}
   */
  private static Optional<FrontRow> fewestCycles(
      List<FrontRow> rows, ToDoubleFunction<FrontRow> loss) {
    List<FrontRow> possible = within(rows, PICK_LOSS_FACTOR, loss);
    int cycles = possible.stream().mapToInt(FrontRow::cycles).min().orElse(0);
    return within(
            possible.stream().filter(r -> r.cycles() == cycles).toList(), TIE_LOSS_FACTOR, loss)
        .stream()
        .min(
            Comparator.comparingInt(FrontRow::size)
                .thenComparingInt(r -> r.formula().size())
                .thenComparingDouble(loss));
  }

  /** {@return the rows whose loss is at most so many times the smallest} */
  private static List<FrontRow> within(
      List<FrontRow> rows, double factor, ToDoubleFunction<FrontRow> loss) {
    double smallest = rows.stream().mapToDouble(loss).min().orElse(0);
    // A loss of the user's own may be negative.
    double largest = smallest + (factor - 1) * Math.abs(smallest);
    return rows.stream().filter(r -> loss.applyAsDouble(r) <= largest).toList();
  }

  /** {@return the size of the circuit in LUT, a DSP or block RAM counting as a hundred} */
  int size() {
    CompiledCircuit c = circuit;
    return c == null
        ? Integer.MAX_VALUE
        : c.area().lut() + 100 * c.area().dsp() + 100 * c.area().bram();
  }

  boolean keeps(HardwareBudget budget) {
    return circuit != null && keeps(circuit, budget);
  }

  /** {@return whether a circuit is within a budget} */
  static boolean keeps(CompiledCircuit c, HardwareBudget budget) {
    return budget.distance(HardwareDemand.use(HardwareCost.of(c.pipeline()))) == 0;
  }

  private static double ns(int ps) {
    return ps / 1000.0;
  }

  private static double latencyNs(CompiledCircuit c) {
    return HardwareCost.of(c.pipeline()).latencyNs();
  }

  int cycles() {
    return circuit == null ? Integer.MAX_VALUE : circuit.pipeline().latencyCycles();
  }

  /** {@return what a mode counts of the row: cycles of the circuit, or what the search counted} */
  private double complexity(Complexity.Mode mode) {
    return switch (mode) {
      case LATENCY -> cycles();
      case ADDITIVE, NODES -> entry.complexity();
    };
  }

  /**
   * {@return the best loss of each complexity, strictly falling: PySR's columns, then ours;
   * formulas as the search found them}
   */
  static String hallOfFameCsv(List<FrontRow> rows, Complexity.Mode mode) {
    StringBuilder out =
        new StringBuilder("Complexity,Loss,Equation,latency_ns,lut,dsp,bram,ff,relative_rms\n");
    double best = Double.POSITIVE_INFINITY;
    List<FrontRow> built =
        rows.stream()
            .filter(FrontRow::stands)
            .sorted(
                Comparator.<FrontRow>comparingDouble(r -> r.complexity(mode))
                    .thenComparingDouble(r -> r.found().loss()))
            .toList();
    for (FrontRow row : built) {
      CompiledCircuit c = row.circuit();
      if (c != null && row.found().loss() < best) {
        best = row.found().loss();
        Area a = c.area();
        out.append(Numbers.exact(row.complexity(mode))).append(',');
        out.append(row.found().loss()).append(",\"");
        out.append(FormulaPrinter.print(row.found().formula())).append("\",");
        out.append(latencyNs(c));
        out.append(',').append(a.lut()).append(',').append(a.dsp()).append(',');
        out.append(c.brams()).append(',').append(a.ff()).append(',');
        out.append(row.found().relativeRms()).append('\n');
      }
    }
    return out.toString();
  }

  /**
   * {@return every formula of the front, with what keeps it from being built, whether it was built
   * and which rules choose it}
   */
  static String frontCsv(
      List<FrontRow> rows,
      FrontRow picked,
      HardwareBudget budget,
      Complexity.Mode mode,
      ToDoubleFunction<FrontRow> loss,
      IntFunction<String> number) {
    StringBuilder out =
        new StringBuilder(
            "Loss,Equation,relative_rms,cycles,latency_ns,path_ns,estimated_cycles,estimated_path_ns"
                + ",lut,dsp,bram,ff,obstacle,hardware_loss"
                + (hasRefit(rows) ? ",loss_before,hardware_loss_before,equation_before" : "")
                + (hasValidation(rows) ? ",validation_loss" : "")
                + ",picked,chosen_by,candidate\n");
    for (int i = 0; i < rows.size(); i++) {
      FrontRow row = rows.get(i);
      CompiledCircuit c = row.circuit();
      out.append(row.loss()).append(",\"").append(FormulaPrinter.print(row.formula()));
      out.append("\",").append(row.relativeRms()).append(',');
      out.append(
          c == null ? ",," : row.cycles() + "," + latencyNs(c) + "," + ns(c.pipeline().pathPs()));
      out.append(',').append(row.estimatedCycles());
      out.append(',').append(ns(row.entry.estimate().pathPs()));
      if (c == null) {
        out.append(",,,,,\"").append(row.obstacle().replace("\"", "'")).append('"');
      } else {
        Area a = c.area();
        out.append(',').append(a.lut()).append(',').append(a.dsp()).append(',');
        out.append(c.brams()).append(',').append(a.ff()).append(',');
        out.append(row.stands() ? "" : '"' + row.obstacle().replace("\"", "'") + '"');
      }
      out.append(',');
      row.hardwareLoss().ifPresent(out::append);
      if (hasRefit(rows)) {
        out.append(
            row.before()
                .map(b ->
                    ","
                        + b.loss()
                        + ","
                        + b.hardwareLoss().orElseThrow()
                        + ",\""
                        + FormulaPrinter.print(b.formula())
                        + '"')
                .orElse(",,,"));
      }
      if (row.validationLoss().isPresent()) {
        out.append(',').append(row.validationLoss().getAsDouble());
      }
      out.append(row.equals(picked) ? ",1," : ",0,");
      out.append(rulesOf(row, rows, budget, mode, loss));
      out.append(',').append(number.apply(i)).append('\n');
    }
    return out.toString();
  }

  private static boolean hasRefit(List<FrontRow> rows) {
    return rows.stream().anyMatch(r -> r.before().isPresent());
  }

  private static boolean hasValidation(List<FrontRow> rows) {
    return rows.stream().anyMatch(r -> r.validationLoss().isPresent());
  }

  /**
   * {@return the table of the front for people; the picked row is marked}
   *
   * @param rows formulas of an output
   * @param picked one of them, or null
   * @param output its name
   * @param scale of its losses
   * @param number what a row is called, by its index
   */
  static List<String> table(
      List<FrontRow> rows,
      @Nullable FrontRow picked,
      String output,
      LossScale scale,
      IntFunction<String> number) {
    List<String> lines = new ArrayList<>();
    boolean validated = hasValidation(rows);
    int width = 1 + Math.max(2, number.apply(rows.size() - 1).length());
    lines.add(
        " "
            + " ".repeat(width - 1)
            + String.format(
                Locale.ROOT,
                "# cycles     LUT  DSP   BRAM  %10s  in circuit%s  formula",
                scale.title(),
                validated ? "  validation" : ""));
    for (int i = 0; i < rows.size(); i++) {
      FrontRow row = rows.get(i);
      if (!row.stands()) {
        continue;
      }
      CompiledCircuit c = row.circuit();
      String cost =
          c == null
              ? String.format(Locale.ROOT, "%6s %7s %4s %6s", "-", "-", "-", "-")
              : String.format(
                  Locale.ROOT,
                  "%6d %7d %4d %6s",
                  row.cycles(),
                  c.area().lut(),
                  c.area().dsp(),
                  Numbers.digits(c.brams(), 5));
      lines.add(
          String.format(
              Locale.ROOT,
              "%s%" + width + "s %s  %9s  %10s%s  %s = %s",
              row.equals(picked) ? ">" : " ",
              number.apply(i),
              cost,
              scale.show(row.loss()),
              row.hardwareLoss().isPresent() ? scale.show(row.hardwareLoss().getAsDouble()) : "-",
              row.validationLoss().isPresent()
                  ? String.format(
                      Locale.ROOT, "  %10s", scale.show(row.validationLoss().getAsDouble()))
                  : "",
              output,
              FormulaPrinter.print(row.formula(), 4)));
    }
    return lines;
  }

  /**
   * {@return what a table of the front leaves unsaid, for people}
   *
   * @param rows formulas of an output
   * @param output its name
   * @param scale of its losses
   * @param number what a row is called, by its index
   */
  static List<String> notes(
      List<FrontRow> rows, String output, LossScale scale, IntFunction<String> number) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      FrontRow row = rows.get(i);
      String of = number.apply(i);
      row.before()
          .ifPresent(b ->
              lines.add(
                  "  constants of "
                      + of
                      + " fitted again, in circuit "
                      + scale.show(b.hardwareLoss().orElseThrow())
                      + " before, "
                      + scale.show(row.hardwareLoss().orElseThrow())
                      + " after: "
                      + output
                      + " = "
                      + FormulaPrinter.print(row.formula(), 4)));
    }
    long refused = rows.stream().filter(r -> !r.stands()).count();
    if (refused > 0) {
      lines.add(
          "  "
              + refused
              + (refused == 1 ? " formula" : " formulas")
              + " of a smaller loss cannot be built within tolerance, clock and budget");
    }
    obstacle(rows).ifPresent(o -> lines.add("  " + o.words()));
    return lines;
  }

  /** {@return what keeps the most of those off the front that do not stand on it} */
  static Optional<Obstacles.Commonest> obstacle(List<FrontRow> rows) {
    return Obstacles.commonest(
        rows.stream().filter(r -> !r.stands()).map(FrontRow::obstacle).toList());
  }

  /** {@return where the reasons stand why formulas cannot be built, if there are such} */
  static List<String> reasons(List<FrontRow> rows, String prefix) {
    return rows.stream().allMatch(FrontRow::stands)
        ? List.of()
        : List.of("  " + prefix + "front.csv says of each why not");
  }
}
