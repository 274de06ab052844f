package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.DeviceTiming;
import io.formgate.sim.synthesis.CellCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fit on circuits whose logic and routes are known, in place of place-and-route. */
class DeviceFitTest {
  static final Datapath WIRE =
      DatapathText.parse("datapath wire\na = input : ufixed<1,1> in 0 .. 1\noutput y = a\n");

  private static final CellCounts NO_CELLS = new CellCounts(0, 0, 0, 0, 0);

  /** A device that takes some part of the sums of logic and routes. */
  private static final class Silicon implements DeviceFit.Circuits {
    private final double routeFactor;
    private final double factor;
    private final double slowest;
    private final List<Double> placedAt = new ArrayList<>();

    Silicon(double routeFactor, double factor, double slowest) {
      this.routeFactor = routeFactor;
      this.factor = factor;
      this.slowest = slowest;
    }

    private static double periodPs(String name, double routeFactor, double factor) {
      String[] parts = name.split("/");
      return factor * (Integer.parseInt(parts[0]) + routeFactor * Integer.parseInt(parts[1]));
    }

    @Override
    public List<ClaimCheck.Result> placed(DeviceModel model) {
      placedAt.add(model.timing().routeFactor());
      List<ClaimCheck.Result> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = (2000 + 137 * i) + "/" + (6000 - 101 * i);
        double period = periodPs(name, routeFactor, factor);
        int achievedPs = (int) Math.floor(period);
        int slowestPs = (int) Math.floor(period * (i == 5 ? slowest : 1));
        results.add(
            new ClaimCheck.Result(
                name, "", 0, 0, achievedPs, slowestPs, Area.NONE, NO_CELLS, WIRE));
      }
      return results;
    }

    @Override
    public int claimedPs(DeviceModel model, ClaimCheck.Result result) {
      DeviceTiming t = model.timing();
      return (int) Math.ceil(periodPs(result.name(), t.routeFactor(), t.factor()));
    }
  }

  private static String table() {
    return (DeviceModels.headText("ice40hx8k") + DeviceModels.measuredText("ice40hx8k"))
        .lines()
        .filter(l -> !l.matches("(route-factor|factor|margin) .*"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void findsTheFactorsThatTheDeviceHas() {
    Silicon silicon = new Silicon(2, 0.8, 1);
    DeviceFit fit = DeviceFit.of(table(), "table", silicon);
    assertThat(fit).isEqualTo(new DeviceFit(2, 0.8, 40));
    assertThat(silicon.placedAt).containsExactly(1.4, 2.0);
  }

  @Test
  void theSlowestPlacementKeepsItsClock() {
    Silicon silicon = new Silicon(2, 0.8, 1.5);
    DeviceFit fit = DeviceFit.of(table(), "table", silicon);
    double neededPs = Silicon.periodPs("2685/5495", 2, 0.8) * 1.5;
    assertThat(Silicon.periodPs("2685/5495", fit.routeFactor(), fit.factor()))
        .isBetween(neededPs - 1, 1.02 * neededPs);
  }

  @Test
  void theStatementsMakeADevice() {
    List<String> lines = new DeviceFit(1.8, 0.77, 29).statements("tool 1");
    assertThat(lines.getFirst())
        .isEqualTo("route-factor 1.8 fitted on 29 circuits of training.txt; tool 1");
    DeviceModel model =
        DeviceModels.parse("table", table() + "\n" + String.join("\n", lines) + "\n");
    assertThat(model.timing().routeFactor()).isEqualTo(1.8);
    assertThat(model.timing().factor()).isEqualTo(0.77);
    assertThat(model.timing().marginPercent()).isEqualTo(2);
  }
}
