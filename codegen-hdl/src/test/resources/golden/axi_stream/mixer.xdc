# Timing of mixer_axi_stream as the top of a run of its own, such as read_xdc -mode out_of_context.
# Written by formgate 1.2.3.
#
# level = core + core*gate
# buffer2 = "gate"?endmodule */ ? end
# input    core    : fixed<8,4> GeV, two's complement / 2^4
# input    gate    : ufixed<1,1>, unsigned
# output   level   : fixed<9,5> GeV, two's complement / 2^4
# output   buffer2 : ufixed<1,1>, unsigned
# latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
# wrapper  mixer_axi_stream, 3 cycles where nobody waits
# device   xcvu9p-2
# spec     SHA-256 0123456789abcdef

create_clock -name aclk -period 2.5 [get_ports aclk]

# Replace the 0 by what lies between the ports and the registers outside, in ns.
set_input_delay -clock aclk 0 [get_ports {aresetn s_axis_tvalid s_axis_tdata[*] s_axis_tlast m_axis_tready}]
set_output_delay -clock aclk 0 [get_ports {s_axis_tready m_axis_tvalid m_axis_tdata[*] m_axis_tlast}]
