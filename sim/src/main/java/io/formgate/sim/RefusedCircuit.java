package io.formgate.sim;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.util.List;

/** Tells a text that Verilator has read and refused from a Verilator that failed. */
final class RefusedCircuit {
  /** How a Verilator ends by itself that found errors in what it read. */
  private static final List<String> ENDS =
      List.of("%Error: Exiting due to ", "%Error: Cannot continue");

  /** What Verilator calls an error of its own; it may be counted too. */
  private static final String ITS_OWN = "%Error: Internal Error";

  private RefusedCircuit() {}

  /**
   * {@return the failure of a Verilator: {@code CIRCUIT_REFUSED} if it is one of the text, else as
   * it was}
   *
   * @param failure thrown when Verilator was run
   * @param moduleName of the circuit
   */
  static DiagnosticException from(DiagnosticException failure, String moduleName) {
    Diagnostic failed = failure.diagnostics().getFirst();
    String message = failed.message();
    if (failed.code() != DiagnosticCode.TOOL_FAILED
        || ENDS.stream().noneMatch(message::contains)
        || message.contains(ITS_OWN)) {
      return failure;
    }
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.CIRCUIT_REFUSED,
            "Verilator takes the text of module "
                + moduleName
                + " for no circuit with its ports: "
                + message.substring(
                    message.indexOf(ToolRunner.PRINTED_LAST) + ToolRunner.PRINTED_LAST.length()),
            "undo what was changed in the SystemVerilog, or emit it again"));
  }
}
