package io.formgate.codegen;

import io.formgate.hwcost.DeviceModel;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The core description for FuseSoC, in its language CAPI2, which is YAML: the sources, and targets
 * to lint and to synthesize the top module.
 */
final class FuseSocCore {
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*");

  private FuseSocCore() {}

  /** {@return the file} */
  static HdlFile file(HdlRequest request) {
    String top = request.top().name();
    StringBuilder out = new StringBuilder("CAPI=2:\n");
    out.append(FileHeader.of("#", "Core of " + top + " for FuseSoC.", request)).append('\n');
    out.append("name: ")
        .append(quoted("formgate:circuit:" + request.name() + ":" + version(request)));
    out.append("\ndescription: ");
    out.append(quoted(String.join("; ", request.description().formulas())));
    out.append("\n\nfilesets:\n");
    fileset("rtl", request.systemVerilogFiles(), "systemVerilogSource", out);
    fileset("vhdl", List.of(VhdlWrapper.file(request).name()), "vhdlSource", out);
    DeviceModel device = request.pipeline().device();
    if (VivadoScript.isXilinx(device)) {
      fileset("xdc", List.of(TimingConstraints.xdc(request).name()), "xdc", out);
    }
    out.append("\ntargets:\n  default: &default\n    filesets: [rtl]\n    toplevel: ").append(top);
    out.append(
        """

          lint:
            <<: *default
            flow: lint
            flow_options:
              tool: verilator
              verilator_options: [--lint-only, -Wall, -Wno-DECLFILENAME, -Wno-UNUSED]
          synth:
            <<: *default
            flow: generic
            flow_options:
              tool: yosys
        """);
    yosys(device.family(), out);
    if (VivadoScript.isXilinx(device)) {
      out.append(
          """
            # fusesoc run --target=vivado ... --part PART
            vivado:
              <<: *default
              filesets: [rtl, xdc]
              flow: vivado
              flow_options:
                pnr: none
          """);
    }
    return new HdlFile(request.name() + ".core", HdlFile.Kind.FUSESOC_CORE, out.toString());
  }

  private static void yosys(DeviceModel.Family family, StringBuilder out) {
    String architecture =
        switch (family) {
          case XCUP, XC7 -> "xilinx";
          case ECP5 -> "ecp5";
          case ICE40 -> "ice40";
          case NONE -> "";
        };
    if (!architecture.isEmpty()) {
      out.append("      arch: ").append(architecture).append('\n');
    }
    List<String> words = Arrays.asList(YosysScript.mapping(family).split(" "));
    out.append("      yosys_synth_options: [");
    out.append(String.join(", ", words.subList(1, words.size()))).append("]\n");
  }

  private static void fileset(String name, List<String> files, String type, StringBuilder out) {
    out.append("  ").append(name).append(":\n    files: ");
    out.append(files.stream().collect(Collectors.joining(", ", "[", "]")));
    out.append("\n    file_type: ").append(type).append('\n');
  }

  /** FuseSoC knows versions of numbers only. */
  private static String version(HdlRequest request) {
    Matcher m = VERSION.matcher(request.description().toolVersion());
    return m.lookingAt() ? m.group() : "0";
  }

  /** {@return a text in YAML's double quotes} */
  private static String quoted(String text) {
    return '"' + text.replaceAll("[^\\x20-\\x7e]", "?").replaceAll("[\\\\\"]", "\\\\$0") + '"';
  }
}
