package io.formgate.sim.synthesis;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;

/** What tools write. */
final class ToolOutput {
  private ToolOutput() {}

  /** {@return the failure of a tool that wrote something else than it should} */
  static DiagnosticException unexpected(String tool, String what) {
    return new DiagnosticException(
        Diagnostic.of(
            DiagnosticCode.TOOL_FAILED,
            tool + " ended well, but " + what,
            "use a version of " + tool + " that the page verification names"));
  }
}
