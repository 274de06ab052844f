# Timing of mixer as the top of a run of its own.
# Written by formgate 1.2.3.
#
# level = core + core*gate
# buffer2 = "gate"?endmodule */ ? end
# input    core    : fixed<8,4> GeV, two's complement / 2^4
# input    gate    : ufixed<1,1>, unsigned
# output   level   : fixed<9,5> GeV, two's complement / 2^4
# output   buffer2 : ufixed<1,1>, unsigned
# latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
# device   xcvu9p-2
# spec     SHA-256 0123456789abcdef

create_clock -name clock -period 2.5 [get_ports clock]

# It clears valid bits only; release it while valid_in is low.
set_false_path -from [get_ports reset]

# Replace the 0 by what lies between the ports and the registers outside, in ns.
set_input_delay -clock clock 0 [get_ports {valid_in core[*] gate}]
set_output_delay -clock clock 0 [get_ports {valid_out level[*] buffer2}]
