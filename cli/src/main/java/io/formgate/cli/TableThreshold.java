package io.formgate.cli;

import io.formgate.constraints.Spec;
import io.formgate.constraints.Threshold;
import io.formgate.datapath.TableSum;
import io.formgate.expression.Diagnostic;
import io.formgate.expression.DiagnosticCode;
import io.formgate.expression.DiagnosticException;
import io.formgate.expression.FixedFormat;
import java.util.Optional;
import java.util.OptionalLong;

/** The working point of a classifier of two classes. */
final class TableThreshold {
  private static final FixedFormat SCORE = new FixedFormat(true, 32, 32);

  private TableThreshold() {}

  /**
   * {@return the share that the spec's threshold asks for; empty without a threshold}
   *
   * @throws DiagnosticException if it is none that a table sum can have
   */
  static Optional<Threshold.Passing> passing(Spec spec) {
    if (spec.thresholds().isEmpty()) {
      return Optional.empty();
    }
    Threshold first = spec.thresholds().getFirst();
    boolean isOfFirst = first.output().equals(spec.outputs().getFirst().name());
    if (spec.thresholds().size() > 1
        || spec.outputs().size() != 2
        || !isOfFirst
        || !(first.point() instanceof Threshold.Passing passing)) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.SPEC_CONFLICT,
              first.span(),
              "a distilled classifier has a threshold where it has two classes: one, of the first"
                  + " of them, where a share of rows passes",
              "write: threshold CLASS passes at most SHARE of FORMULA"));
    }
    return Optional.of(passing);
  }

  /** {@return the least score that passes; empty without a threshold} */
  static OptionalLong of(Spec spec, TableSum sum, DistillData data) {
    Optional<Threshold.Passing> passing = passing(spec);
    if (passing.isEmpty()) {
      return OptionalLong.empty();
    }
    if (data.thresholdRows().isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.at(
              DiagnosticCode.DATA_EMPTY,
              passing.get().rows().span(),
              "of the rows to fit none is one of those that are to pass",
              "the formula has to be above 0 for some rows"));
    }
    long[] scores =
        data.thresholdRows().stream()
            .mapToLong(row -> sum.scores(data.own().vector(row))[0])
            .toArray();
    return WorkingPoint.of(passing.get(), scores, SCORE);
  }
}
