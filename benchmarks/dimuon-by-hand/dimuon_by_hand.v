// The mass of two muons as a designer writes it down: each operation of the formula at full width, a register behind
// each, tables for the two functions, and a square root that finds four bits of its result in a stage.
//
//   M = sqrt(2 pt1 pt2 (cosh(eta1 - eta2) - cos(phi1 - phi2)))
//
// pt: ufixed<12,9>, eta and phi: fixed<12,3>, M: ufixed<14,9>, saturated.
`timescale 1ns / 1ps
module dimuon_by_hand #(
    parameter F = 19  // fraction bits of the tables: the fewest at which the bench passes
) (
    input wire clock,
    input wire [11:0] pt1,
    input wire [11:0] pt2,
    input wire signed [11:0] eta1,
    input wire signed [11:0] eta2,
    input wire signed [11:0] phi1,
    input wire signed [11:0] phi2,
    output reg [13:0] M
);
  reg [F+6:0] cosh_table[0:4095];
  reg signed [F+1:0] cos_table[0:4095];
  initial begin
    $readmemh("cosh.hex", cosh_table);
    $readmemh("cos.hex", cos_table);
  end

  // 1: differences, product of the momenta
  reg signed [12:0] deta, dphi;
  reg [23:0] momenta1, momenta2, momenta3, momenta4;
  // 2: both functions are even
  reg [11:0] abs_deta, abs_dphi;
  // 3: tables
  reg [F+6:0] cosh_deta;
  reg signed [F+1:0] cos_dphi;
  // 4: what is left of the formula under the root
  reg [F+7:0] angles;
  // 5 and 6: the product, with a register of its own for the multiplier blocks
  reg [F+31:0] product, square;
  always @(posedge clock) begin
    deta <= eta1 - eta2;
    dphi <= phi1 - phi2;
    momenta1 <= pt1 * pt2;

    abs_deta <= deta < 0 ? -deta : deta;
    abs_dphi <= dphi < 0 ? -dphi : dphi;
    momenta2 <= momenta1;

    cosh_deta <= cosh_table[abs_deta];
    cos_dphi <= cos_table[abs_dphi];
    momenta3 <= momenta2;

    angles <= $signed({1'b0, cosh_deta}) - cos_dphi;
    momenta4 <= momenta3;

    product <= momenta4 * angles;
    square <= product;
  end

  // M squared is 2 * square with F + 6 fraction bits; the root takes 18 bits before the point and 12 behind it.
  wire too_large = |square[F+31:F+23];
  wire [29:0] radicand = too_large ? 30'h3fffffff : square[F+22:F-7];

  // 7 to 10: the digits of the root, of which the last one only rounds
  reg [29:0] radicands[0:4];
  reg [14:0] roots[0:4];
  reg [16:0] rests[0:4];
  integer stage, digit;
  reg [29:0] left;
  reg [14:0] root;
  reg [16:0] rest;
  always @(posedge clock) begin
    for (stage = 0; stage < 4; stage = stage + 1) begin
      left = stage == 0 ? radicand : radicands[stage];
      root = stage == 0 ? 15'd0 : roots[stage];
      rest = stage == 0 ? 17'd0 : rests[stage];
      for (digit = 0; digit < 4; digit = digit + 1) begin
        if (stage * 4 + digit < 15) begin
          rest = {rest[14:0], left[29:28]};
          left = left << 2;
          if (rest >= {root, 2'b01}) begin
            rest = rest - {root, 2'b01};
            root = {root[13:0], 1'b1};
          end else root = {root[13:0], 1'b0};
        end
      end
      radicands[stage+1] <= left;
      roots[stage+1] <= root;
      rests[stage+1] <= rest;
    end
    // 11: round and saturate
    M <= &roots[4][14:1] ? 14'h3fff : roots[4][14:1] + roots[4][0];
  end
endmodule
