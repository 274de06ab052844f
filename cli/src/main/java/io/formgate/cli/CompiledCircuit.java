package io.formgate.cli;

import io.formgate.constraints.PortRegisters;
import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.ConstantSnapping;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Reassociation;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Formulas with their datapath and schedule.
 *
 * @param request what was asked for
 * @param quantized the datapath and its error bounds
 * @param pipeline the schedule
 * @param cautiousLatencyCycles latency at the device's cautious factor, empty if it has none or an
 *     operation does not fit
 * @param area resources
 */
record CompiledCircuit(
    QuantizerRequest request,
    QuantizedCircuit quantized,
    Pipeline pipeline,
    OptionalInt cautiousLatencyCycles,
    Area area) {
  /** No operation takes so many times as long as a clock period that somebody asks for. */
  private static final int MAX_DOUBLINGS = 6;

  /**
   * {@return the circuit of formulas}
   *
   * @throws DiagnosticException if they cannot be built
   */
  static CompiledCircuit compile(
      QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
    return of(request, CircuitCompiler.compile(request, device, options), device, options);
  }

  /**
   * {@return the circuit of formulas with numbers moved to cheaper neighbours, as its notes say}
   *
   * @param figures what is told of each move besides the bounds
   * @throws DiagnosticException if they cannot be built
   */
  static CompiledCircuit snapped(
      QuantizerRequest request,
      List<SnapNotes.Figure> figures,
      DeviceModel device,
      ScheduleOptions options) {
    ConstantSnapping.Snapped snapped = CircuitCompiler.snapped(request, device, options);
    List<SnapNotes.Figure> all = new ArrayList<>(List.of(SnapNotes.Figure.bound(request)));
    all.addAll(figures);
    return of(
        request,
        noting(snapped.circuit(), SnapNotes.of(snapped.moves(), request, all)),
        device,
        options);
  }

  /** {@return this circuit with more notes} */
  CompiledCircuit noting(List<String> notes) {
    return new CompiledCircuit(
        request, noting(quantized, notes), pipeline, cautiousLatencyCycles, area);
  }

  /** {@return a circuit with more notes} */
  static QuantizedCircuit noting(QuantizedCircuit circuit, List<String> notes) {
    QuantizedCircuit noted = circuit;
    for (String note : notes) {
      noted = noted.withNote(note);
    }
    return noted;
  }

  /**
   * {@return the circuit of formulas at the shortest clock period for a latency}
   *
   * @param latencyCycles not below that of the registers at the ports
   * @param options ports and limit; their clock is the one at which functions are chosen
   * @throws DiagnosticException if they cannot be built
   */
  static CompiledCircuit compile(
      QuantizerRequest request, DeviceModel device, int latencyCycles, ScheduleOptions options) {
    QuantizedCircuit formula = atAnyClock(request, device, options);
    int periodPs = Scheduler.shortestPeriodPs(formula.datapath(), device, latencyCycles, options);
    QuantizedCircuit ordered = ordered(formula, device, options.withPeriod(periodPs));
    // The order that is best at this period may reach a shorter one.
    int orderedPs = Scheduler.shortestPeriodPs(ordered.datapath(), device, latencyCycles, options);
    return of(request, ordered, device, options.withPeriod(Math.min(periodPs, orderedPs)));
  }

  /** A circuit for the clock, or for a slower one if some operation does not fit in it. */
  private static QuantizedCircuit atAnyClock(
      QuantizerRequest request, DeviceModel device, ScheduleOptions options) {
    ScheduleOptions unlimited = options.unlimited();
    int doublings = 0;
    while (true) {
      try {
        return CircuitCompiler.compile(request, device, unlimited);
      } catch (DiagnosticException e) {
        boolean isTooFast =
            e.diagnostics().stream().allMatch(d -> d.code() == DiagnosticCode.SCHEDULE_INFEASIBLE);
        if (!isTooFast || doublings == MAX_DOUBLINGS) {
          throw e;
        }
        doublings++;
        unlimited = unlimited.withPeriod(2 * unlimited.clockPeriodPs());
      }
    }
  }

  /** The circuit with its sums and products in the order in which their operands arrive. */
  private static QuantizedCircuit ordered(
      QuantizedCircuit formula, DeviceModel device, ScheduleOptions options) {
    return formula.withDatapath(Reassociation.apply(formula.datapath(), device, options));
  }

  /** {@return a datapath with its schedule} */
  static CompiledCircuit of(
      QuantizerRequest request,
      QuantizedCircuit quantized,
      DeviceModel device,
      ScheduleOptions options) {
    Pipeline pipeline = Scheduler.schedule(quantized.datapath(), device, options);
    return new CompiledCircuit(
        request,
        noting(quantized, Scheduler.whyNothingIsShared(pipeline).stream().toList()),
        pipeline,
        cautiousLatencyCycles(quantized.datapath(), device, options),
        pipeline.area());
  }

  /** {@return the latency if routing takes longer; empty if that is unknown or does not fit} */
  static OptionalInt cautiousLatencyCycles(
      Datapath datapath, DeviceModel device, ScheduleOptions options) {
    OptionalDouble factor = device.timing().cautiousFactor();
    if (factor.isEmpty()) {
      return OptionalInt.empty();
    }
    ScheduleOptions unlimited = options.unlimited();
    try {
      return OptionalInt.of(
          Scheduler.schedule(datapath, device.withFactor(factor.getAsDouble()), unlimited)
              .latencyCycles());
    } catch (DiagnosticException e) {
      return OptionalInt.empty();
    }
  }

  /** {@return which ports have registers} */
  PortRegisters registers() {
    ScheduleOptions options = pipeline.options();
    return PortRegisters.of(options.inputRegisters(), options.outputRegisters());
  }

  /** {@return block memories as budgets and reports count them} */
  double brams() {
    return pipeline.device().brams(area);
  }
}
