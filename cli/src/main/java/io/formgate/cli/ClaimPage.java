package io.formgate.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a check of the cost model found, as page, table and plots.
 *
 * @param device the device
 * @param provenance tools, seeds and day
 * @param clockPeriodPs the clock at which latencies were chosen, in ps
 * @param outcomes of all circuits
 */
record ClaimPage(
    String device, String provenance, int clockPeriodPs, List<ClaimCheck.Outcome> outcomes) {

  private List<ClaimCheck.Result> results() {
    return outcomes.stream().flatMap(o -> o.result().stream()).toList();
  }

  /** {@return a circuit in one line} */
  static String line(ClaimCheck.Outcome outcome) {
    if (outcome.result().isEmpty()) {
      return outcome.name() + ": " + outcome.obstacle();
    }
    ClaimCheck.Result r = outcome.result().get();
    return String.format(
        Locale.ROOT,
        "%s: %d cycles, %s; LUT %d / %d, DSP %d / %d, BRAM %d / %d",
        r.name(),
        r.latencyCycles(),
        r.achievedPs() == 0
            ? r.claimedPs() + " ps claimed"
            : String.format(
                Locale.ROOT,
                "%d ps claimed, %d ps reached, %.3f",
                r.claimedPs(),
                r.achievedPs(),
                r.frequencyRatio()),
        r.estimated().lut(),
        r.counted().lut(),
        r.estimated().dsp(),
        r.counted().dsp(),
        r.estimated().bram(),
        r.counted().bram());
  }

  /** {@return the figures of the check} */
  List<String> summary() {
    List<ClaimCheck.Result> results = results();
    List<String> lines = new ArrayList<>();
    lines.add(
        results.size()
            + " circuits"
            + (results.size() == outcomes.size()
                ? ""
                : ", and " + (outcomes.size() - results.size()) + " that cannot be built"));
    if (results.isEmpty()) {
      return lines;
    }
    if (results.getFirst().achievedPs() > 0) {
      long kept = results.stream().filter(r -> r.frequencyRatio() >= 1).count();
      double[] ratios = sorted(results, ClaimCheck.Result::frequencyRatio);
      lines.add(
          String.format(
              Locale.ROOT,
              "timing met by %d of %d (%.1f %%); reached over claimed frequency: median %.3f, from"
                  + " %.3f to %.3f",
              kept,
              results.size(),
              100.0 * kept / results.size(),
              ratios[ratios.length / 2],
              ratios[0],
              ratios[ratios.length - 1]));
    }
    lines.add(error("LUT", results, r -> r.estimated().lut(), r -> r.counted().lut()));
    lines.add(error("FF", results, r -> r.estimated().ff(), r -> r.counted().ff()));
    lines.add(error("DSP", results, r -> r.estimated().dsp(), r -> r.counted().dsp()));
    lines.add(error("BRAM", results, r -> r.estimated().bram(), r -> r.counted().bram()));
    return lines;
  }

  /** Where synthesis needs none, an estimate of none is exact and any other is off by all. */
  private static String error(
      String what,
      List<ClaimCheck.Result> results,
      ToDoubleFunction<ClaimCheck.Result> estimated,
      ToDoubleFunction<ClaimCheck.Result> counted) {
    double[] errors =
        sorted(
            results,
            r -> {
              double real = counted.applyAsDouble(r);
              double off = Math.abs(estimated.applyAsDouble(r) - real);
              return off == 0 ? 0 : off / Math.max(real, 1);
            });
    long exact = Arrays.stream(errors).filter(e -> e == 0).count();
    double sumEstimated = results.stream().mapToDouble(estimated).sum();
    double sumCounted = results.stream().mapToDouble(counted).sum();
    return String.format(
        Locale.ROOT,
        "%s: median error %.1f %%, 90 %% of circuits within %.1f %%, %d exact; in all %.0f estimated,"
            + " %.0f counted",
        what,
        100 * errors[errors.length / 2],
        100 * errors[(int) Math.ceil(0.9 * errors.length) - 1],
        exact,
        sumEstimated,
        sumCounted);
  }

  private static double[] sorted(
      List<ClaimCheck.Result> results, ToDoubleFunction<ClaimCheck.Result> value) {
    return results.stream().mapToDouble(value).sorted().toArray();
  }

  /** {@return the page} */
  String markdown() {
    StringBuilder out = new StringBuilder("# ").append(device).append(": claims and reality\n\n");
    out.append("Written by `formgate calibrate --device ").append(device).append(" --check FILE`");
    out.append(": ").append(provenance).append(". Latencies are those at ");
    out.append(Numbers.ns(clockPeriodPs)).append(".\n\n");
    summary().forEach(l -> out.append("- ").append(l).append('\n'));
    boolean placed = results().stream().anyMatch(r -> r.achievedPs() > 0);
    if (placed) {
      out.append("\n![clock](").append(device).append("-clock.svg)\n");
    }
    out.append("\n![look-up tables](").append(device).append("-lut.svg)\n");
    out.append("\nEstimated / counted by synthesis:\n\n");
    out.append("| circuit | formula | cycles | ")
        .append(placed ? "claimed ps | reached ps | ratio | " : "");
    out.append("LUT | FF | DSP | BRAM |\n|---|---|---:|").append(placed ? "---:|---:|---:|" : "");
    out.append("---:|---:|---:|---:|\n");
    for (ClaimCheck.Result r : results()) {
      out.append("| ").append(r.name()).append(" | `").append(r.formula().replace("|", "\\|"));
      out.append("` | ").append(r.latencyCycles()).append(" | ");
      if (placed) {
        out.append(r.claimedPs()).append(" | ").append(r.achievedPs()).append(" | ");
        out.append(String.format(Locale.ROOT, "%.3f | ", r.frequencyRatio()));
      }
      out.append(r.estimated().lut()).append(" / ").append(r.counted().lut()).append(" | ");
      out.append(r.estimated().ff()).append(" / ").append(r.counted().ff()).append(" | ");
      out.append(r.estimated().dsp()).append(" / ").append(r.counted().dsp()).append(" | ");
      out.append(r.estimated().bram()).append(" / ").append(r.counted().bram()).append(" |\n");
    }
    List<ClaimCheck.Outcome> refused = outcomes.stream().filter(o -> o.result().isEmpty()).toList();
    if (!refused.isEmpty()) {
      out.append("\nNot built:\n\n");
      refused.forEach(
          o -> out.append("- ").append(o.name()).append(": ").append(o.obstacle()).append('\n'));
    }
    return out.toString();
  }

  /** {@return the results as a table for programs} */
  String csv() {
    StringBuilder out =
        new StringBuilder(
            "circuit,cycles,claimed_ps,reached_ps,lut,lut_counted,ff,ff_counted,dsp,dsp_counted,"
                + "bram,bram_counted\n");
    for (ClaimCheck.Result r : results()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%s,%d,%d,%d,%d,%d,%d,%d,%d%n",
              r.name(),
              r.latencyCycles(),
              r.claimedPs(),
              r.achievedPs() == 0 ? "" : Integer.toString(r.achievedPs()),
              r.estimated().lut(),
              r.counted().lut(),
              r.estimated().ff(),
              r.counted().ff(),
              r.estimated().dsp(),
              r.counted().dsp(),
              r.estimated().bram(),
              r.counted().bram()));
    }
    return out.toString();
  }

  /** {@return reached against claimed frequencies} */
  String clockPlot() {
    return plot(
        device + ": clock",
        "claimed, MHz",
        "reached after place-and-route, MHz",
        r -> 1e6 / r.claimedPs(),
        r -> 1e6 / r.achievedPs());
  }

  /** {@return counted against estimated look-up tables} */
  String lutPlot() {
    return plot(
        device + ": look-up tables",
        "estimated",
        "counted by synthesis",
        r -> r.estimated().lut(),
        r -> r.counted().lut());
  }

  private String plot(
      String title,
      String xLabel,
      String yLabel,
      ToDoubleFunction<ClaimCheck.Result> x,
      ToDoubleFunction<ClaimCheck.Result> y) {
    List<ScatterPlot.Point> points =
        results().stream()
            .map(r -> new ScatterPlot.Point(x.applyAsDouble(r), y.applyAsDouble(r), r.name()))
            .toList();
    return new ScatterPlot(
            title, xLabel, yLabel, List.of(new ScatterPlot.Series("a formula", points)))
        .svg();
  }
}
