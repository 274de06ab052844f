package io.formgate.expression;

import java.util.List;
import java.util.stream.Collectors;

/** Carries the mistakes of a user out of a stage that cannot go on; all that were found. */
public final class DiagnosticException extends RuntimeException {
  private final List<Diagnostic> diagnostics;

  /**
   * Wraps diagnostics.
   *
   * @param diagnostics at least one
   */
  public DiagnosticException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining()));
    if (diagnostics.isEmpty()) {
      throw new IllegalArgumentException("a DiagnosticException needs a diagnostic");
    }
    this.diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Wraps one diagnostic.
   *
   * @param diagnostic the mistake
   */
  public DiagnosticException(Diagnostic diagnostic) {
    this(List.of(diagnostic));
  }

  /** {@return the mistakes, in the order they were found} */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
