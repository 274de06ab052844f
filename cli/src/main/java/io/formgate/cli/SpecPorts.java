package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.PortRegisters;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Expr;
import io.formgate.hwcost.ScheduleOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The ports that a spec declares. */
final class SpecPorts {
  private SpecPorts() {}

  /** {@return the input ports} */
  static List<QuantizerRequest.InputPort> inputs(Spec spec) {
    return spec.inputs().stream()
        .map(i -> new QuantizerRequest.InputPort(i.name(), i.format(), i.range()))
        .toList();
  }

  /** {@return what is asked of the quantizer for some outputs and their formulas} */
  static QuantizerRequest request(
      Spec spec, String name, List<OutputDeclaration> outputs, List<Expr> formulas) {
    List<QuantizerRequest.OutputPort> ports = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      ports.add(output(outputs.get(i), formulas.get(i)));
    }
    return new QuantizerRequest(name, inputs(spec), ports);
  }

  /** {@return the port of an output that carries a formula} */
  static QuantizerRequest.OutputPort output(OutputDeclaration o, Expr formula) {
    return new QuantizerRequest.OutputPort(
        o.name(), formula, o.format(), o.saturate(), o.tolerance());
  }

  /** {@return the clock of the spec and the registers at its ports; its limits are not in it} */
  static ScheduleOptions schedule(Spec spec) {
    PortRegisters registers = spec.hardware().registers();
    return new ScheduleOptions(
        spec.hardware().clockPeriodPs(),
        registers.atInputs(),
        registers.atOutputs(),
        OptionalInt.empty());
  }

  /** {@return the units of all ports} */
  static Units units(Spec spec) {
    Map<String, String> byPort = new HashMap<>();
    spec.inputs().forEach(i -> byPort.put(i.name(), i.unit().text()));
    spec.outputs().forEach(o -> byPort.put(o.name(), o.unit().text()));
    return new Units(byPort);
  }
}
