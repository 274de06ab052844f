package io.formgate.benchmarks;

import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Failures of tools, such as of a full disk: they say nothing of a design, which is then not in the
 * cells and is measured by the next run. A run is given up when there are many.
 */
final class ToolFailures {
  /** Failures at which a run ends: what goes on behind them would mostly fail too. */
  static final int MOST = 10;

  private static final Set<DiagnosticCode> OF_TOOLS =
      EnumSet.of(
          DiagnosticCode.TOOL_MISSING,
          DiagnosticCode.TOOL_FAILED,
          DiagnosticCode.TOOL_TIMEOUT,
          DiagnosticCode.OUTPUT_UNWRITABLE);

  private final PrintStream out;
  private int count;

  /**
   * None yet.
   *
   * @param out gets what fails
   */
  ToolFailures(PrintStream out) {
    this.out = out;
  }

  /**
   * {@return whether an exception is the failure of a tool, not of the circuit that it works on}
   */
  static boolean isOne(RuntimeException exception) {
    return exception instanceof DiagnosticException e
        && e.diagnostics().stream().anyMatch(d -> OF_TOOLS.contains(d.code()));
  }

  /**
   * {@return what is measured; empty if a tool fails}
   *
   * @param design names it
   * @param measure measures it
   * @throws DiagnosticException the failure, when there were so many before it
   */
  <R> Optional<R> measured(String design, Supplier<R> measure) {
    try {
      return Optional.of(measure.get());
    } catch (DiagnosticException e) {
      if (!isOne(e)) {
        throw e;
      }
      synchronized (this) {
        if (++count > MOST) {
          throw e;
        }
        out.println(design + " is not measured: " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** {@return whether every design was measured; says so if not} */
  synchronized boolean none() {
    if (count > 0) {
      out.println(count + " times a tool failed: the same command measures what is left");
    }
    return count == 0;
  }
}
