package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.datapath.Datapath;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Reassociation;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
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

  /**
   * {@return the circuit of formulas}
   *
   * @throws DiagnosticException if they cannot be built
   */
  static CompiledCircuit compile(QuantizerRequest request, DeviceModel device, int clockPeriodPs) {
    ScheduleOptions options = ScheduleOptions.atPeriod(clockPeriodPs);
    QuantizedCircuit formula = Quantizer.quantize(request, device.dsp().block());
    QuantizedCircuit quantized =
        formula.withDatapath(Reassociation.apply(formula.datapath(), device, options));
    Pipeline pipeline = Scheduler.schedule(quantized.datapath(), device, options);
    return new CompiledCircuit(
        request,
        quantized,
        pipeline,
        cautiousLatencyCycles(quantized.datapath(), device, clockPeriodPs),
        pipeline.area());
  }

  private static OptionalInt cautiousLatencyCycles(
      Datapath datapath, DeviceModel device, int clockPeriodPs) {
    OptionalDouble factor = device.timing().cautiousFactor();
    if (factor.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(
          Scheduler.schedule(datapath, device.withFactor(factor.getAsDouble()), clockPeriodPs)
              .latencyCycles());
    } catch (DiagnosticException e) {
      return OptionalInt.empty();
    }
  }

  /** {@return block memories as budgets and reports count them} */
  double brams() {
    return pipeline.device().brams(area);
  }
}
