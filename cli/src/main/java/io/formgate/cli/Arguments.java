package io.formgate.cli;

import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;

/** Checks of command-line arguments. */
final class Arguments {
  private Arguments() {}

  /** Refuses a number that is too small. */
  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw usage(option + " is " + value, "give at least " + least);
    }
  }

  /** {@return the exception for a wrong argument} */
  static DiagnosticException usage(String message, String mend) {
    return new DiagnosticException(Diagnostic.of(DiagnosticCode.USAGE, message, mend));
  }
}
