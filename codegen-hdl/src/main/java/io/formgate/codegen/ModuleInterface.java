package io.formgate.codegen;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.Node;
import io.formgate.hwcost.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name and the ports of a module.
 *
 * @param name of the module
 * @param ports in their order, one clock and one reset among them
 */
public record ModuleInterface(String name, List<Port> ports) {

  /** What a port is for. */
  public enum Role {
    /** Its rising edge moves all registers. */
    CLOCK,
    /** Clears valid bits and counters, synchronous. */
    RESET,
    /** A single bit that says when data move. */
    HANDSHAKE,
    /** Bits of values. */
    DATA
  }

  /**
   * A port.
   *
   * @param name of the port
   * @param isInput whether it goes into the module
   * @param role what it is for
   * @param widthBits bits; one bit is a scalar in SystemVerilog
   * @param meaning for a comment
   */
  public record Port(String name, boolean isInput, Role role, int widthBits, String meaning) {}

  /** Copies the list. */
  public ModuleInterface {
    ports = List.copyOf(ports);
  }

  /**
   * {@return the module of a pipeline, as {@link HdlBackend} emits it}
   *
   * @param pipeline the circuit
   */
  public static ModuleInterface core(Pipeline pipeline) {
    List<Port> ports = new ArrayList<>(clockAndReset("clock", "reset", "synchronous, active high"));
    int interval = pipeline.initiationInterval();
    String often = interval == 1 ? "" : ", at most every " + interval + " cycles";
    ports.add(new Port("valid_in", true, Role.HANDSHAKE, 1, "the inputs hold a vector" + often));
    ports.addAll(inputs(pipeline.datapath()));
    ports.add(new Port("valid_out", false, Role.HANDSHAKE, 1, "the outputs hold a result"));
    ports.addAll(outputs(pipeline.datapath()));
    return new ModuleInterface(pipeline.datapath().name(), ports);
  }

  static List<Port> clockAndReset(String clock, String reset, String resetMeaning) {
    return List.of(
        new Port(clock, true, Role.CLOCK, 1, "rising edge"),
        new Port(reset, true, Role.RESET, 1, resetMeaning));
  }

  /** {@return the data ports of a datapath's inputs} */
  static List<Port> inputs(Datapath datapath) {
    List<Port> ports = new ArrayList<>();
    for (int input : datapath.inputs()) {
      Node node = datapath.node(input);
      ports.add(data(node.name(), true, node));
    }
    return ports;
  }

  /** {@return the data ports of a datapath's outputs} */
  static List<Port> outputs(Datapath datapath) {
    List<Port> ports = new ArrayList<>();
    for (Datapath.Output output : datapath.outputs()) {
      ports.add(data(output.name(), false, datapath.node(output.node())));
    }
    return ports;
  }

  private static Port data(String name, boolean isInput, Node node) {
    return new Port(name, isInput, Role.DATA, node.format().widthBits(), node.format().toString());
  }

  /** {@return the clock} */
  public Port clock() {
    return of(Role.CLOCK).getFirst();
  }

  /** {@return the reset} */
  public Port reset() {
    return of(Role.RESET).getFirst();
  }

  /**
   * {@return the ports of a role, in their order}
   *
   * @param role what they are for
   */
  public List<Port> of(Role role) {
    return ports.stream().filter(p -> p.role() == role).toList();
  }

  /** {@return a name that no port has or begins with, compared without regard to case} */
  String freeName(String wish) {
    String name = wish;
    for (int i = 2; isTaken(name); i++) {
      name = wish + i;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return ports.stream().anyMatch(p -> p.name().toLowerCase(Locale.ROOT).startsWith(name));
  }
}
