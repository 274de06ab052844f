package io.formgate.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The top module as a VHDL entity: a package with its component, an entity whose data ports are all
 * {@code std_logic_vector}, and a template to copy. VHDL-93, so that no tool needs an option.
 */
public final class VhdlWrapper {
  private static final String LIBRARIES =
      """
      library ieee;
      use ieee.std_logic_1164.all;

      """;

  private VhdlWrapper() {}

  /**
   * {@return the name of the entity}
   *
   * @param request the circuit
   */
  public static String entity(HdlRequest request) {
    return request.top().name() + "_wrapper";
  }

  /**
   * {@return the file}
   *
   * @param request the circuit
   */
  public static HdlFile file(HdlRequest request) {
    ModuleInterface top = request.top();
    String entity = entity(request);
    String unit = entity + "_pkg";
    StringBuilder out =
        new StringBuilder(FileHeader.of("--", "VHDL wrapper of " + top.name() + ".", request));
    out.append('\n').append(LIBRARIES);
    out.append("package ").append(unit).append(" is\n");
    out.append("  -- Cycles from the edge that takes a vector to the one that shows its result");
    out.append(request.wrapper() == Wrapper.NONE ? ".\n" : ", if nobody waits.\n");
    out.append("  constant latency_cycles : natural := ");
    out.append(request.topLatencyCycles()).append(";\n");
    int interval = request.pipeline().initiationInterval();
    if (interval > 1) {
      out.append("  -- Fewest cycles from one vector to the next.\n");
      out.append("  constant initiation_interval : natural := ").append(interval).append(";\n");
    }
    out.append('\n');
    out.append("  component ").append(top.name()).append(" is\n");
    ports("    ", top, false, out);
    out.append("  end component;\nend package;\n\n").append(LIBRARIES);
    out.append("entity ").append(entity).append(" is\n");
    ports("  ", top, true, out);
    out.append("end entity;\n\narchitecture rtl of ").append(entity).append(" is\nbegin\n");
    String label = top.freeName("core");
    // The name alone would mean the port, if a port has the name of the module.
    out.append("  ").append(label).append(" : component work.").append(unit).append('.');
    out.append(top.name()).append('\n');
    map("    ", top, p -> p.name() + scalar(p), out);
    out.append("end architecture;\n\n-- To instantiate it:\n--\n");
    StringBuilder template = new StringBuilder();
    template.append("u_").append(top.name()).append(" : entity work.").append(entity).append('\n');
    map("  ", top, ModuleInterface.Port::name, template);
    template.toString().lines().forEach(line -> out.append("--   ").append(line).append('\n'));
    return new HdlFile(entity + ".vhd", HdlFile.Kind.VHDL_WRAPPER, out.toString());
  }

  /** A single bit is a scalar in SystemVerilog, and a vector of one bit in the entity. */
  private static String scalar(ModuleInterface.Port port) {
    return isVector(port) && port.widthBits() == 1 ? "(0)" : "";
  }

  private static boolean isVector(ModuleInterface.Port port) {
    return port.role() == ModuleInterface.Role.DATA;
  }

  private static void ports(
      String indent, ModuleInterface module, boolean isEntity, StringBuilder out) {
    int longest = longest(module);
    List<String> lines = new ArrayList<>();
    for (ModuleInterface.Port port : module.ports()) {
      boolean vector = isVector(port) && (isEntity || port.widthBits() > 1);
      lines.add(
          indent
              + "  "
              + port.name()
              + " ".repeat(longest - port.name().length())
              + (port.isInput() ? " : in  " : " : out ")
              + (vector
                  ? "std_logic_vector(" + (port.widthBits() - 1) + " downto 0)"
                  : "std_logic"));
    }
    out.append(indent).append("port (\n").append(String.join(";\n", lines)).append('\n');
    out.append(indent).append(");\n");
  }

  private static void map(
      String indent,
      ModuleInterface module,
      Function<ModuleInterface.Port, String> actual,
      StringBuilder out) {
    int longest = longest(module);
    out.append(indent).append("port map (\n");
    out.append(
        module.ports().stream()
            .map(p ->
                indent
                    + "  "
                    + p.name()
                    + " ".repeat(longest - p.name().length())
                    + " => "
                    + actual.apply(p))
            .collect(Collectors.joining(",\n")));
    out.append('\n').append(indent).append(");\n");
  }

  private static int longest(ModuleInterface module) {
    return module.ports().stream().mapToInt(p -> p.name().length()).max().orElse(0);
  }
}
