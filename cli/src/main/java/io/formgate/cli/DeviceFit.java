package io.formgate.cli;

import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import java.util.List;

/**
 * The route factor and factor of a measured device: single operations have the shortest routes,
 * those of whole circuits are longer, and what synthesis merges makes them faster.
 *
 * @param routeFactor what routes are multiplied by
 * @param factor what all delays of the fabric are multiplied by
 * @param circuits how many had a part in it
 */
record DeviceFit(double routeFactor, double factor, int circuits) {
  private static final double LEAST_ROUTE_FACTOR = 1;
  private static final double MOST_ROUTE_FACTOR = 3;
  private static final double ROUTE_STEP = 0.2;
  private static final double FIRST_ROUTE_FACTOR = 1.4;

  /** Factors are looked for in hundredths. */
  private static final int FACTOR_PARTS = 100;

  private static final int LEAST_FACTOR = 20;
  private static final int MOST_FACTOR = 300;

  /** Part of a period kept free for circuits unlike those of the fit, in percent. */
  private static final double MARGIN_PERCENT = 2;

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
   * <p>Circuits are placed at a first guess. Each route factor has a least factor with which all
   * circuits keep the claimed period; the pair is the one whose claims are the shortest at the
   * median. Circuits are placed again as it schedules them, for the factor that they need then.
   * What a circuit needs is its slowest placement: who builds it places it once, with any seed.
   *
   * @param table the device's table without the two figures
   * @param file its name, for messages
   * @param circuits those of the training
   */
  static DeviceFit of(String table, String file, Circuits circuits) {
    Trial trial = new Trial(table, file, circuits);
    List<ClaimCheck.Result> first = circuits.placed(trial.model(FIRST_ROUTE_FACTOR, FACTOR_PARTS));
    double bestClaim = Double.POSITIVE_INFINITY;
    double bestRoute = FIRST_ROUTE_FACTOR;
    int bestFactor = FACTOR_PARTS;
    int steps = (int) Math.round((MOST_ROUTE_FACTOR - LEAST_ROUTE_FACTOR) / ROUTE_STEP);
    for (int i = 0; i <= steps; i++) {
      double route = LEAST_ROUTE_FACTOR + i * ROUTE_STEP;
      int factor = trial.leastFactor(route, first);
      double[] claims = trial.claimedOverAchieved(route, factor, first);
      double median = claims[claims.length / 2];
      if (median < bestClaim) {
        bestClaim = median;
        bestRoute = route;
        bestFactor = factor;
      }
    }
    List<ClaimCheck.Result> second = circuits.placed(trial.model(bestRoute, bestFactor));
    int factor = trial.leastFactor(bestRoute, second);
    return new DeviceFit(bestRoute, (double) factor / FACTOR_PARTS, second.size());
  }

  private record Trial(String table, String file, Circuits circuits) {

    DeviceModel model(double routeFactor, int factorParts) {
      List<String> lines =
          DeviceFit.statements(routeFactor, (double) factorParts / FACTOR_PARTS, 0, "trial");
      return DeviceModels.parse(file, table + "\n" + String.join("\n", lines));
    }

    /** Claims grow with the factor, up to what another schedule gains. */
    int leastFactor(double routeFactor, List<ClaimCheck.Result> results) {
      int tooSmall = LEAST_FACTOR - 1;
      int enough = MOST_FACTOR;
      while (enough - tooSmall > 1) {
        int middle = (tooSmall + enough) / 2;
        double[] claims = claimedOverAchieved(routeFactor, middle, results);
        if (claims[0] >= 1) {
          enough = middle;
        } else {
          tooSmall = middle;
        }
      }
      return enough;
    }

    /** By rising claim. */
    double[] claimedOverAchieved(
        double routeFactor, int factorParts, List<ClaimCheck.Result> results) {
      DeviceModel model = model(routeFactor, factorParts);
      return results.parallelStream()
          .mapToDouble(r -> (double) circuits.claimedPs(model, r) / r.slowestPs())
          .sorted()
          .toArray();
    }
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
