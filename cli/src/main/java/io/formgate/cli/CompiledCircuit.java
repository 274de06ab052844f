package io.formgate.cli;

import io.formgate.datapath.Area;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.Quantizer;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.Pipeline;
import io.formgate.hwcost.Scheduler;
import java.util.OptionalInt;

/**
 * Formulas with their datapath and schedule.
 *
 * @param request what was asked for
 * @param quantized the datapath and its error bounds
 * @param pipeline the schedule
 * @param cautiousLatencyCycles latency at the route factor 2.0, empty if an operation does not fit
 * @param area resources
 */
record CompiledCircuit(
    QuantizerRequest request,
    QuantizedCircuit quantized,
    Pipeline pipeline,
    OptionalInt cautiousLatencyCycles,
    Area area) {

  /** The factor at which every report shows the latency as well. */
  static final double CAUTIOUS_ROUTE_FACTOR = 2.0;

  /**
   * {@return the circuit of formulas}
   *
   * @throws DiagnosticException if they cannot be built
   */
  static CompiledCircuit compile(QuantizerRequest request, DeviceModel device, int clockPeriodPs) {
    QuantizedCircuit quantized = Quantizer.quantize(request, device.dsp().block());
    Pipeline pipeline = Scheduler.schedule(quantized.datapath(), device, clockPeriodPs);
    OptionalInt cautious;
    try {
      cautious =
          OptionalInt.of(
              Scheduler.schedule(
                      quantized.datapath(),
                      device.withRouteFactor(CAUTIOUS_ROUTE_FACTOR),
                      clockPeriodPs)
                  .latencyCycles());
    } catch (DiagnosticException e) {
      cautious = OptionalInt.empty();
    }
    return new CompiledCircuit(request, quantized, pipeline, cautious, pipeline.area());
  }
}
