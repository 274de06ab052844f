package io.formgate.codegen;

import io.formgate.hwcost.DeviceModel;
import java.util.Optional;

/** A script of Vivado in batch mode: reads the files, synthesizes, places and routes, reports. */
final class VivadoScript {
  private VivadoScript() {}

  /** {@return the file; empty for a device that is not Vivado's} */
  static Optional<HdlFile> file(HdlRequest request) {
    DeviceModel device = request.pipeline().device();
    if (!isXilinx(device)) {
      return Optional.empty();
    }
    // Device names are those of Vivado's parts without the package: xcvu9p-2.
    int dash = device.name().lastIndexOf('-');
    String filter =
        "DEVICE == "
            + device.name().substring(0, dash)
            + " && SPEED == "
            + device.name().substring(dash);
    String title =
        "Places and routes " + request.top().name() + " out of context, in Vivado's batch mode.";
    StringBuilder reads = new StringBuilder();
    for (String file : request.systemVerilogFiles()) {
      reads.append("read_verilog -sv [file join $here ").append(file).append("]\n");
    }
    String body =
        """

        # vivado -mode batch -source %1$s.tcl                    the first package of the device
        # vivado -mode batch -source %1$s.tcl -tclargs PART      another part
        set here [file dirname [file normalize [info script]]]
        if {[info exists argv] && [llength $argv] > 0} {
          set part [lindex $argv 0]
        } else {
          set parts [lsort [get_parts -filter {%3$s}]]
          if {[llength $parts] == 0} {
            error "this Vivado has no part with %3$s: name one with -tclargs"
          }
          set part [lindex $parts 0]
        }

        %4$sread_xdc -mode out_of_context [file join $here %1$s.xdc]

        synth_design -mode out_of_context -top %2$s -part $part
        opt_design
        place_design
        phys_opt_design
        route_design

        report_utilization -file %2$s_utilization.rpt
        report_timing_summary -file %2$s_timing.rpt
        write_checkpoint -force %2$s.dcp

        foreach path [get_timing_paths -delay_type max -max_paths 1] {
          set slack [get_property SLACK $path]
          if {$slack ne "" && $slack < 0} {
            error "timing is not met: the worst slack is $slack ns, see %2$s_timing.rpt"
          }
        }
        """
            .formatted(request.name(), request.top().name(), filter, reads);
    return Optional.of(
        new HdlFile(
            request.name() + ".tcl",
            HdlFile.Kind.VIVADO_SCRIPT,
            FileHeader.of("#", title, request) + body));
  }

  /** {@return whether Vivado and what is built on it know a device} */
  static boolean isXilinx(DeviceModel device) {
    return switch (device.family()) {
      case XCUP, XC7 -> true;
      case ECP5, ICE40, NONE -> false;
    };
  }
}
