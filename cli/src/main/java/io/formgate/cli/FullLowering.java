package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.Tape;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.HardwareCost;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.search.FullCost;
import java.util.List;
import java.util.function.Function;

/**
 * Quantizes formulas to the ports of a spec and schedules them: a circuit that is made quickly.
 * What is emitted is the best of several, which mostly takes as many cycles or fewer.
 *
 * @param spec the spec
 * @param output the output that they are for
 * @param device costs
 * @param expression makes the formula that is built of the one that was searched
 */
record FullLowering(
    Spec spec, OutputDeclaration output, DeviceModel device, Function<Tape, Expr> expression)
    implements FullCost {

  @Override
  public Verdict of(Tape formula) {
    try {
      ScheduleOptions options = SpecPorts.schedule(spec);
      QuantizedCircuit circuit =
          CircuitCompiler.first(
              SpecPorts.request(
                  spec, output.name(), List.of(output), List.of(expression.apply(formula))),
              device,
              options);
      return new Built(HardwareCost.of(Scheduler.schedule(circuit.datapath(), device, options)));
    } catch (DiagnosticException e) {
      return new Unbuildable(e.diagnostics().getFirst().message());
    }
  }
}
