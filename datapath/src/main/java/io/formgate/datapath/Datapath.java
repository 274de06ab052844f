package io.formgate.datapath;

import io.formgate.expression.FixedFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * An untimed circuit: nodes in an order in which operands come before their users.
 *
 * <p>Text form: {@link DatapathText}. Meaning: {@link DatapathInterpreter}.
 *
 * @param name name of the module, a legal signal name
 * @param tables the function tables
 * @param nodes the nodes; an operand is an index into this list
 * @param outputs the output ports, at least one
 */
public record Datapath(
    String name, List<FunctionTable> tables, List<Node> nodes, List<Output> outputs) {

  /**
   * An output port.
   *
   * @param name name of the port
   * @param node index of the node whose value it carries
   */
  public record Output(String name, int node) {}

  /** Copies the lists. */
  public Datapath {
    tables = List.copyOf(tables);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /**
   * {@return a node}
   *
   * @param index its index
   */
  public Node node(int index) {
    return nodes.get(index);
  }

  /** {@return the indices of the input nodes, in the order of the ports} */
  public List<Integer> inputs() {
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).operation() instanceof Operation.Input) {
        inputs.add(i);
      }
    }
    return inputs;
  }

  /** {@return the formats of the input ports} */
  public List<FixedFormat> inputFormats() {
    return inputs().stream().map(i -> node(i).format()).toList();
  }

  /** {@return the formats of the output ports} */
  public List<FixedFormat> outputFormats() {
    return outputs.stream().map(o -> node(o.node()).format()).toList();
  }

  /**
   * Checks every rule of {@code docs/datapath-semantics.md}.
   *
   * @return this
   * @throws IllegalStateException naming the node and the rule that is broken
   */
  public Datapath verify() {
    DatapathVerifier.verify(this);
    return this;
  }
}
