// Holds the design against the formula in real arithmetic at random vectors in the declared ranges, a vector a cycle.
`timescale 1ns / 1ps
module bench;
  parameter VECTORS = 100000;
  parameter LATENCY = 11;
  reg clock = 0;
  reg [11:0] pt1, pt2;
  reg signed [11:0] eta1, eta2, phi1, phi2;
  wire [13:0] M;
  dimuon_by_hand dut (clock, pt1, pt2, eta1, eta2, phi1, phi2, M);

  real expected[0:LATENCY];
  real truth, error, allowed, share, worst;
  integer i, k, seed, compared, deta, dphi;
  function [11:0] between(input integer low, input integer high);
    between = $dist_uniform(seed, low, high);
  endfunction

  initial begin
    seed = 1;
    worst = 0;
    compared = 0;
    for (i = 0; i < VECTORS + LATENCY - 1; i = i + 1) begin
      pt1 = between(24, 2400);
      pt2 = between(24, 2400);
      eta1 = between(-1280, 1280);
      // Every second pair is close, where a small difference is left of two large values.
      eta2 = i % 2 == 0 ? between(-1280, 1280) : eta1 + $dist_uniform(seed, -8, 8);
      phi1 = between(-1638, 1638);
      phi2 = i % 2 == 0 ? between(-1638, 1638) : phi1 + $dist_uniform(seed, -8, 8);
      for (k = LATENCY; k > 0; k = k - 1) expected[k] = expected[k-1];
      deta = eta1 - eta2;
      dphi = phi1 - phi2;
      truth = $sqrt(2 * (pt1 / 8.0) * (pt2 / 8.0) * ($cosh(deta / 512.0) - $cos(dphi / 512.0)));
      expected[0] = truth > 16383 / 32.0 ? 16383 / 32.0 : truth;
      #1 clock = 1;
      #1 clock = 0;
      if (i >= LATENCY - 1) begin
        truth = expected[LATENCY-1];
        error = M / 32.0 - truth;
        if (error < 0) error = -error;
        allowed = truth / 100 > 0.25 ? truth / 100 : 0.25;
        share = error / allowed;
        if (share > worst) worst = share;
        compared = compared + 1;
        if (!(share <= 1)) begin
          $display("FAILED at vector %0d: %f for %f", i - LATENCY + 1, M / 32.0, truth);
          $finish(1);
        end
      end
    end
    $display("compared %0d vectors, worst %0.1f %% of the tolerance", compared, 100 * worst);
  end
endmodule
