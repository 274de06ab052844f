package io.formgate.cli;

import io.formgate.expression.DiagnosticException;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;

/** Runs of {@code distill} whose scores are tables: their text is no formula. */
final class TableRun {
  private TableRun() {}

  /** {@return whether the circuits of a run are sums of tables} */
  static boolean isOne(ReportData run) {
    return run.candidates().stream()
        .map(Candidate::files)
        .flatMap(files -> files.stream())
        .anyMatch(f -> f.path().endsWith("/tables.txt"));
  }

  /** {@return the exception for a formula that is asked of such a run} */
  static DiagnosticException hasNoFormula() {
    return Arguments.usage(
        "the scores of this run are sums of tables, which are no formula",
        "take tables.txt or points.csv of a folder below candidates/, or distill again with --forms"
            + " closed");
  }
}
