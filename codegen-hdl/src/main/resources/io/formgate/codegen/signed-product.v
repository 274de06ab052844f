// Finds signed products in the way firtool prints them: an unsigned product, as wide as the result, of operands
// that were extended to that width. Modulo 2**Y_WIDTH such a product equals the signed product of the operands
// before their extension, which fits one multiplier block where the extended one would take several.
(* techmap_celltype = "$mul" *)
module formgate_signed_product (A, B, Y);
  parameter A_SIGNED = 0;
  parameter B_SIGNED = 0;
  parameter A_WIDTH = 1;
  parameter B_WIDTH = 1;
  parameter Y_WIDTH = 1;
  input [A_WIDTH-1:0] A;
  input [B_WIDTH-1:0] B;
  output [Y_WIDTH-1:0] Y;

  // One number per bit, in chunks of BITS; equal numbers are one net, and numbers 0 and 1 are the constants.
  parameter _TECHMAP_BITS_CONNMAP_ = 1;
  parameter [A_WIDTH*_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_A_ = 0;
  parameter [B_WIDTH*_TECHMAP_BITS_CONNMAP_-1:0] _TECHMAP_CONNMAP_B_ = 0;
  localparam BITS = _TECHMAP_BITS_CONNMAP_;
  localparam LONGER = A_WIDTH > B_WIDTH ? A_WIDTH : B_WIDTH;

  // The narrowest signed number that has the operand's value: its top bit is the copy that is kept.
  function integer signed_width;
    input integer width;
    input [LONGER*BITS-1:0] nets;
    reg ended;
    begin
      signed_width = width;
      ended = 0;
      while (signed_width > 1 && !ended)
        if (nets[(signed_width-1)*BITS +: BITS] == nets[(signed_width-2)*BITS +: BITS])
          signed_width = signed_width - 1;
        else
          ended = 1;
    end
  endfunction

  localparam A_NARROW = signed_width(A_WIDTH, _TECHMAP_CONNMAP_A_);
  localparam B_NARROW = signed_width(B_WIDTH, _TECHMAP_CONNMAP_B_);
  localparam A_POSITIVE = _TECHMAP_CONNMAP_A_[(A_WIDTH-1)*BITS +: BITS] == 0;
  localparam B_POSITIVE = _TECHMAP_CONNMAP_B_[(B_WIDTH-1)*BITS +: BITS] == 0;

  // An operand that is narrower than the result is extended by the cell itself, where its sign matters. A product
  // of two operands that are never negative stays unsigned: a sign bit would only make it wider.
  wire _TECHMAP_FAIL_ = A_SIGNED || B_SIGNED || A_WIDTH < Y_WIDTH || B_WIDTH < Y_WIDTH
    || (A_POSITIVE && B_POSITIVE) || (A_NARROW == A_WIDTH && B_NARROW == B_WIDTH);

  wire signed [A_NARROW-1:0] a = A[A_NARROW-1:0];
  wire signed [B_NARROW-1:0] b = B[B_NARROW-1:0];
  assign Y = a * b;
endmodule
