package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizedCircuit;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.Expr;
import io.formgate.expression.Tape;
import io.formgate.hwcost.CircuitCompiler;
import io.formgate.hwcost.DeviceModel;
import io.formgate.hwcost.HardwareCost;
import io.formgate.hwcost.MeasuredCompiler;
import io.formgate.hwcost.OnData;
import io.formgate.hwcost.ScheduleOptions;
import io.formgate.hwcost.Scheduler;
import io.formgate.search.FullCost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Quantizes formulas to the ports of a spec and schedules them: a circuit that is made quickly.
 * What is emitted is the best of several, which mostly takes as many cycles or fewer.
 *
 * @param spec the spec
 * @param output the output that they are for
 * @param device costs
 * @param expression makes the formula that is built of the one that was searched
 * @param onData what it has to keep on rows, if anything; few of the rows are looked at
 * @param loss on the rows to fit
 */
record FullLowering(
    Spec spec,
    OutputDeclaration output,
    DeviceModel device,
    Function<Tape, Expr> expression,
    Optional<OnData> onData,
    CircuitLoss loss)
    implements FullCost {
  /** Rows on which a circuit is measured that is one of thousands. */
  private static final int MOST_ROWS = 256;

  /** Keeps few of the rows. */
  FullLowering {
    onData = onData.map(goal -> goal.sampled(MOST_ROWS));
  }

  @Override
  public Verdict of(Tape formula) {
    try {
      ScheduleOptions options = SpecPorts.schedule(spec);
      QuantizerRequest request =
          SpecPorts.request(
              spec, output.name(), List.of(output), List.of(expression.apply(formula)));
      QuantizedCircuit circuit =
          onData.isPresent()
              ? MeasuredCompiler.first(request, onData.get(), device, options)
              : CircuitCompiler.first(request, device, options);
      return new Built(
          HardwareCost.of(Scheduler.schedule(circuit.datapath(), device, options)),
          OptionalDouble.of(loss.estimated(circuit, request.inputs(), formula)));
    } catch (DiagnosticException e) {
      return new Unbuildable(e.diagnostics().getFirst().message());
    }
  }
}
