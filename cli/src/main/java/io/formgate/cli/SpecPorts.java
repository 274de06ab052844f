package io.formgate.cli;

import io.formgate.constraints.OutputDeclaration;
import io.formgate.constraints.PortRegisters;
import io.formgate.constraints.Spec;
import io.formgate.datapath.QuantizerRequest;
import io.formgate.expression.Dataset;
import io.formgate.expression.Expr;
import io.formgate.expression.Least;
import io.formgate.expression.Tolerance;
import io.formgate.hwcost.OnData;
import io.formgate.hwcost.ScheduleOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ports that a spec declares. */
final class SpecPorts {
  /** Error of a score that is built by itself, where only all together have to agree. */
  private static final int LAST_BITS_OF_SCORES = 4;

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
    boolean isOneScore = spec.agreement().isPresent() && outputs.size() < spec.outputs().size();
    for (int i = 0; i < outputs.size(); i++) {
      OutputDeclaration o = outputs.get(i);
      Tolerance tolerance =
          isOneScore ? new Tolerance(0, LAST_BITS_OF_SCORES * o.format().lsb()) : o.tolerance();
      ports.add(
          new QuantizerRequest.OutputPort(
              o.name(), formulas.get(i), o.format(), o.saturate(), tolerance));
    }
    return new QuantizerRequest(name, inputs(spec), ports).withEverywhere(spec.everywhere());
  }

  /**
   * {@return what the circuit of some outputs has to keep on the rows of the data, if anything}
   *
   * @param outputs some of the spec's; only of all scores together an agreement can be kept
   * @param data the rows
   */
  static Optional<OnData> onData(Spec spec, List<OutputDeclaration> outputs, Dataset data) {
    boolean hasAgreement = spec.agreement().isPresent();
    if (hasAgreement && outputs.size() < spec.outputs().size()) {
      return Optional.empty();
    }
    Set<Integer> measured =
        hasAgreement
            ? Set.of()
            : IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).promise() == OutputDeclaration.Promise.ON_DATA)
                .boxed()
                .collect(Collectors.toSet());
    return measured.isEmpty() && !hasAgreement
        ? Optional.empty()
        : Optional.of(
            new OnData(
                DataRows.quantized(data, inputs(spec)),
                measured,
                spec.agreement(),
                spec.snapsConstants()));
  }

  /** {@return the port of an output that carries a formula} */
  static QuantizerRequest.OutputPort output(OutputDeclaration o, Expr formula) {
    return new QuantizerRequest.OutputPort(
        o.name(), formula, o.format(), o.saturate(), o.tolerance());
  }

  /**
   * {@return the clock of the spec, the registers at its ports and what is to be least} The limit
   * of latency is in it only if products share multipliers, which they do within it, or if the area
   * is to be least, which it is within it; whatever is over it is no circuit then.
   */
  static ScheduleOptions schedule(Spec spec) {
    PortRegisters registers = spec.hardware().registers();
    int interval = spec.hardware().initiationInterval();
    Least least = spec.hardware().least();
    boolean isWithinLimit = interval > 1 || least == Least.AREA;
    return new ScheduleOptions(
        spec.hardware().clockPeriodPs(),
        registers.atInputs(),
        registers.atOutputs(),
        isWithinLimit ? spec.hardware().budget().latencyCycles() : OptionalInt.empty(),
        interval,
        least);
  }

  /** {@return the units of all ports} */
  static Units units(Spec spec) {
    Map<String, String> byPort = new HashMap<>();
    spec.inputs().forEach(i -> byPort.put(i.name(), i.unit().text()));
    spec.outputs().forEach(o -> byPort.put(o.name(), o.unit().text()));
    return new Units(byPort);
  }
}
