// Technology map for yosys: finds signed products again.
//
// firtool prints a signed product as an unsigned one whose operands are extended to the width of the
// result by copies of their signs. Older releases of yosys then fill several multiplier blocks instead
// of one. Use after `proc` and `opt`, before synthesis:  techmap -map signed_multiply.v
//
// yosys numbers the bits of a port so that equal numbers are equal bits. The bits at the top of a port
// that all equal the one below them are its sign; without them the product is one of signed operands.
(* techmap_celltype = "$mul" *)
module signed_multiply (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  parameter _TECHMAP_BITS_CONNMAP_ = 0;
  localparam ID = _TECHMAP_BITS_CONNMAP_;
  parameter [A_WIDTH * ID - 1 : 0] _TECHMAP_CONNMAP_A_ = 0;
  parameter [B_WIDTH * ID - 1 : 0] _TECHMAP_CONNMAP_B_ = 0;
  input [A_WIDTH-1:0] A;
  input [B_WIDTH-1:0] B;
  output [Y_WIDTH-1:0] Y;

  // The number of bits of A without the copies of its sign.
  function integer signed_width_a;
    input integer unused;
    integer bit_;
    begin
      signed_width_a = A_WIDTH;
      for (bit_ = A_WIDTH - 2; bit_ >= 0; bit_ = bit_ - 1)
        if (signed_width_a == bit_ + 2
            && _TECHMAP_CONNMAP_A_[bit_ * ID +: ID] == _TECHMAP_CONNMAP_A_[(bit_ + 1) * ID +: ID])
          signed_width_a = bit_ + 1;
    end
  endfunction

  // The number of bits of B without the copies of its sign.
  function integer signed_width_b;
    input integer unused;
    integer bit_;
    begin
      signed_width_b = B_WIDTH;
      for (bit_ = B_WIDTH - 2; bit_ >= 0; bit_ = bit_ - 1)
        if (signed_width_b == bit_ + 2
            && _TECHMAP_CONNMAP_B_[bit_ * ID +: ID] == _TECHMAP_CONNMAP_B_[(bit_ + 1) * ID +: ID])
          signed_width_b = bit_ + 1;
    end
  endfunction

  localparam WA = signed_width_a(0);
  localparam WB = signed_width_b(0);

  // Signs do not matter modulo 2^Y_WIDTH only where both operands span the whole result.
  wire _TECHMAP_FAIL_ = A_SIGNED || B_SIGNED || A_WIDTH < Y_WIDTH || B_WIDTH < Y_WIDTH
      || (WA == A_WIDTH && WB == B_WIDTH);

  wire signed [WA-1:0] a = A[WA-1:0];
  wire signed [WB-1:0] b = B[WB-1:0];
  assign Y = a * b;
endmodule
