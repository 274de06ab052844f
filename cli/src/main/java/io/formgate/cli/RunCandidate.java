package io.formgate.cli;

import io.formgate.expression.Expr;
import io.formgate.expression.FormulaParser;
import io.formgate.expression.SourceText;
import io.formgate.expression.Suggestions;
import io.formgate.expression.Vocabulary;
import io.formgate.report.Candidate;
import io.formgate.report.ReportData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A candidate of a finished run with its formulas.
 *
 * @param run the run
 * @param candidate one of its candidates
 * @param formulas by output, with all digits
 */
record RunCandidate(ReportData run, Candidate candidate, Map<String, Expr> formulas) {
  /** The candidate that has a formula for each of several outputs. */
  static final String OF_ALL = "circuit";

  /**
   * {@return a candidate of a run}
   *
   * @param run the run
   * @param id as its report names it; null for the one that was built
   */
  static RunCandidate of(ReportData run, @Nullable String id) {
    List<String> ids = run.candidates().stream().map(Candidate::id).toList();
    Candidate chosen =
        run.candidates().stream()
            .filter(c -> id == null ? c.isPicked() : c.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                id == null
                    ? Arguments.usage(
                        "the run has built no circuit",
                        "name one of its formulas with --candidate: " + named(run))
                    : Arguments.usage(
                        "the run has no candidate " + id,
                        Suggestions.mend(id, ids, "it has " + CandidateNumber.list(ids))));
    return new RunCandidate(run, chosen, formulas(run, chosen));
  }

  /** {@return what candidates of a run are called, for a sentence} */
  static String named(ReportData run) {
    List<String> ids = run.candidates().stream().map(Candidate::id).toList();
    return CandidateNumber.list(ids)
        .replaceFirst("^" + OF_ALL + ", ", OF_ALL + " (the formulas of all outputs), ");
  }

  /** {@return the names of the inputs, in the order of the ports} */
  List<String> inputs() {
    return inputs(run);
  }

  private static List<String> inputs(ReportData run) {
    return run.ports().stream()
        .filter(p -> p.direction().equals("input"))
        .map(ReportData.Port::name)
        .toList();
  }

  /** {@return the formulas of a candidate by output} */
  static Map<String, Expr> formulas(ReportData run, Candidate candidate) {
    Vocabulary vocabulary = new Vocabulary(Set.copyOf(inputs(run)), Map.of(), false);
    return candidate.formulas().stream()
        .collect(
            Collectors.toMap(
                Candidate.Formula::output,
                f -> {
                  SourceText text = new SourceText(f.output(), f.infix());
                  return FormulaParser.parse(text, 0, f.infix().length(), vocabulary);
                },
                (a, _) -> a,
                LinkedHashMap::new));
  }
}
