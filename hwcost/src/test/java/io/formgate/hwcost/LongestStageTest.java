package io.formgate.hwcost;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Operation;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.QuantizerStyle;
import io.formgate.expression.FixedFormat;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.Interval;
import io.formgate.expression.SourceText;
import io.formgate.expression.Tolerance;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The longest stage against the shortest period, which the scheduler finds in another way. */
class LongestStageTest {
  private static final List<String> FORMULAS =
      List.of(
          "x*x",
          "x + y",
          "x + y + z",
          "x*y + z",
          "x*y*z",
          "x*x + y*y",
          "(x + y)*(x - z)",
          "0.37*x - 1.2*y",
          "x*x*x + 0.5",
          "max(x, y)",
          "max(x*y, z) - min(x, y*z)",
          "abs(x - y)*z",
          "sqrt(x*x + y*y)",
          "1/(4.5 + x)",
          "x/(5 + y)",
          "cos(x)",
          "cos(x)*y",
          "exp(0.25*x)",
          "sin(x*y + z)",
          "square(x) - square(y) + x*y");

  private static final int MOST_CYCLES = 4;

  private static QuantizerRequest.InputPort port(String name) {
    return new QuantizerRequest.InputPort(
        name, FixedFormat.parse("fixed<10,3>").orElseThrow(), new Interval(-3.5, 3.5));
  }

  private static Datapath datapath(String formula, DeviceModel device) {
    QuantizerRequest.OutputPort out =
        new QuantizerRequest.OutputPort(
            "r",
            FormulaParser.parse(new SourceText("<formula>", formula)),
            FixedFormat.parse("fixed<16,8>").orElseThrow(),
            true,
            new Tolerance(0.1, 0.01));
    return Quantizer.of(
            new QuantizerRequest("f", List.of(port("x"), port("y"), port("z")), List.of(out)),
            QuantizerStyle.PLAIN)
        .circuit(new DeviceTarget(device, 5000, 1))
        .datapath();
  }

  private static DeviceModel withMargin(DeviceModel d, double percent) {
    DeviceTiming t = d.timing();
    DeviceTiming other =
        new DeviceTiming(
            t.factor(),
            t.routeFactor(),
            t.blockFactor(),
            t.cautiousFactor(),
            t.flipFlopPs(),
            t.shortestPeriodPs(),
            percent,
            0);
    return new DeviceModel(
        d.name(),
        d.kind(),
        d.family(),
        other,
        d.rows(),
        d.dsp(),
        d.fabric(),
        d.sums(),
        d.memory(),
        d.resources(),
        d.provenance(),
        d.file());
  }

  /** At the shortest period for some cycles, nothing but the longest stage stands in the way. */
  @Test
  void theShortestPeriodIsTheLongestStageAndTheMargin() {
    DeviceModel big = DeviceModels.load("xcvu9p-2", null);
    List<DeviceModel> devices =
        List.of(big, withMargin(big, 7.5), DeviceModels.load("xc7k325t-2", null));
    int compared = 0;
    int limitedByStage = 0;
    int limitedInside = 0;
    int withMemories = 0;
    for (DeviceModel device : devices) {
      int flipFlopPs = device.timing().flipFlopPs();
      for (String formula : FORMULAS) {
        Datapath datapath = datapath(formula, device);
        for (int cycles = 0; cycles <= MOST_CYCLES; cycles++) {
          OptionalInt found =
              Scheduler.periodPsFor(datapath, device, cycles, ScheduleOptions.atPeriod(1));
          if (found.isEmpty()) {
            withMemories++;
            continue;
          }
          int periodPs = found.getAsInt();
          Pipeline p = Scheduler.schedule(datapath, device, periodPs);
          String what = formula + " in " + cycles + " cycles on " + device.name();
          assertThat(p.longestStagePs())
              .as(what)
              .isLessThanOrEqualTo(device.usablePs(periodPs) + flipFlopPs);
          compared++;
          if (periodPs > device.timing().shortestPeriodPs()) {
            // Two less, because a block's period is compared without the rounding of the margin.
            assertThat(p.longestStagePs())
                .as(what)
                .isGreaterThan(device.usablePs(periodPs - 2) + flipFlopPs);
            limitedByStage++;
            int end = CriticalPath.of(p).getLast();
            limitedInside += p.isLongestInside(end) ? 1 : 0;
          }
        }
      }
    }
    assertThat(compared + withMemories)
        .isEqualTo(devices.size() * FORMULAS.size() * (MOST_CYCLES + 1));
    assertThat(withMemories).isLessThan(compared / 10);
    assertThat(limitedByStage).isGreaterThan(compared / 2);
    assertThat(limitedInside).isGreaterThan(5);
  }

  /** 1838 ps from the operand registers to the product register, data sheet DS923. */
  @Test
  void aStageInsideOfABlockIsTheCriticalOne() {
    DeviceModel device = DeviceModels.load("xcvu9p-2", null);
    Datapath square = datapath("x*x", device);
    ScheduleOptions any = ScheduleOptions.atPeriod(1);
    assertThat(Scheduler.shortestPeriodPs(square, device, 2, any)).isEqualTo(1838);
    Pipeline p = Scheduler.schedule(square, device, 1838);
    assertThat(p.longestStagePs()).isEqualTo(1838);
    List<Integer> path = CriticalPath.of(p);
    int end = path.getLast();
    assertThat(square.node(end).operation()).isInstanceOf(Operation.Multiply.class);
    assertThat(p.innerPs(end)).isEqualTo(1838 - 150);
    assertThat(p.isLongestInside(end)).isTrue();
    assertThat(Slack.stageSlackPs(p)[end]).isZero();
    assertThat(Slack.slipPs(p)[end]).isPositive();
  }
}
