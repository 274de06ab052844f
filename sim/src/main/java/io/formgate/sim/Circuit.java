package io.formgate.sim;

import io.formgate.datapath.Datapath;
import java.util.List;

/**
 * An emitted module and the widths of its data ports.
 *
 * @param moduleName name of the top module
 * @param systemVerilog its text
 * @param inputs data inputs, in the order of the datapath's inputs
 * @param outputs data outputs, in the order of the datapath's outputs
 */
public record Circuit(
    String moduleName, String systemVerilog, List<Port> inputs, List<Port> outputs) {

  /**
   * A data port.
   *
   * @param name name in the module
   * @param widthBits width
   */
  public record Port(String name, int widthBits) {}

  /** Copies the ports. */
  public Circuit {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * {@return the circuit that claims to implement a datapath}
   *
   * @param datapath whose ports it has
   * @param moduleName name of the top module
   * @param systemVerilog its text
   */
  public static Circuit of(Datapath datapath, String moduleName, String systemVerilog) {
    return new Circuit(
        moduleName,
        systemVerilog,
        datapath.inputs().stream().map(i -> port(datapath.node(i).name(), datapath, i)).toList(),
        datapath.outputs().stream().map(o -> port(o.name(), datapath, o.node())).toList());
  }

  private static Port port(String name, Datapath datapath, int node) {
    return new Port(name, datapath.node(node).format().widthBits());
  }
}
