package io.formgate.sim.synthesis;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.sim.ToolRunner;
import java.time.Duration;

/** The machine's tools, and designs to try them on. */
final class SynthesisTools {
  static final Duration TIME_LIMIT = Duration.ofMinutes(3);

  /** A sum of two registered words into a register. */
  static final Design ADDER =
      Design.of(
          "adder",
          """
          module adder(input clock, input [15:0] a, input [15:0] b, output reg [16:0] y);
            reg [15:0] ra, rb;
            always @(posedge clock) begin
              ra <= a;
              rb <= b;
              y <= {ra[15], ra} + {rb[15], rb};
            end
          endmodule
          """);

  private SynthesisTools() {}

  static ToolRunner runner() {
    return new ToolRunner(System.getenv());
  }

  static DiagnosticCode codeOf(Throwable thrown) {
    return ((DiagnosticException) thrown).diagnostics().getFirst().code();
  }
}
