package io.formgate.cli;

import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The route factor and margin of a measured device: single operations have the shortest routes,
 * those of whole circuits are longer.
 *
 * @param routeFactor the factor at which achieved and modelled periods have the most even ratio
 * @param marginPercent the part of a period to keep free, so that most circuits keep their clock
 * @param circuits how many had a part in it
 */
record DeviceFit(double routeFactor, double marginPercent, int circuits) {
  private static final double LEAST_FACTOR = 1;
  private static final double MOST_FACTOR = 3;
  private static final double STEP = 0.2;

  /** Share of the circuits that keep their clock, above the one that is promised. */
  static final double SHARE = 0.97;

  /**
   * {@return the fit}
   *
   * @param table the device's table without the two figures
   * @param file its name, for messages
   * @param results at a route factor, the results of all circuits that can be built
   */
  static DeviceFit of(
      String table, String file, Function<DeviceModel, List<ClaimCheck.Result>> results) {
    double best = Double.POSITIVE_INFINITY;
    Optional<DeviceFit> fit = Optional.empty();
    for (double factor = LEAST_FACTOR; factor <= MOST_FACTOR + STEP / 2; factor += STEP) {
      double rounded = Math.rint(factor / STEP) * STEP;
      DeviceModel model =
          DeviceModels.parse(
              file, table + "\n" + String.join("\n", statements(rounded, 0, "trial")));
      double[] ratios =
          results.apply(model).stream().mapToDouble(r -> 1 / r.frequencyRatio()).sorted().toArray();
      double needed = ratios[(int) Math.ceil(SHARE * ratios.length) - 1];
      double median = ratios[ratios.length / 2];
      // What is lost at the median when nearly all keep their clock.
      double loss = needed / median;
      if (loss < best) {
        best = loss;
        double margin = Math.max(0, 100 * (1 - 1 / needed));
        fit = Optional.of(new DeviceFit(rounded, Math.ceil(10 * margin) / 10, ratios.length));
      }
    }
    return fit.orElseThrow();
  }

  /** {@return the statements of the fit} */
  List<String> statements(String provenance) {
    return statements(
        routeFactor,
        marginPercent,
        "fitted on " + circuits + " circuits of training.txt; " + provenance);
  }

  private static List<String> statements(double factor, double margin, String provenance) {
    return List.of(
        "route-factor " + Numbers.digits(factor, 4) + " " + provenance,
        "margin " + Numbers.digits(margin, 4) + " " + provenance);
  }
}
