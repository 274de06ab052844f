# Timing of mixer_ready_valid as the top of a run of its own, such as read_xdc -mode out_of_context.
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

create_clock -name clock -period 2.5 [get_ports clock]

# Replace the 0 by what lies between the ports and the registers outside, in ns.
set_input_delay -clock clock 0 [get_ports {reset valid_in core[*] gate ready_out}]
set_output_delay -clock clock 0 [get_ports {ready_in valid_out level[*] buffer2}]
