package io.formgate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.formgate.datapath.QuantizerRequest;
import io.formgate.datapath.RandomFormulas;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.DeviceModels;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The scheduler's latency, the pipeline's, the one that the text states and the cycles measured in
 * Verilator are one number, on every device and at every clock.
 *
 * <p>{@code benchmarks/latency} does the same with hundreds of formulas.
 */
class LatencyInvariantTest {
  /** The first of three formulas in a row that are long, without a register, and short. */
  private static final long FIRST_SEED = 1160;

  private static final int FORMULAS = 3;

  /** Formulas that may be drawn: some are refused at some clocks. */
  private static final int DRAWN = 12;

  private final Map<String, VerificationReport> reports = new HashMap<>();
  private final TreeSet<Integer> latencies = new TreeSet<>();
  private final List<String> refused = new ArrayList<>();
  private int compared;
  private int withRanksInsideBlocks;

  @Test
  void latenciesAreEqual() {
    try (Verifier verifier = TestTools.verifier()) {
      for (DeviceClocks target : DeviceClocks.USUAL) {
        DeviceModel device = DeviceModels.load(target.device(), null);
        for (int clockPeriodPs : target.clockPeriodsPs()) {
          measure(verifier, device, clockPeriodPs);
        }
      }
    }
    assertThat(compared).isEqualTo(FORMULAS * 12);
    // One measurement stands for the circuits that are the same, but it is not all one circuit.
    assertThat(reports).hasSizeGreaterThan(compared / 4);
    assertThat(latencies.first()).isZero();
    assertThat(latencies.last()).as("%s", latencies).isGreaterThan(10);
    assertThat(withRanksInsideBlocks).isPositive();
  }

  private void measure(Verifier verifier, DeviceModel device, int clockPeriodPs) {
    int measured = 0;
    for (long seed = FIRST_SEED; measured < FORMULAS; seed++) {
      String what = "seed " + seed + ", " + device.name() + " at " + clockPeriodPs + " ps";
      assertThat(seed).as("refused: %s", refused).isLessThan(FIRST_SEED + DRAWN);
      QuantizerRequest request = RandomFormulas.request(seed);
      Pipeline pipeline;
      try {
        pipeline = RandomCircuit.scheduled(request, device, clockPeriodPs);
      } catch (DiagnosticException e) {
        refused.add(what + ": " + e.diagnostics().getFirst().message());
        continue;
      }
      RandomCircuit circuit = RandomCircuit.emitted(request, pipeline);
      long vectorSeed = seed;
      VerificationReport report =
          reports.computeIfAbsent(
              circuit.hash(), _ -> LatencyMeasurement.measure(verifier, circuit, vectorSeed));
      assertThat(LatencyMeasurement.holds(circuit, report))
          .as("%s%n%s", what, report.lines())
          .isTrue();
      latencies.add(circuit.schedulerCycles());
      withRanksInsideBlocks += circuit.ranksInsideBlocks() > 0 ? 1 : 0;
      measured++;
      compared++;
    }
  }
}
