package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.datapath.Area;
import io.formgate.hwcost.HardwareCost;
import io.formgate.sim.VerificationReport;
import io.formgate.sim.WrapperReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a designer reads of a distillation.
 *
 * @param spec what was asked for
 * @param teacher a few words about the teacher
 * @param entries the front, from the smallest
 */
record DistillReport(Spec spec, String teacher, List<Entry> entries) {
  private static final String PICKED = "*";
  private static final String BEYOND = "!";

  /**
   * A circuit of the front.
   *
   * @param circuit scores and schedule
   * @param folder name of its folder
   * @param figures what it does on the rows apart, those to test and those to fit
   * @param verification what Verilator showed
   * @param handshakes what Verilator showed of the wrapper, if there is one
   */
  record Entry(
      Classifier circuit,
      String folder,
      List<TableFigures> figures,
      VerificationReport verification,
      Optional<WrapperReport> handshakes) {

    /** {@return the facts of the circuit, for programs} */
    Facts facts() {
      HardwareCost cost = HardwareCost.of(circuit.pipeline());
      Area area = cost.area();
      HardwareCost scores = HardwareCost.of(circuit.scoresPipeline());
      return new Facts(
          folder,
          circuit.forms().word(),
          circuit.terms(),
          circuit.entryBits(),
          circuit.projects(),
          cost.latencyCycles(),
          cost.latencyNs(),
          cost.pathPs(),
          area.lut(),
          area.ff(),
          area.dsp(),
          cost.brams(),
          scores.latencyCycles(),
          scores.area().lut(),
          circuit.quality(),
          figures,
          verification.passed() && handshakes.stream().allMatch(WrapperReport::passed),
          verification.vectors());
    }
  }

  /**
   * Facts of a circuit.
   *
   * @param folder name of its folder
   * @param forms what the scores are made of: {@code tables} or {@code closed}
   * @param terms of each score, or formulas that are no constant
   * @param entryBits bits of an entry of a table
   * @param projects whether views could be sums of inputs
   * @param latencyCycles latency in cycles
   * @param latencyNs latency in ns
   * @param pathPs length of the scheduled path
   * @param lut estimated look-up tables
   * @param ff flip-flops
   * @param dsp multiplier blocks
   * @param bram block memories
   * @param scoreLatencyCycles latency of the scores without a decision
   * @param scoreLut look-up tables of the scores without a decision
   * @param quality on the rows to fit, by which the front was chosen
   * @param figures what it does on rows
   * @param verified whether it is bit-exact in Verilator
   * @param vectors vectors of the verification
   */
  record Facts(
      String folder,
      String forms,
      int terms,
      int entryBits,
      boolean projects,
      int latencyCycles,
      double latencyNs,
      int pathPs,
      int lut,
      int ff,
      int dsp,
      double bram,
      int scoreLatencyCycles,
      int scoreLut,
      double quality,
      List<TableFigures> figures,
      boolean verified,
      long vectors) {}

  /** {@return the front for programs} */
  List<Facts> facts() {
    return entries.stream().map(Entry::facts).toList();
  }

  /** Labels that are the teacher's own answers tell nothing of their own. */
  private static boolean isTruth(TableFigures f) {
    return f.teacherAccuracy() < 1;
  }

  private boolean isBinary() {
    return spec.outputs().size() == 2;
  }

  /**
   * {@return the front as lines}
   *
   * @param picked the circuit that is reported, which is marked, as are those beyond the budget
   */
  List<String> table(Entry picked) {
    List<String> lines = new ArrayList<>();
    boolean isAnyBeyond = false;
    List<TableFigures> first = entries.getFirst().figures();
    List<TableFigures> shown = first.subList(0, Math.max(1, first.size() - 1));
    StringBuilder head = new StringBuilder("  cycles      ns    LUT  DSP  BRAM  scores LUT  terms");
    for (TableFigures f : shown) {
      head.append(
          String.format(
              Locale.ROOT,
              "  |  %s (%s): agrees  (real)" + (isTruth(f) ? "  right  (real) %s" : "%s"),
              f.on(),
              Numbers.count(f.rows()),
              !isTruth(f) ? "" : isBinary() ? "   AUC" : "sign z"));
    }
    lines.add(head.toString());
    for (Entry e : entries) {
      Facts f = e.facts();
      boolean isBeyond = !e.circuit().keeps(spec.hardware().budget());
      isAnyBeyond |= isBeyond;
      StringBuilder line =
          new StringBuilder(
              String.format(
                  Locale.ROOT,
                  "%s %6d %7s %6d %4d %5s %11d %6d",
                  e.equals(picked) ? PICKED : isBeyond ? BEYOND : " ",
                  f.latencyCycles(),
                  Numbers.digits(f.latencyNs(), 6),
                  f.lut(),
                  f.dsp(),
                  Numbers.digits(f.bram(), 3),
                  f.scoreLut(),
                  f.terms()));
      for (int i = 0; i < shown.size(); i++) {
        TableFigures g = e.figures().get(i);
        int before = g.on().length() + Numbers.count(g.rows()).length() + 6;
        line.append("  |")
            .append(" ".repeat(before - 1))
            .append(String.format(Locale.ROOT, "%7.4f %7.4f", g.agreement(), g.realAgreement()));
        if (isTruth(shown.get(i))) {
          line.append(
              String.format(
                  Locale.ROOT,
                  " %6.4f %7.4f %6.3f",
                  g.accuracy(),
                  g.realAccuracy(),
                  isBinary() ? g.areas().getFirst() : g.signTestZ()));
        }
      }
      lines.add(line.toString());
    }
    lines.add(
        "  "
            + PICKED
            + " reported below"
            + (isAnyBeyond ? "; " + BEYOND + " beyond the budget" : "")
            + "; estimates of "
            + spec.hardware().device()
            + "; teacher: "
            + teacher);
    return lines;
  }

  /** {@return the front as CSV} */
  String csv() {
    StringBuilder out =
        new StringBuilder(
            "folder,terms,entry_bits,projections,cycles,ns,path_ps,lut,ff,dsp,bram,score_cycles,"
                + "score_lut,rows,count,agreement,real_agreement,accuracy,real_accuracy,"
                + "teacher_accuracy,sign_test_z,sign_test_n,auc_first,verified\n");
    for (Facts f : facts()) {
      for (TableFigures g : f.figures()) {
        out.append(
            Stream.of(
                    f.folder(),
                    f.terms(),
                    f.entryBits(),
                    f.projects(),
                    f.latencyCycles(),
                    f.latencyNs(),
                    f.pathPs(),
                    f.lut(),
                    f.ff(),
                    f.dsp(),
                    f.bram(),
                    f.scoreLatencyCycles(),
                    f.scoreLut(),
                    g.on(),
                    g.rows(),
                    g.agreement(),
                    g.realAgreement(),
                    g.accuracy(),
                    g.realAccuracy(),
                    g.teacherAccuracy(),
                    g.signTestZ(),
                    g.signTestRows(),
                    g.areas().getFirst(),
                    f.verified())
                .map(String::valueOf)
                .collect(Collectors.joining(",", "", "\n")));
      }
    }
    return out.toString();
  }

  /** {@return lines about one circuit} */
  List<String> lines(Entry e) {
    List<String> lines = new ArrayList<>();
    lines.addAll(e.circuit().formulas());
    for (TableFigures f : e.figures()) {
      String agrees =
          String.format(
              Locale.ROOT,
              "%s rows: agrees with the teacher in %.4f",
              Numbers.count(f.rows()),
              f.agreement());
      if (!isTruth(f)) {
        lines.add(CircuitReport.row(f.on(), agrees + "; the labels are the teacher's"));
        continue;
      }
      lines.add(
          CircuitReport.row(
              f.on(),
              String.format(
                  Locale.ROOT,
                  "%s, right in %.4f (teacher %.4f; sign test z = %.2f, n = %d)",
                  agrees,
                  f.accuracy(),
                  f.teacherAccuracy(),
                  f.signTestZ(),
                  f.signTestRows())));
      lines.add(
          CircuitReport.row(
              "",
              "area under the ROC "
                  + areas(f.areas())
                  + " (teacher "
                  + areas(f.teacherAreas())
                  + ")"));
      if (!f.passing().isEmpty()) {
        List<String> names = spec.outputNames();
        lines.add(
            CircuitReport.row(
                "",
                "passes: "
                    + Numbers.percent(f.passing().get(0))
                    + " of "
                    + names.get(0)
                    + ", "
                    + Numbers.percent(f.passing().get(1))
                    + " of "
                    + names.get(1)));
      }
    }
    lines.addAll(CircuitReport.verdict(e.verification()));
    e.handshakes().ifPresent(h -> lines.addAll(CircuitReport.verdict(h)));
    return lines;
  }

  private String areas(List<Double> areas) {
    List<String> shown = new ArrayList<>();
    for (int k = 0; k < areas.size(); k++) {
      double area = areas.get(k);
      // Without a row of the class, or of others, there is no curve.
      String text = Double.isNaN(area) ? "-" : String.format(Locale.ROOT, "%.4f", area);
      shown.add(spec.outputNames().get(k) + " " + text);
    }
    return String.join(", ", isBinary() ? shown.subList(0, 1) : shown);
  }
}
