package io.formgate.benchmarks;

import java.util.ArrayList;
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
        "%d of %d circuits are bit-exact in Verilator. The command took %d s on %s; sources of %s."
            .formatted(verified, apart.size(), any.seconds(), any.machine(), any.commit()));
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
