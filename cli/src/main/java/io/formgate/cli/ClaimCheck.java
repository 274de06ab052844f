package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.sim.synthesis.CellCounts;
import io.formgate.sim.synthesis.Family;
import io.formgate.sim.synthesis.PlaceAndRoute;
import io.formgate.sim.synthesis.PlacedCircuit;
import io.formgate.sim.synthesis.PlacedPipeline;
import io.formgate.sim.synthesis.Synthesis;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the cost model claims of a circuit against synthesis and place-and-route.
 *
 * @param device the model
 * @param family the device's synthesis flow
 * @param synthesis counts cells
 * @param placer measures periods, null where there is no place-and-route
 * @param seeds of the placer
 * @param clockPeriodPs the clock at which the latency is chosen, in ps
 * @param targetPs period that placement works for, in ps; empty for the claimed one
 */
record ClaimCheck(
    DeviceModel device,
    Family family,
    Synthesis synthesis,
    @Nullable PlaceAndRoute placer,
    List<Integer> seeds,
    int clockPeriodPs,
    OptionalInt targetPs) {

  /**
   * A circuit, what is claimed of it and what became of it.
   *
   * @param name of the circuit
   * @param formula as written
   * @param latencyCycles at the clock that was asked for
   * @param claimedPs shortest period that the model claims for this latency, in ps
   * @param achievedPs median of the periods after place-and-route, in ps; 0 without it
   * @param slowestPs longest of these periods, in ps; 0 without it
   * @param estimated area of the model
   * @param counted area of synthesis
   * @param circuit what was built
   */
  record Result(
      String name,
      String formula,
      int latencyCycles,
      int claimedPs,
      int achievedPs,
      int slowestPs,
      Area estimated,
      CellCounts counted,
      Datapath circuit) {

    /** {@return the clock frequency that is reached over the one that is claimed} */
    double frequencyRatio() {
      return (double) claimedPs / achievedPs;
    }
  }

  /**
   * {@return the check of a circuit, or why it cannot be built}
   *
   * @param entry the circuit
   */
  Outcome check(FormulaList.Entry entry) {
    CompiledCircuit circuit;
    try {
      ScheduleOptions options = ScheduleOptions.atPeriod(clockPeriodPs);
      int latency =
          CompiledCircuit.compile(entry.request(), device, options).pipeline().latencyCycles();
      circuit = CompiledCircuit.compile(entry.request(), device, latency, options);
    } catch (DiagnosticException e) {
      return new Outcome(entry.name(), Optional.empty(), e.diagnostics().getFirst().message());
    }
    int claimedPs = circuit.pipeline().clockPeriodPs();
    try {
      PlacedPipeline result =
          placer == null
              ? PlacedPipeline.counted(circuit.pipeline(), family, synthesis)
              : PlacedPipeline.of(
                  circuit.pipeline(), family, synthesis, placer, targetPs.orElse(claimedPs), seeds);
      return new Outcome(
          entry.name(),
          Optional.of(
              new Result(
                  entry.name(),
                  entry.formula(),
                  circuit.pipeline().latencyCycles(),
                  claimedPs,
                  result.placed().isEmpty() ? 0 : result.median().periodPs(),
                  result.placed().stream().mapToInt(PlacedCircuit::periodPs).max().orElse(0),
                  circuit.area(),
                  result.counts(),
                  circuit.pipeline().datapath())),
          "");
    } catch (DiagnosticException e) {
      return new Outcome(entry.name(), Optional.empty(), e.diagnostics().getFirst().message());
    }
  }

  /**
   * {@return the shortest period that the model claims for a circuit that was built, in ps}
   *
   * @param result with the circuit and its latency
   */
  int claimedPs(Result result) {
    return Scheduler.shortestPeriodPs(
        result.circuit(), device, result.latencyCycles(), ScheduleOptions.atPeriod(clockPeriodPs));
  }

  /**
   * What came of a circuit.
   *
   * @param name of the circuit
   * @param result empty if it could not be built
   * @param obstacle why not, else empty
   */
  record Outcome(String name, Optional<Result> result, String obstacle) {}
}
