package io.formgate.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The clock of the top module, as constraints for Vivado (XDC) and for other tools (SDC).
 *
 * <p>They are for a run in which the module is the top: within a design its clock and its ports are
 * the design's to constrain. The reset of the bare circuit is a false path, because it clears only
 * valid bits: a bit that leaves reset one cycle later than another drops a vector only if one comes
 * in that very cycle. The counters of a wrapper have to leave it together, so there it is timed.
 */
final class TimingConstraints {
  private TimingConstraints() {}

  /** {@return the file for Vivado} */
  static HdlFile xdc(HdlRequest request) {
    String title =
        "Timing of "
            + request.top().name()
            + " as the top of a run of its own, such as read_xdc -mode out_of_context.";
    return new HdlFile(
        request.name() + ".xdc",
        HdlFile.Kind.XDC,
        FileHeader.of("#", title, request) + body(request));
  }

  /** {@return the file for other tools} */
  static HdlFile sdc(HdlRequest request) {
    String title = "Timing of " + request.top().name() + " as the top of a run of its own.";
    return new HdlFile(
        request.name() + ".sdc",
        HdlFile.Kind.SDC,
        FileHeader.of("#", title, request) + body(request));
  }

  private static String body(HdlRequest request) {
    ModuleInterface top = request.top();
    String clock = top.clock().name();
    String reset = top.reset().name();
    String periodNs = FileHeader.ns(request.pipeline().clockPeriodPs());
    List<ModuleInterface.Port> inputs = new ArrayList<>();
    List<ModuleInterface.Port> outputs = new ArrayList<>();
    for (ModuleInterface.Port port : top.ports()) {
      boolean isTimed =
          switch (port.role()) {
            case CLOCK -> false;
            case RESET -> request.wrapper() != Wrapper.NONE;
            case HANDSHAKE, DATA -> true;
          };
      if (isTimed) {
        (port.isInput() ? inputs : outputs).add(port);
      }
    }
    StringBuilder out = new StringBuilder("\n");
    out.append("create_clock -name ").append(clock).append(" -period ").append(periodNs);
    out.append(" [get_ports ").append(clock).append("]\n\n");
    if (request.wrapper() == Wrapper.NONE) {
      out.append("# It clears valid bits only; release it while valid_in is low.\n");
      out.append("set_false_path -from [get_ports ").append(reset).append("]\n\n");
    }
    out.append(
        "# Replace the 0 by what lies between the ports and the registers outside, in ns.\n");
    out.append("set_input_delay -clock ").append(clock).append(" 0 ").append(ports(inputs));
    out.append("\nset_output_delay -clock ").append(clock).append(" 0 ").append(ports(outputs));
    return out.append('\n').toString();
  }

  private static String ports(List<ModuleInterface.Port> ports) {
    return ports.stream()
        .map(p -> p.widthBits() == 1 ? p.name() : p.name() + "[*]")
        .collect(Collectors.joining(" ", "[get_ports {", "}]"));
  }
}
