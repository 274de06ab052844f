package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** The ports of a circuit: what stands before and behind the values of its formulas. */
final class PortLowering {
  private final QuantizerRequest request;
  private final DatapathBuilder builder;

  /**
   * Makes the ports of a request.
   *
   * @param request the ports
   * @param builder where nodes go
   */
  PortLowering(QuantizerRequest request, DatapathBuilder builder) {
    this.request = request;
    this.builder = builder;
  }

  /**
   * What formulas become.
   *
   * @param datapath with the ports that are asked for
   * @param everyValue with each formula as an output, and then the heads
   */
  record Lowered(Datapath datapath, Datapath everyValue) {}

  /** {@return a builder in which the names of ports are kept for them} */
  static DatapathBuilder builder(QuantizerRequest request, TargetCosts costs) {
    Set<String> ports = new HashSet<>(Set.of("clock", "reset", "valid_in", "valid_out"));
    request.inputs().forEach(i -> ports.add(i.name()));
    request.outputs().forEach(o -> ports.add(o.name()));
    request.heads().forEach(h -> ports.add(h.name()));
    return new DatapathBuilder(
        request.name(), ports, costs.multiplier(), new CheapestConstantForm(costs));
  }

  /** {@return the nodes of the inputs' values, in their order} */
  List<Integer> inputs() {
    List<Integer> nodes = new ArrayList<>();
    for (QuantizerRequest.InputPort input : request.inputs()) {
      int port = builder.input(input.name(), input.format());
      FixedFormat held = input.held();
      nodes.add(held.equals(input.format()) ? port : builder.saturate(port, held));
    }
    return nodes;
  }

  /**
   * {@return the circuit}
   *
   * @param formula makes the node of a formula, by its index
   * @param rounding how a value gets the fraction bits of its port
   * @param argmaxForm how the largest score is found
   */
  Lowered outputs(
      IntUnaryOperator formula,
      Function<QuantizerRequest.OutputPort, Operation.Rounding> rounding,
      ArgmaxForm argmaxForm) {
    List<Datapath.Output> shown = new ArrayList<>();
    List<Datapath.Output> all = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      QuantizerRequest.OutputPort port = request.outputs().get(i);
      int value = value(formula.applyAsInt(i), port.format(), rounding.apply(port));
      values.add(value);
      all.add(new Datapath.Output(port.name(), toPort(value, port.format())));
      if (request.isPort(i)) {
        shown.add(all.getLast());
      }
    }
    HeadLowering heads = new HeadLowering(builder, argmaxForm);
    for (Head head : request.heads()) {
      shown.add(new Datapath.Output(head.name(), heads.lower(head, values)));
      all.add(shown.getLast());
    }
    Datapath datapath = builder.build(shown);
    return new Lowered(datapath, shown.equals(all) ? datapath : builder.build(all));
  }

  /** {@return a value with the fraction bits of a port, within its format} */
  private int value(int node, FixedFormat format, Operation.Rounding rounding) {
    int rounded =
        builder.fractionBits(node) >= format.fractionBits()
            ? builder.round(node, format.fractionBits(), rounding)
            : builder.align(node, format.fractionBits());
    boolean fits =
        format.holds(builder.node(rounded).rawLo()) && format.holds(builder.node(rounded).rawHi());
    return fits ? rounded : builder.saturate(rounded, format);
  }

  private int toPort(int value, FixedFormat format) {
    return builder.format(value).equals(format) ? value : builder.saturate(value, format);
  }
}
