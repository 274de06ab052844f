// AXI4-Stream around mixer.
// Written by formgate 1.2.3.
//
// level = core + core*gate
// buffer2 = "gate"?endmodule */ ? end
// input    core    : fixed<8,4> GeV, two's complement / 2^4
// input    gate    : ufixed<1,1>, unsigned
// output   level   : fixed<9,5> GeV, two's complement / 2^4
// output   buffer2 : ufixed<1,1>, unsigned
// latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
// wrapper  mixer_axi_stream, 3 cycles where nobody waits
// device   xcvu9p-2
// spec     SHA-256 0123456789abcdef

module mixer_axi_stream(
  input         aclk,          // rising edge
  input         aresetn,       // synchronous, active low
  input         s_axis_tvalid, // a vector is offered
  output        s_axis_tready, // it is accepted in this cycle
  input  [15:0] s_axis_tdata,  // the inputs, below
  input         s_axis_tlast,  // comes out with the result
  output        m_axis_tvalid, // a result is offered
  input         m_axis_tready, // it is taken in this cycle
  output [23:0] m_axis_tdata,  // the outputs, below
  output        m_axis_tlast   // that of the result's vector
);
  // s_axis_tdata
  //   core : fixed<8,4> in [7:0] of [7:0]
  //   gate : ufixed<1,1> in [8] of [15:8]
  // m_axis_tdata
  //   level   : fixed<9,5> in [8:0] of [15:0]
  //   buffer2 : ufixed<1,1> in [16] of [23:16]
  wire reset = ~aresetn;
  wire valid_in;
  wire valid_out;
  wire [10:0] result;  // TLAST, then the outputs, the first lowest
  wire [10:0] result_out;
  reg [1:0] last;  // TLAST of the vectors in the circuit
  always @(posedge aclk)
    last <= {last[0], s_axis_tlast};
  assign result[10] = last[1];

  mixer core (
    .clock(aclk),
    .reset(reset),
    .valid_in(valid_in),
    .core(s_axis_tdata[7:0]),
    .gate(s_axis_tdata[8]),
    .valid_out(valid_out),
    .level(result[8:0]),
    .buffer2(result[9])
  );
  mixer_stream_buffer buffer (
    .clock(aclk),
    .reset(reset),
    .valid_in(s_axis_tvalid),
    .ready_in(s_axis_tready),
    .accepted(valid_in),
    .result_valid(valid_out),
    .result(result),
    .valid_out(m_axis_tvalid),
    .ready_out(m_axis_tready),
    .result_out(result_out)
  );
  assign m_axis_tlast = result_out[10];
  assign m_axis_tdata = {7'd0, result_out[9], {7{result_out[8]}}, result_out[8:0]};
endmodule

// Keeps results until they are taken, in the order of their vectors. A vector is accepted only while there is
// room for its result, those counted that are still in the circuit. 4 places are enough for a result in every
// cycle at the circuit's latency of 2. Nothing is handed over in a cycle with reset.
module mixer_stream_buffer(
  input         clock,        // rising edge
  input         reset,        // synchronous, active high
  input         valid_in,     // the source offers a vector
  output        ready_in,     // it is accepted in this cycle
  output        accepted,     // to the circuit's valid_in
  input         result_valid, // from the circuit's valid_out
  input  [10:0] result,       // from the circuit
  output        valid_out,    // a result is offered
  input         ready_out,    // the sink takes it in this cycle
  output [10:0] result_out    // the result
);
  reg [2:0] held;    // vectors that are accepted and whose results are not yet taken
  reg [2:0] stored;  // those of them whose results are here
  reg [1:0] write_index;
  reg [1:0] read_index;
  reg [10:0] results [0:3];
  wire taken = valid_out & ready_out;

  assign ready_in = (held != 3'd4) & ~reset;
  assign accepted = valid_in & ready_in;
  assign valid_out = (stored != 3'd0) & ~reset;
  assign result_out = results[read_index];

  always @(posedge clock) begin
    if (result_valid)
      results[write_index] <= result;
    if (reset) begin
      held <= 3'd0;
      stored <= 3'd0;
      write_index <= 2'd0;
      read_index <= 2'd0;
    end
    else begin
      if (accepted != taken)
        held <= accepted ? held + 3'd1 : held - 3'd1;
      if (result_valid != taken)
        stored <= result_valid ? stored + 3'd1 : stored - 3'd1;
      if (result_valid)
        write_index <= write_index == 2'd3 ? 2'd0 : write_index + 2'd1;
      if (taken)
        read_index <= read_index == 2'd3 ? 2'd0 : read_index + 2'd1;
    end
  end
endmodule
