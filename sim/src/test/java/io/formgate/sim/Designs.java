package io.formgate.sim;

import io.formgate.datapath.Datapath;
import io.formgate.datapath.DatapathText;

/** Hand-written datapaths, each with a hand-written circuit. */
final class Designs {
  private Designs() {}

  /** A golden model, the circuit that implements it, and the circuit's latency. */
  record Design(Datapath datapath, int latencyCycles, String systemVerilog) {

    /** {@return the design with one text of the circuit replaced; the text has to be there} */
    Design broken(String from, String to) {
      if (!systemVerilog.contains(from)) {
        throw new IllegalArgumentException("no \"" + from + "\" in the circuit");
      }
      return new Design(datapath, latencyCycles, systemVerilog.replace(from, to));
    }

    /** {@return the design with another promise} */
    Design promising(int cycles) {
      return new Design(datapath, cycles, systemVerilog);
    }

    VerificationRequest request(Stimulus stimulus) {
      return new VerificationRequest(
          datapath, latencyCycles, datapath.name(), systemVerilog, stimulus, 1);
    }
  }

  private static Design design(int latency, String datapath, String systemVerilog) {
    return new Design(DatapathText.parse(datapath).verify(), latency, systemVerilog);
  }

  /** Unsigned, combinational; port names that no C++ class could have as members. */
  static Design combinational() {
    return design(
        0,
        """
        datapath Sum
        name = input : ufixed<4,4> in 0 .. 15
        double = input : ufixed<4,4> in 0 .. 15
        sum = add name double : ufixed<5,5> in 0 .. 30
        output eval__x = sum
        """,
        """
        module Sum(input clock, input reset, input valid_in, input [3:0] name,
            input [3:0] double, output valid_out, output [4:0] eval__x);
          assign valid_out = valid_in;
          assign eval__x = {1'b0, name} + {1'b0, double};
        endmodule
        """);
  }

  /** A table, one rank of registers. */
  static Design table() {
    return design(
        1,
        """
        datapath Lut
        table squares fixed<3,3> ufixed<5,5> 0 1 4 9 16 9 4 1
        a = input : fixed<3,3> in -4 .. 3
        b = input : ufixed<20,5> in 0 .. 1048575
        q = lookup squares a : ufixed<5,5> in 0 .. 16
        w = align q : ufixed<20,5> in 0 .. 524288
        y = add w b : ufixed<21,6> in 0 .. 1572863
        output y = y
        """,
        """
        module Lut(input clock, input reset, input valid_in, input [2:0] a, input [19:0] b,
            output valid_out, output [20:0] y);
          reg [4:0] q;
          always_comb begin
            case (a)
              3'd0: q = 5'd0;
              3'd1, 3'd7: q = 5'd1;
              3'd2, 3'd6: q = 5'd4;
              3'd3, 3'd5: q = 5'd9;
              default: q = 5'd16;
            endcase
          end
          reg valid_s1;
          reg [20:0] y_s1;
          always @(posedge clock) begin
            valid_s1 <= reset ? 1'b0 : valid_in;
            y_s1 <= {1'b0, q, 15'd0} + {1'b0, b};
          end
          assign valid_out = valid_s1;
          assign y = y_s1;
        endmodule
        """);
  }

  /** Signed product, rounded and saturated, three ranks of registers. */
  static Design pipeline() {
    return design(
        3,
        """
        datapath Pipe
        x = input : fixed<12,4> in -2048 .. 2047
        y = input : fixed<12,4> in -2048 .. 2047
        p = multiply x y : fixed<24,8> in -4192256 .. 4194304
        r = round nearest p : fixed<16,8> in -16376 .. 16384
        s = saturate r : fixed<12,4> in -2048 .. 2047
        output result = s
        """,
        """
        module Pipe(input clock, input reset, input valid_in, input [11:0] x, input [11:0] y,
            output valid_out, output [11:0] result);
          reg [2:0] valid;
          reg signed [23:0] p_s1;
          reg signed [15:0] r;
          reg signed [11:0] s_s1;
          wire signed [24:0] biased = p_s1 + 25'sd128;
          always @(posedge clock) begin
            valid <= reset ? 3'd0 : {valid[1:0], valid_in};
            p_s1 <= $signed(x) * $signed(y);
            r <= biased >>> 8;
            s_s1 <= r > 2047 ? 12'sd2047 : r < -2048 ? -12'sd2048 : r[11:0];
          end
          assign valid_out = valid[2];
          assign result = s_s1;
        endmodule
        """);
  }

  /** Ports of 40 bits and more, two outputs. */
  static Design wide() {
    return design(
        1,
        """
        datapath Wide
        u = input : fixed<40,20> in -549755813888 .. 549755813887
        v = input : fixed<40,20> in -549755813888 .. 549755813887
        d = subtract u v : fixed<41,21> in -1099511627775 .. 1099511627775
        m = minimum u v : fixed<40,20> in -549755813888 .. 549755813887
        output difference = d
        output smaller = m
        """,
        """
        module Wide(input clock, input reset, input valid_in, input [39:0] u, input [39:0] v,
            output valid_out, output [40:0] difference, output [39:0] smaller);
          reg valid;
          reg [40:0] d;
          reg [39:0] m;
          always @(posedge clock) begin
            valid <= ~reset & valid_in;
            d <= {u[39], u} - {v[39], v};
            m <= $signed(u) < $signed(v) ? u : v;
          end
          assign valid_out = valid;
          assign difference = d;
          assign smaller = m;
        endmodule
        """);
  }
}
