package io.formgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.Area;
import io.formgate.expression.SourceText;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.ToolRunner;
import io.formgate.sim.synthesis.CellCounts;
import io.formgate.sim.synthesis.Family;
import io.formgate.sim.synthesis.Synthesis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims against synthesis alone. */
class ClaimCheckTest {
  private static final DeviceModel DEVICE = DeviceModels.load("ice40hx8k", null);
  private static final int CLOCK_PS = 12_000;

  private static FormulaList.Entry entry(String line) {
    return FormulaList.read(new SourceText("list", line), "ice40hx8k").getFirst();
  }

  @Test
  void claimsThePeriodOfTheLatencyAndCountsCells(@TempDir Path folder) {
    FormulaList.Entry sum =
        entry("sum | a + b + c | a:fixed<6,2> ; b:fixed<6,2> ; c:fixed<6,2> | y:fixed<8,4> | 1/16");
    try (Synthesis synthesis =
        new Synthesis(new ToolRunner(System.getenv()), folder, Duration.ofMinutes(3))) {
      ClaimCheck check =
          new ClaimCheck(
              DEVICE, Family.ICE40, synthesis, null, List.of(), CLOCK_PS, OptionalInt.empty());
      ClaimCheck.Outcome outcome = check.check(sum);
      ClaimCheck.Result result = outcome.result().orElseThrow();
      assertThat(outcome.obstacle()).isEmpty();
      assertThat(result.formula()).isEqualTo("a + b + c");
      assertThat(result.latencyCycles()).isZero();
      assertThat(result.claimedPs()).isLessThanOrEqualTo(CLOCK_PS);
      assertThat(result.claimedPs()).isEqualTo(check.claimedPs(result));
      assertThat(
              Scheduler.shortestPeriodPs(
                  result.circuit(), DEVICE, 1, ScheduleOptions.atPeriod(CLOCK_PS)))
          .isLessThan(result.claimedPs());
      assertThat(result.achievedPs()).isZero();
      // Seven and eight bits; the lowest of the three words share their tables.
      assertThat(result.estimated().lut()).isEqualTo(7 + 8);
      assertThat(result.counted().lut()).isBetween(12, 18);
      assertThat(result.counted().ff()).isEqualTo(result.estimated().ff()).isZero();
    }
  }

  @Test
  void saysWhyACircuitCannotBeBuilt(@TempDir Path folder) {
    try (Synthesis synthesis =
        new Synthesis(new ToolRunner(System.getenv()), folder, Duration.ofMinutes(3))) {
      ClaimCheck.Outcome outcome =
          new ClaimCheck(
                  DEVICE, Family.ICE40, synthesis, null, List.of(), CLOCK_PS, OptionalInt.empty())
              .check(entry("wide | exp(a) | a:fixed<30,3> | y:fixed<24,10> | 1e-4"));
      assertThat(outcome.result()).isEmpty();
      assertThat(outcome.obstacle()).contains("larger table");
    }
  }

  @Test
  void theRatioIsOneOfFrequencies() {
    ClaimCheck.Result result =
        new ClaimCheck.Result(
            "a",
            "a",
            0,
            10_000,
            8_000,
            8_000,
            Area.NONE,
            new CellCounts(0, 0, 0, 0, 0),
            DeviceFitTest.WIRE);
    assertThat(result.frequencyRatio()).isEqualTo(1.25);
  }
}
