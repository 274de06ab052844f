package io.formgate.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The page of the fronts that {@code distill} finds for the examples. */
final class DistilledPage {
  private static final List<String> EXAMPLES =
      List.of("jets", "jets-closed", "jets-through", "magic");

  private final List<DistilledCell> cells;
  private final StringBuilder out = new StringBuilder();

  private DistilledPage(List<DistilledCell> cells) {
    this.cells = cells;
  }

  /** {@return the text of the page; of each example the cells of the last run count} */
  static String text(List<DistilledCell> cells) {
    List<DistilledCell> last = new ArrayList<>();
    for (String example : EXAMPLES) {
      List<DistilledCell> own = cells.stream().filter(c -> c.example().equals(example)).toList();
      if (!own.isEmpty()) {
        String commit = own.getLast().commit();
        own.stream().filter(c -> c.commit().equals(commit)).forEach(last::add);
      }
    }
    return new DistilledPage(last).text();
  }

  private String text() {
    out.append(
        """
        # Distilled classifiers

        This page is written by `benchmarks/distilled` from `benchmarks/distilled.csv`. Each example is one run of
        `formgate distill` ([distillation](distillation.md)) with no options, but for `jets-closed`, the
        best that closed forms alone reach on the same rows: it has `--forms closed`, and its `terms` are formulas that are no constant; and for `jets-through`, closed forms of
        formulas of the network's first inner tensor, which has `--through a0` besides. Cycles, ns and LUT are estimates for xcvu9p-2 at 5 ns with
        output registers; `yosys` is what synth_xilinx counts. `scores` is the circuit without the decision. Every circuit has 0 DSPs and
        0 BRAMs unless a column says otherwise.

        """);
    goals();
    for (String example : EXAMPLES) {
      section(example);
    }
    return out.toString();
  }

  private List<DistilledCell> on(String example, String rows) {
    return cells.stream()
        .filter(c -> c.example().equals(example) && c.text("rows").equals(rows))
        .toList();
  }

  /**
   * What a front is held to.
   *
   * @param example whose front
   * @param column of the rows apart
   * @param words for it
   * @param least value of the column
   * @param cycles at most
   * @param lut at most, as estimated and as yosys counts
   */
  private record Goal(
      String example, String column, String words, double least, int cycles, int lut) {
    boolean isMetBy(DistilledCell cell) {
      return cell.number(column) >= least
          && cell.whole("cycles") <= cycles
          && cell.whole("lut") <= lut
          && cell.yosysLut() <= lut
          && cell.whole("dsp") == 0
          && cell.number("bram") == 0
          && cell.text("verified").equals("true");
    }
  }

  private static final List<Goal> GOALS =
      List.of(
          new Goal("jets", "agreement", "agreement", 0.83, 1, 82),
          new Goal("jets", "agreement", "agreement", 0.84, 1, 150),
          new Goal("jets", "agreement", "agreement", 0.87, 2, 430),
          new Goal("magic", "auc_first", "area under the ROC", 0.92, 2, 1000));

  /** Of each goal the smallest circuit that meets it. */
  private void goals() {
    line("## Goals");
    line("");
    line("Of each the smallest circuit that meets it on rows apart, with 0 DSPs and 0 BRAMs.");
    line("");
    line("| example | goal | cycles | LUT | reached | sign test z (n), real rows |");
    line("|---|---|---|---|---|---|");
    for (Goal goal : GOALS) {
      String asked =
          "| %s | %s of at least %.2f within %d cycle%s and %d LUT |"
              .formatted(
                  goal.example(),
                  goal.words(),
                  goal.least(),
                  goal.cycles(),
                  goal.cycles() == 1 ? "" : "s",
                  goal.lut());
      line(
          asked
              + on(goal.example(), "apart").stream()
                  .filter(goal::isMetBy)
                  .min(Comparator.comparingInt(c -> c.whole("lut")))
                  .map(c ->
                      " %s | %s | %s | %s |"
                          .formatted(
                              c.text("cycles"), c.text("lut"), share(c, goal.column()), sign(c)))
                  .orElse(" - | - | not reached | - |"));
    }
    line("");
    Goal last = GOALS.get(2);
    List<DistilledCell> closed = on("jets-closed", "apart");
    if (!closed.isEmpty()) {
      line(
          "Closed forms alone reach %s on the jets within %d cycles and %d LUT, and %s at most with more."
              .formatted(
                  best(
                      closed.stream()
                          .filter(c -> c.whole("cycles") <= last.cycles())
                          .filter(c -> Math.max(c.whole("lut"), c.yosysLut()) <= last.lut())
                          .toList()),
                  last.cycles(),
                  last.lut(),
                  best(closed)));
      line("");
    }
  }

  private static String best(List<DistilledCell> cells) {
    return cells.stream()
        .max(Comparator.comparingDouble(c -> c.number("agreement")))
        .map(c -> share(c, "agreement"))
        .orElse("nothing");
  }

  private String sign(DistilledCell cell) {
    return on(cell.example(), "test").stream()
        .filter(t -> t.text("folder").equals(cell.text("folder")))
        .map(t -> "%.2f (%s)".formatted(t.number("sign_test_z"), t.text("sign_test_n")))
        .findFirst()
        .orElse("-");
  }

  private void section(String example) {
    line("## " + example);
    line("");
    List<DistilledCell> apart = on(example, "apart");
    if (apart.isEmpty()) {
      line("The run of this example is missing.");
      line("");
      return;
    }
    DistilledCell any = apart.getFirst();
    long verified = apart.stream().filter(c -> c.text("verified").equals("true")).count();
    line(
        "%d of %d circuits are bit-exact in Verilator. The command took %d s%s on %s; sources of %s."
            .formatted(
                verified,
                apart.size(),
                any.seconds(),
                any.processorSeconds().isEmpty()
                    ? ""
                    : ", %d s of processors,".formatted(any.processorSeconds().getAsInt()),
                any.machine(),
                any.commit()));
    line("");
    boolean tests = !on(example, "test").isEmpty();
    String head =
        "cycles | ns | LUT | yosys | DSP | BRAM | scores LUT | terms | agreement, rows apart";
    line(
        "| "
            + head
            + " (n = "
            + any.whole("count")
            + ") | real-valued | "
            + (tests
                ? "agreement, real rows | accuracy | real-valued | teacher | sign test z (n)"
                : "accuracy | AUC")
            + " |");
    line("|" + "---|".repeat(tests ? 15 : 12));
    for (DistilledCell c : apart) {
      StringBuilder row =
          new StringBuilder(
              "| %s | %s | %s | %d | %s | %s | %s | %s | %s | %s |"
                  .formatted(
                      c.text("cycles"),
                      c.text("ns"),
                      c.text("lut"),
                      c.yosysLut(),
                      c.text("dsp"),
                      c.text("bram"),
                      c.text("score_lut"),
                      c.text("terms"),
                      share(c, "agreement"),
                      share(c, "real_agreement")));
      Optional<DistilledCell> test =
          on(example, "test").stream()
              .filter(t -> t.text("folder").equals(c.text("folder")))
              .findFirst();
      if (test.isPresent()) {
        DistilledCell t = test.get();
        row.append(
            " %s | %s | %s | %s | %.2f (%s) |"
                .formatted(
                    share(t, "agreement"),
                    share(t, "accuracy"),
                    share(t, "real_accuracy"),
                    share(t, "teacher_accuracy"),
                    t.number("sign_test_z"),
                    t.text("sign_test_n")));
      } else {
        row.append(" %s | %s |".formatted(share(c, "accuracy"), share(c, "auc_first")));
      }
      line(row.toString());
    }
    line("");
  }

  private static String share(DistilledCell cell, String column) {
    return String.format(Locale.ROOT, "%.4f", cell.number(column));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
