package io.formgate.cli;

import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import java.util.List;

/**
 * The route factor and margin of a measured device: single operations have the shortest routes,
 * those of whole circuits are longer.
 *
 * @param routeFactor the factor at which achieved and modelled periods have the most even ratio
 * @param factor what all delays are multiplied by, so that nearly all circuits just keep their
 *     clock: what synthesis merges makes circuits faster than the sum of their operations
 * @param circuits how many had a part in it
 */
record DeviceFit(double routeFactor, double factor, int circuits) {
  private static final double LEAST_FACTOR = 1;
  private static final double MOST_FACTOR = 3;
  private static final double STEP = 0.1;
  private static final double FIRST_FACTOR = 1.4;

  /** Part of a period kept free for circuits unlike those of the fit, in percent. */
  private static final double MARGIN_PERCENT = 2;

  private static final double FACTOR_STEP = 0.01;

  /** Share of the circuits that keep their clock, above the one that is promised. */
  static final double SHARE = 0.97;

  /** What a fit asks for. */
  interface Circuits {
    /** {@return the results of all circuits that can be built, placed as a model schedules them} */
    List<ClaimCheck.Result> placed(DeviceModel model);

    /** {@return the period that a model claims for a circuit at the latency of a result, in ps} */
    int claimedPs(DeviceModel model, ClaimCheck.Result result);
  }

  /**
   * {@return the fit}
   *
   * <p>Circuits are placed at a first guess of the factor; the factor is the one at which what they
   * reach is the most even part of what is claimed; they are placed again at it, for the margin.
   *
   * @param table the device's table without the two figures
   * @param file its name, for messages
   * @param circuits those of the training
   */
  static DeviceFit of(String table, String file, Circuits circuits) {
    List<ClaimCheck.Result> first = circuits.placed(model(table, file, FIRST_FACTOR));
    double best = Double.POSITIVE_INFINITY;
    double factor = FIRST_FACTOR;
    for (int i = 0; i <= Math.round((MOST_FACTOR - LEAST_FACTOR) / STEP); i++) {
      double trial = LEAST_FACTOR + i * STEP;
      DeviceModel model = model(table, file, trial);
      double[] ratios =
          first.stream()
              .mapToDouble(r -> (double) r.achievedPs() / circuits.claimedPs(model, r))
              .sorted()
              .toArray();
      // What is lost at the median when nearly all keep their clock.
      double loss = ratios[at(ratios.length)] / ratios[ratios.length / 2];
      if (loss < best) {
        best = loss;
        factor = trial;
      }
    }
    double[] ratios =
        circuits.placed(model(table, file, factor)).stream()
            .mapToDouble(r -> 1 / r.frequencyRatio())
            .sorted()
            .toArray();
    double needed = Math.ceil(ratios[at(ratios.length)] / FACTOR_STEP) * FACTOR_STEP;
    return new DeviceFit(factor, needed, ratios.length);
  }

  private static int at(int count) {
    return (int) Math.ceil(SHARE * count) - 1;
  }

  private static DeviceModel model(String table, String file, double factor) {
    return DeviceModels.parse(
        file, table + "\n" + String.join("\n", statements(factor, 1, 0, "trial")));
  }

  /** {@return the statements of the fit} */
  List<String> statements(String provenance) {
    return statements(
        routeFactor,
        factor,
        MARGIN_PERCENT,
        "fitted on " + circuits + " circuits of training.txt; " + provenance);
  }

  private static List<String> statements(
      double routeFactor, double factor, double margin, String provenance) {
    return List.of(
        "route-factor " + Numbers.digits(routeFactor, 4) + " " + provenance,
        "factor " + Numbers.digits(factor, 4) + " " + provenance,
        "margin " + Numbers.digits(margin, 4) + " for circuits unlike those of the fit");
  }
}
