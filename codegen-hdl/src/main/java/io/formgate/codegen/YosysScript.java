package io.formgate.codegen;

import io.formgate.hwcost.DeviceModel;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script of yosys that maps the top module to the cells of its device and counts them.
 *
 * <p>The measurements of {@code io.formgate.sim.synthesis} run the same commands.
 */
public final class YosysScript {
  private YosysScript() {}

  /**
   * {@return the command that maps a circuit to a family's cells, without the name of the top}
   *
   * @param family of the device; without one the cells are yosys's own
   */
  public static String mapping(DeviceModel.Family family) {
    return switch (family) {
      case XCUP -> "synth_xilinx -family xcup -flatten -abc9 -noiopad";
      case XC7 -> "synth_xilinx -family xc7 -flatten -abc9 -noiopad";
      case ECP5 -> "synth_ecp5 -abc9";
      case ICE40 -> "synth_ice40 -abc9 -device hx";
      case NONE -> "synth -flatten";
    };
  }

  /**
   * {@return the commands from text to cells} They flatten first, so that constants and unused bits
   * cross the borders of the modules of tables and products.
   *
   * @param files in SystemVerilog
   * @param topModule name of the outermost module
   * @param family of the device
   */
  public static List<String> commands(
      List<String> files, String topModule, DeviceModel.Family family) {
    // Primitives of the family may stand in the text, and are known before the hierarchy is
    // checked.
    String primitives =
        switch (family) {
          case XCUP, XC7 -> "read_verilog -lib +/xilinx/cells_sim.v";
          case ECP5, ICE40, NONE -> "";
        };
    return Stream.of(
            primitives,
            "read_verilog -sv " + String.join(" ", files),
            "hierarchy -check -top " + topModule,
            "proc",
            "flatten",
            "opt_clean",
            "opt",
            mapping(family) + " -top " + topModule)
        .filter(command -> !command.isEmpty())
        .toList();
  }

  /** {@return the file} */
  static HdlFile file(HdlRequest request) {
    String top = request.top().name();
    String script =
        FileHeader.of("#", "Maps " + top + " with yosys and counts its cells.", request)
            + "\n# In this folder: yosys -s "
            + request.name()
            + ".ys\n"
            + String.join(
                "\n",
                commands(request.systemVerilogFiles(), top, request.pipeline().device().family()))
            + "\ncheck -assert\ntee -o "
            + top
            + "_cells.txt stat\nwrite_json "
            + top
            + "_netlist.json\n";
    return new HdlFile(request.name() + ".ys", HdlFile.Kind.YOSYS_SCRIPT, script);
  }
}
