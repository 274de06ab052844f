// Ready and valid around mixer.
// Written by formgate 1.2.3.
//
// level = core + core*gate
// buffer2 = "gate"?endmodule */ ? end
// input    core    : fixed<8,4> GeV, two's complement / 2^4
// input    gate    : ufixed<1,1>, unsigned
// output   level   : fixed<9,5> GeV, two's complement / 2^4
// output   buffer2 : ufixed<1,1>, unsigned
// latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
// wrapper  mixer_ready_valid, 3 cycles where nobody waits
// device   xcvu9p-2
// spec     SHA-256 0123456789abcdef

module mixer_ready_valid(
  input        clock,     // rising edge
  input        reset,     // synchronous, active high
  input        valid_in,  // a vector is offered
  output       ready_in,  // it is accepted in this cycle
  input  [7:0] core,      // fixed<8,4>
  input        gate,      // ufixed<1,1>
  output       valid_out, // a result is offered
  input        ready_out, // it is taken in this cycle
  output [8:0] level,     // fixed<9,5>
  output       buffer2    // ufixed<1,1>
);
  wire core2_valid_in;
  wire core2_valid_out;
  wire [8:0] core2_level;
  wire core2_buffer2;

  mixer core2 (
    .clock(clock),
    .reset(reset),
    .valid_in(core2_valid_in),
    .core(core),
    .gate(gate),
    .valid_out(core2_valid_out),
    .level(core2_level),
    .buffer2(core2_buffer2)
  );
  mixer_stream_buffer buffer3 (
    .clock(clock),
    .reset(reset),
    .valid_in(valid_in),
    .ready_in(ready_in),
    .accepted(core2_valid_in),
    .result_valid(core2_valid_out),
    .result({core2_level, core2_buffer2}),
    .valid_out(valid_out),
    .ready_out(ready_out),
    .result_out({level, buffer2})
  );
endmodule

// Keeps results until they are taken, in the order of their vectors. A vector is accepted only while there is
// room for its result, those counted that are still in the circuit. 4 places are enough for a result in every
// cycle at the circuit's latency of 2. Nothing is handed over in a cycle with reset.
module mixer_stream_buffer(
  input        clock,        // rising edge
  input        reset,        // synchronous, active high
  input        valid_in,     // the source offers a vector
  output       ready_in,     // it is accepted in this cycle
  output       accepted,     // to the circuit's valid_in
  input        result_valid, // from the circuit's valid_out
  input  [9:0] result,       // from the circuit
  output       valid_out,    // a result is offered
  input        ready_out,    // the sink takes it in this cycle
  output [9:0] result_out    // the result
);
  reg [2:0] held;    // vectors that are accepted and whose results are not yet taken
  reg [2:0] stored;  // those of them whose results are here
  reg [1:0] write_index;
  reg [1:0] read_index;
  reg [9:0] results [0:3];
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
