# Places and routes mixer_ready_valid out of context, in Vivado's batch mode.
# Written by formgate 1.2.3.
#
# level = core + core*gate
# buffer2 = "gate"?endmodule */ ? end
# input    core    : fixed<8,4> GeV, two's complement / 2^4
# input    gate    : ufixed<1,1>, unsigned
# output   level   : fixed<9,5> GeV, two's complement / 2^4
# output   buffer2 : ufixed<1,1>, unsigned
# latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
# wrapper  mixer_ready_valid, 3 cycles where nobody waits
# device   xcvu9p-2
# spec     SHA-256 0123456789abcdef

# vivado -mode batch -source mixer.tcl                    the first package of the device
# vivado -mode batch -source mixer.tcl -tclargs PART      another part
set here [file dirname [file normalize [info script]]]
if {[info exists argv] && [llength $argv] > 0} {
  set part [lindex $argv 0]
} else {
  set parts [lsort [get_parts -filter {DEVICE == xcvu9p && SPEED == -2}]]
  if {[llength $parts] == 0} {
    error "this Vivado has no part with DEVICE == xcvu9p && SPEED == -2: name one with -tclargs"
  }
  set part [lindex $parts 0]
}

read_verilog -sv [file join $here mixer.sv]
read_verilog -sv [file join $here mixer_ready_valid.sv]
read_xdc -mode out_of_context [file join $here mixer.xdc]

synth_design -mode out_of_context -top mixer_ready_valid -part $part
opt_design
place_design
phys_opt_design
route_design

report_utilization -file mixer_ready_valid_utilization.rpt
report_timing_summary -file mixer_ready_valid_timing.rpt
write_checkpoint -force mixer_ready_valid.dcp

foreach path [get_timing_paths -delay_type max -max_paths 1] {
  set slack [get_property SLACK $path]
  if {$slack ne "" && $slack < 0} {
    error "timing is not met: the worst slack is $slack ns, see mixer_ready_valid_timing.rpt"
  }
}
